import * as v from 'valibot';
import { parsePartId } from '$lib/mail/ids';
import { api, readJson } from '$lib/server/api';
import { signImages } from '$lib/server/flows/sign-images';
import { messageOf } from '$lib/server/message-address';
import { Problem } from '$lib/server/problem';

const Body = v.object({
	addresses: v.pipe(v.array(v.string()), v.maxLength(500)),
	part: v.optional(v.nullable(v.string()), null)
});

/**
 * `{ images: [address, url][] }`: where each picture of the message can be loaded from here, for this reader,
 * for half a day or a little more. Left out: whatever does not stand in the message.
 */
export const POST = api(async ({ params, request }, account) => {
	const { folder, uid } = messageOf(params);
	const body = v.safeParse(Body, await readJson(request));
	if (!body.success) throw new Problem('input/invalid');
	const part = body.output.part === null ? null : parsePartId(body.output.part);
	if (part === null && body.output.part !== null) throw new Problem('part/missing');
	return { images: await signImages(account, folder, uid, body.output.addresses, part) };
});
