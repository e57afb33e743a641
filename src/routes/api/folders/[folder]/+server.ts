import { parseFolderPath, type FolderPath } from '$lib/mail/ids';
import { api, readJson } from '$lib/server/api';
import * as folders from '$lib/server/imap/folders';
import { Problem } from '$lib/server/problem';
import type { RequestEvent } from './$types';

function pathOf(param: string): FolderPath {
	const path = parseFolderPath(param);
	if (!path) throw new Problem('folder/missing');
	return path;
}

/** Body `{rename?: path, subscribed?: boolean}`. Answers with the new tree. */
export const PATCH = api<RequestEvent>(async ({ params, request }, account) => {
	const folder = pathOf(params.folder);
	const body = (await readJson(request)) as { rename?: unknown; subscribed?: unknown } | null;
	if (typeof body?.subscribed === 'boolean') await folders.subscribe(account, folder, body.subscribed);
	if (body?.rename !== undefined) {
		const to = parseFolderPath(body.rename);
		if (!to) throw new Problem('folder/name');
		await folders.rename(account, folder, to);
	}
	return folders.list(account);
});

/** Below Trash when there is mail in it, for good else. Answers with the new tree. */
export const DELETE = api<RequestEvent>(async ({ params }, account) => {
	await folders.remove(account, pathOf(params.folder));
	return folders.list(account);
});
