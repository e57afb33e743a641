import { api } from '$lib/server/api';
import { readHistory } from '$lib/server/flows/read-history';
import { Problem } from '$lib/server/problem';
import type { RequestEvent } from './$types';

/** What happened to the account, newest first: `{ lines, more }`; `?before=` the id of the last line seen. */
export const GET = api<RequestEvent>(({ url }, account) => {
	const before = url.searchParams.get('before');
	if (before !== null && !/^\d{1,15}$/.test(before)) throw new Problem('input/invalid');
	return readHistory(account, before === null ? undefined : Number(before));
});
