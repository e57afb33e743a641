import { parseAnswerRequest } from '$lib/mail/invitation';
import { api, readJson } from '$lib/server/api';
import { answerInvitation } from '$lib/server/flows/answer-invitation';
import { openInvitation } from '$lib/server/flows/open-invitation';
import { messageOf, partOf } from '$lib/server/message-address';
import { Problem } from '$lib/server/problem';
import type { RequestEvent } from './$types';
import { answerWording } from './wording';

/** What a calendar part says, as `Invitation`. */
export const GET = api(({ params }, account) => {
	const { folder, uid } = messageOf(params);
	return openInvitation(account, folder, uid, partOf(params));
});

/** Answers it by mail. Body: `AnswerRequest`; answer: `GivenAnswer`. */
export const POST = api(async ({ params, request }: RequestEvent, account) => {
	const answer = parseAnswerRequest(await readJson(request));
	if (!answer) throw new Problem('input/invalid');
	return answerInvitation(account, { ...messageOf(params), part: partOf(params) }, answer, answerWording());
});
