import type { Account } from '$lib/server/account';
import { Problem } from '$lib/server/problem';
import type { KeyOwner } from './manage-keys';

/** Who asks, as the flows of keys want to know it. Errors: `auth/expired`. */
export function keyOwner(
	{ locals, request }: { readonly locals: App.Locals; readonly request: Request },
	account: Account
): KeyOwner {
	if (!locals.session) throw new Problem('auth/expired');
	const agent = request.headers.get('user-agent') ?? '';
	return { account, session: locals.session, agent, client: locals.client };
}
