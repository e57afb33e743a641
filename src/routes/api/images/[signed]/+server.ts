import { api } from '$lib/server/api';
import { showImage } from '$lib/server/flows/show-image';
import { partHeaders } from '$lib/server/part-headers';
import { Problem } from '$lib/server/problem';

/** Seconds a browser keeps a picture. */
const KEPT = 24 * 60 * 60;

/**
 * A remote picture of a message, drawn anew. Whatever is wrong, with the address here or with the one there,
 * the answer is the same 404 (security F3).
 */
export const GET = api(async ({ params }, account) => {
	try {
		const { type, bytes } = await showImage(account, params.signed ?? '');
		const headers = partHeaders({ type, name: `picture.${type.slice(6)}`, inline: true });
		headers.set('cache-control', `private, max-age=${KEPT}, immutable`);
		return new Response(new Uint8Array(bytes), { headers });
	} catch (problem) {
		if (!(problem instanceof Problem) || problem.code !== 'remote/away') throw problem;
		return new Response(null, { status: 404, headers: { 'cache-control': 'no-store' } });
	}
});
