import { parseDraftSave } from '$lib/mail/draft';
import { api, readJson } from '$lib/server/api';
import { bodyLimit } from '$lib/server/body-limits';
import { sendMessage } from '$lib/server/flows/send-message';
import { releaseUnknown } from '$lib/server/flows/settle-outbox';
import { Problem } from '$lib/server/problem';
import type { RequestEvent } from './$types';

/** Sends it as it stands in the request, once; `?again` after an unknown end. Answers with `Sent`. */
export const POST = api(async ({ params, request, route, url }: RequestEvent, account) => {
	const save = parseDraftSave(await readJson(request, bodyLimit(route.id)));
	if (!save) throw new Problem('input/invalid');
	return sendMessage(account, params.id, { ...save, again: url.searchParams.has('again') });
});

/** After an unknown end: no, keep it as a draft. */
export const DELETE = api(({ params }: RequestEvent, account) => releaseUnknown(account, params.id));
