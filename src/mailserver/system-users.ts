import { readFileSync } from 'node:fs';

export interface SystemUser {
	uid: number;
	gid: number;
}

/**
 * Looks up a system user. Mail belongs to `mail`, which every Debian has: no user is made for the demo.
 * @throws {Error} when the package that makes the user is missing.
 */
export function systemUser(name: string): SystemUser {
	const line = readFileSync('/etc/passwd', 'utf8')
		.split('\n')
		.find((entry) => entry.startsWith(`${name}:`));
	if (!line)
		throw new Error(`There is no system user “${name}”; the package that brings it is not installed.`);
	const [, , uid, gid] = line.split(':');
	return { uid: Number(uid), gid: Number(gid) };
}

/** The user and group that own all mail of a private server. */
export const MAIL_OWNER = 'mail';
