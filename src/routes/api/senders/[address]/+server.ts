import * as v from 'valibot';
import { api, readJson } from '$lib/server/api';
import { chooseForSender } from '$lib/server/flows/choose-for-sender';
import { messageOf } from '$lib/server/message-address';
import { Problem } from '$lib/server/problem';

/** Checked here: a matcher of a route sees `%40` still written so. */
const ADDRESS = /^[^\s\p{Cc}@]{1,64}@[^\s\p{Cc}@]{1,255}$/u;

const Body = v.object({
	images: v.optional(v.boolean()),
	light: v.optional(v.boolean()),
	folder: v.optional(v.string()),
	uid: v.optional(v.number())
});

/**
 * Chooses for all mail of a sender. `images: true` counts only with the `folder` and `uid` of a message in which
 * the sender is proved; else 409 `sender/unproved`.
 */
export const PUT = api(async ({ params, request }, account) => {
	const body = v.safeParse(Body, await readJson(request, 8192));
	const address = params.address ?? '';
	if (!body.success || !ADDRESS.test(address)) throw new Problem('input/invalid');
	const { images, light, folder, uid } = body.output;
	const message =
		folder === undefined || uid === undefined ? undefined : messageOf({ folder, uid: String(uid) });
	await chooseForSender(account, address, { images, light, message });
});
