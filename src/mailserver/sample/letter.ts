import type { Part } from './mime.ts';

/** Name and address. */
export type Person = readonly [name: string, address: string];

/** Where a copy of a letter lies: whose, which folder (INBOX, `Boat/Sails`), flags as Maildir letters, keywords. */
export interface Copy {
	of: 'ada' | 'ben' | 'cleo';
	folder: string;
	/** Maildir info: D draft, F flagged, R answered, S seen, T deleted. */
	flags?: string;
	keywords?: string[];
}

/** One letter of the sample, before it is bytes. */
export interface Letter {
	/** Left part of the Message-ID; the right part is the sender's host. */
	id: string;
	from: Person;
	to: Person[];
	cc?: Person[];
	subject: string;
	/** Minutes before now. */
	ago: number;
	/** Full Message-IDs it answers, oldest first. */
	thread?: string[];
	/** More header lines, as they stand on the wire. */
	headers?: [name: string, value: string][];
	body: Part;
	copies: Copy[];
}

const HOUR = 60;
const DAY = 24 * HOUR;

/** Minutes before now: days, then hours, then minutes. */
export const ago = (days: number, hours = 0, minutes = 0) => days * DAY + hours * HOUR + minutes;

/** The Message-ID a letter gets. */
export const idOf = (letter: Pick<Letter, 'id' | 'from'>) => `<${letter.id}@${letter.from[1].split('@')[1]}>`;

/** In the inbox of one of the family. */
export const inbox = (of: Copy['of'], flags = 'S', keywords?: string[]): Copy => ({
	of,
	folder: 'INBOX',
	flags,
	...(keywords && { keywords })
});

export const filed = (of: Copy['of'], folder: string, flags = 'S'): Copy => ({ of, folder, flags });

export const sent = (of: Copy['of']): Copy => ({ of, folder: 'Sent', flags: 'S' });

/** Header lines of a letter that our own server checked and found good. */
export function proved(domain: string): [string, string][] {
	return [
		[
			'Authentication-Results',
			`mx.demo.test;\n\tdkim=pass (2048-bit key) header.d=${domain} header.i=@${domain} header.s=mail26;\n` +
				`\tspf=pass smtp.mailfrom=${domain};\n\tdmarc=pass (p=quarantine) header.from=${domain}`
		]
	];
}

/** Header lines of a letter whose sender is not who it says. */
export function notProved(domain: string, really: string): [string, string][] {
	return [
		[
			'Authentication-Results',
			`mx.demo.test;\n\tdkim=none;\n\tspf=fail smtp.mailfrom=${really};\n` +
				`\tdmarc=fail (p=reject) header.from=${domain}`
		]
	];
}

/** Header lines of a letter that a mailing list altered on its way, so that its author's signature broke. */
export function altered(domain: string, list: string): [string, string][] {
	return [
		[
			'Authentication-Results',
			`mx.demo.test;\n\tdkim=fail reason="signature verification failed" header.d=${domain} header.s=mail26;\n` +
				`\tdkim=pass (2048-bit key) header.d=${list} header.s=lists;\n` +
				`\tspf=pass smtp.mailfrom=${list};\n\tdmarc=fail (p=none) header.from=${domain}`
		]
	];
}

/** Header lines of a letter sent through a service that signs for itself alone. */
export function signedElsewhere(domain: string, service: string): [string, string][] {
	return [
		[
			'Authentication-Results',
			`mx.demo.test;\n\tdkim=pass (2048-bit key) header.d=${service} header.s=s7;\n` +
				`\tspf=pass smtp.mailfrom=${domain};\n\tdmarc=pass (p=none) header.from=${domain}`
		]
	];
}
