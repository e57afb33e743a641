import { parsePageRequest } from '$lib/mail/page-request';
import { parseFolderPath } from '$lib/mail/ids';
import { api } from '$lib/server/api';
import * as messages from '$lib/server/imap/messages';
import { Problem } from '$lib/server/problem';
import type { RequestEvent } from './$types';

/** A window of the list: `?from=&count=&sort=&order=asc|desc&size=1&q=`. */
export const GET = api<RequestEvent>(({ params, url }, account) => {
	const folder = parseFolderPath(params.folder);
	if (!folder) throw new Problem('folder/missing');
	const request = parsePageRequest(url.searchParams);
	if (!request) throw new Problem('input/invalid');
	return messages.page(account, folder, request);
});
