import { parseDraftSave } from '$lib/mail/draft';
import { api, readJson } from '$lib/server/api';
import { bodyLimit } from '$lib/server/body-limits';
import { discardDraft } from '$lib/server/flows/discard-draft';
import { openDraft } from '$lib/server/flows/open-draft';
import { saveDraft } from '$lib/server/flows/save-draft';
import { Problem } from '$lib/server/problem';
import type { RequestEvent } from './$types';

/** The draft as it was last saved. */
export const GET = api(({ params }: RequestEvent, account) => openDraft(account, params.id));

/** Saves it: `{from, to, cc, bcc, subject, text, revision, file?}` → `{revision, filed}`. */
export const PUT = api(async ({ params, request, route }: RequestEvent, account) => {
	const save = parseDraftSave(await readJson(request, bodyLimit(route.id)));
	if (!save) throw new Problem('input/invalid');
	return saveDraft(account, params.id, save);
});

/** Removes it, its files and its copy in Drafts. */
export const DELETE = api(({ params }: RequestEvent, account) => discardDraft(account, params.id));
