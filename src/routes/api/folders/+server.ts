import { parseFolderPath } from '$lib/mail/ids';
import { api, readJson } from '$lib/server/api';
import * as folders from '$lib/server/imap/folders';
import { Problem } from '$lib/server/problem';
import type { RequestEvent } from './$types';

export const GET = api<RequestEvent>((_event, account) => folders.list(account));

/** Body `{path}`: the full path of the folder to make. */
export const POST = api<RequestEvent>(async ({ request }, account) => {
	const body = (await readJson(request)) as { path?: unknown } | null;
	const path = parseFolderPath(body?.path);
	if (!path) throw new Problem('folder/name');
	await folders.create(account, path);
	return folders.list(account);
});
