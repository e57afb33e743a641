import type { Account } from '$lib/server/account';
import { guardedFetch } from '$lib/server/fetch/guarded';
import { PictureCache } from '$lib/server/images/cache';
import { Limiter } from '$lib/server/images/limiter';
import { redraw, type Picture } from '$lib/server/images/redraw';
import { Problem } from '$lib/server/problem';
import { pictureKey, readGrant } from './image-signature';

/** Octets of a picture as it comes. */
const MAX_BYTES = 5_000_000;
/** How long a picture that could not be had is not asked for again, ms; and how many of these are remembered. */
const AGAIN = 60_000;
const MAX_MISSED = 2000;

const fetching = new Limiter({ atOnce: 16, each: 4, queue: 1000 });
const underway = new Map<string, Promise<Picture>>();
const missed = new Map<string, number>();
let kept: PictureCache | undefined;

/**
 * A picture from elsewhere, fetched by us and drawn anew; from the cache where anyone has looked at it before,
 * and once for all who wait for it now. Errors: `remote/away`, also for an address that was not granted.
 */
export async function showImage(account: Account, signed: string): Promise<Picture> {
	const grant = readGrant(account.address, signed);
	if (!grant) throw new Problem('remote/away');
	const key = pictureKey(grant.address);
	const waiting = underway.get(key);
	if (waiting) return waiting;
	const picture = find(key, grant.address, account.address).finally(() => underway.delete(key));
	underway.set(key, picture);
	return picture;
}

async function find(key: string, address: string, who: string): Promise<Picture> {
	kept ??= new PictureCache();
	const known = await kept.get(key);
	if (known) return known;
	if (Date.now() - (missed.get(key) ?? 0) < AGAIN) throw new Problem('remote/away');
	try {
		const picture = await fetching.run(who, () => load(address));
		await kept.put(key, picture);
		return picture;
	} catch (problem) {
		const [oldest] = missed.keys();
		if (missed.size >= MAX_MISSED && oldest !== undefined) missed.delete(oldest);
		missed.set(key, Date.now());
		throw problem;
	}
}

async function load(address: string): Promise<Picture> {
	const { status, body } = await guardedFetch(address, {
		headers: { accept: 'image/avif,image/webp,image/png,image/jpeg,image/gif' },
		maxBytes: MAX_BYTES
	});
	if (status !== 200) throw new Problem('remote/away');
	return redraw(body);
}
