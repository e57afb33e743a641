import { chown, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Place } from './place.ts';
import { MAIL_OWNER, systemUser } from './system-users.ts';

/** The home of an account, made where missing. */
export async function homeOf(place: Place, address: string): Promise<string> {
	const [user = '', domain = ''] = address.split('@');
	const { uid, gid } = systemUser(MAIL_OWNER);
	for (const path of [join(place.mail, domain), join(place.mail, domain, user)]) {
		await mkdir(path, { recursive: true, mode: 0o700 });
		await chown(path, uid, gid);
	}
	return join(place.mail, domain, user);
}
