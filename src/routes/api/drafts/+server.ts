import { parseDraftStart } from '$lib/mail/draft';
import { api, readJson } from '$lib/server/api';
import { startDraft } from '$lib/server/flows/start-draft';
import { Problem } from '$lib/server/problem';
import { wording } from './wording';

/** Starts a draft from a message: reply, reply all, forward, or the draft itself. Answers with a `Draft`. */
export const POST = api(async ({ request }, account) => {
	const start = parseDraftStart(await readJson(request));
	if (!start) throw new Problem('input/invalid');
	return startDraft(account, start, wording(start.do === 'resume' ? 'UTC' : start.zone));
});
