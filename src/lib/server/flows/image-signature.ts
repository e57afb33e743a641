import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { serverKey } from '$lib/server/auth/server-key';
import type { FolderPath, Uid } from '$lib/mail/ids';

/** Who may load which picture of which message, until when. */
export interface ImageGrant {
	readonly folder: FolderPath;
	readonly uid: Uid;
	readonly address: string;
	/** ms since 1970. */
	readonly until: number;
}

/** Grants end at whole half days, so that a picture keeps its address, and its place in the browser's cache. */
const STEP = 12 * 60 * 60_000;

/** When a grant made now ends: in half a day at the least, one at the most. */
export function grantedUntil(now: number = Date.now()): number {
	return (Math.floor(now / STEP) + 2) * STEP;
}

let keys: { sign: Buffer; name: Buffer } | undefined;

/** Keys of this use alone, from the server's (RFC 5869 §2). */
function key(use: 'sign' | 'name'): Buffer {
	const derive = (info: string) => Buffer.from(hkdfSync('sha256', serverKey(), '', info, 32));
	return (keys ??= { sign: derive('postern image grant'), name: derive('postern image name') })[use];
}

function mac(user: string, payload: string): Buffer {
	return createHmac('sha256', key('sign')).update(`${user}\0${payload}`).digest();
}

/** The last segment of a picture's address here. Only `user` can use it. */
export function signImage(user: string, grant: ImageGrant): string {
	const whole = [grant.until, grant.uid, grant.folder, grant.address];
	const payload = Buffer.from(JSON.stringify(whole)).toString('base64url');
	return `${payload}.${mac(user, payload).toString('base64url')}`;
}

/** What was granted; null for whatever was not signed by us, for this person, or has ended. */
export function readGrant(user: string, signed: string, now: number = Date.now()): ImageGrant | null {
	const [payload = '', signature = '', ...more] = signed.split('.');
	// Compared as text: base64 has several spellings of the same octets, and ours alone counts.
	const given = Buffer.from(signature);
	const right = Buffer.from(mac(user, payload).toString('base64url'));
	if (more.length > 0 || given.length !== right.length || !timingSafeEqual(given, right)) return null;
	const [until, uid, folder, address] = JSON.parse(Buffer.from(payload, 'base64url').toString()) as [
		number,
		Uid,
		FolderPath,
		string
	];
	return until > now ? { until, uid, folder, address } : null;
}

/** The name under which a picture is kept: the same for all readers, and nothing to whoever sees the disk. */
export function pictureKey(address: string): string {
	return createHmac('sha256', key('name')).update(address).digest('hex');
}
