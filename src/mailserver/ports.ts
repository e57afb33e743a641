/** The ports of one private mail server: a base plus the well-known number, so that several run side by side. */
export interface Ports {
	smtp: number;
	/** Where Dovecot hands over what sieve sends (vacation, redirect), so that the machine's own mailer stays out of it. */
	relay: number;
	lmtp: number;
	sasl: number;
	imap: number;
	sieve: number;
	submission: number;
	imaps: number;
}

/** @throws {RangeError} where the base leaves no room for the highest port (base + 993). */
export function portsFrom(base: number): Ports {
	if (!Number.isInteger(base) || base < 1024 || base + 993 > 65535) {
		throw new RangeError(`The port base must be a whole number from 1024 to 64542, not ${base}.`);
	}
	return {
		smtp: base + 25,
		relay: base + 26,
		lmtp: base + 24,
		sasl: base + 99,
		imap: base + 143,
		sieve: base + 190,
		submission: base + 587,
		imaps: base + 993
	};
}
