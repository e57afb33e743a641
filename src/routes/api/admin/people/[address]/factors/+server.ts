import { api } from '$lib/server/api';
import { resetFactors } from '$lib/server/flows/reset-factors';

/** Removes every second factor of a person; says whether a letter told them. */
export const DELETE = api(async ({ request, locals, params }, account) => {
	const agent = request.headers.get('user-agent') ?? '';
	return resetFactors(account, params.address ?? '', { agent, client: locals.client });
});
