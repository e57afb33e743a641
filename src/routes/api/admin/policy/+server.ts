import { parsePolicy } from '$lib/security/policy';
import { api, readJson } from '$lib/server/api';
import { policy } from '$lib/server/auth/policy';
import { changePolicy } from '$lib/server/flows/change-policy';

export const GET = api(() => policy());

/** Changes the parts that are given and answers with the whole. */
export const PUT = api(async ({ request, locals }, account) => {
	const change = parsePolicy(await readJson(request, 1024));
	const agent = request.headers.get('user-agent') ?? '';
	return changePolicy(account, change, { agent, client: locals.client });
});
