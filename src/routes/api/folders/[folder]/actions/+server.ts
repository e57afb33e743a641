import { parseFolderPath } from '$lib/mail/ids';
import { parseActionRequest } from '$lib/mail/parse-action';
import { api, readJson } from '$lib/server/api';
import { act } from '$lib/server/imap/act';
import { Problem } from '$lib/server/problem';
import type { RequestEvent } from './$types';

/** Does something to messages of a folder. Body: `ActionRequest`; answer: `ActionResult`. */
export const POST = api<RequestEvent>(async ({ params, request }, account) => {
	const folder = parseFolderPath(params.folder);
	if (!folder) throw new Problem('folder/missing');
	const action = parseActionRequest(await readJson(request));
	if (!action) throw new Problem('input/invalid');
	return act(account, folder, action);
});
