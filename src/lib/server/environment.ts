import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { resolve } from 'node:path';

/** A setting that cannot be used. The message is one sentence for the person who starts the server. */
export class ConfigError extends Error {
	override name = 'ConfigError';
}

/** One mail service, as the operator names it: `imaps://mail.example.org:993`. */
export interface Server {
	readonly host: string;
	readonly port: number;
	/** `starttls` refuses to go on without TLS; `plain` is possible to this machine alone. */
	readonly tls: 'implicit' | 'starttls' | 'plain';
	/** PEM text trusted beside the system's own authorities. */
	readonly ca?: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Every name that may follow `POSTERN_`. */
const NAMES = [
	...['IMAP', 'SUBMISSION', 'SIEVE', 'CA_FILE', 'ORIGIN', 'HOST', 'PORT', 'TRUSTED_PROXIES'],
	...['DATA', 'DATABASE', 'KEY', 'KEY_FILE', 'HELPER', 'ADMINS', 'DOMAINS', 'LOG'],
	...['FETCH_ALLOW', 'AUTHSERV_IDS', 'RESOLVER', 'TOKEN_KEYS', 'TOKEN_ISSUER', 'ACCOUNTS', 'ACCOUNTS_UPDATE']
];

/** Refuses names nobody reads: a misspelt setting would otherwise be silently without effect. */
export function refuseUnknown(env: Environment): void {
	for (const name of Object.keys(env)) {
		if (!name.startsWith('POSTERN_') || NAMES.includes(name.slice(8))) continue;
		throw new ConfigError(
			`${name} is not a setting of Postern. The settings are ${NAMES.map((n) => `POSTERN_${n}`).join(', ')}.`
		);
	}
}

export function text(env: Environment, name: string): string | undefined {
	const value = env[`POSTERN_${name}`]?.trim();
	return value === '' ? undefined : value;
}

/** A secret, given itself or as the path of a file that holds it (`_FILE`), never both. */
export function secret(env: Environment, name: string): string | undefined {
	const value = text(env, name);
	const file = text(env, `${name}_FILE`);
	if (value && file) throw new ConfigError(`Give POSTERN_${name} or POSTERN_${name}_FILE, not both.`);
	return file ? read(`POSTERN_${name}_FILE`, file) : value;
}

export function read(name: string, path: string): string {
	try {
		return readFileSync(resolve(path), 'utf8').trim();
	} catch (error) {
		throw new ConfigError(`${name} names “${path}”, which cannot be read: ${(error as Error).message}.`);
	}
}

export function list(env: Environment, name: string): string[] {
	return (text(env, name) ?? '').split(/[\s,]+/).filter(Boolean);
}

export function port(name: string, value: string | undefined, otherwise: number): number {
	if (value === undefined) return otherwise;
	const number = Number(value);
	if (!/^\d{1,5}$/.test(value) || number > 65535) {
		throw new ConfigError(`${name} is “${value}”, which is not a port number.`);
	}
	return number;
}

export function isLoopback(host: string): boolean {
	return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

/** The schemes a service is written with, and the port each implies (RFC 8314 §7). */
export interface Schemes {
	readonly implicit?: readonly [scheme: string, port: number];
	readonly starttls: readonly [scheme: string, port: number];
}

/** Reads `scheme://host:port`, with `?tls=none` for a server on this machine that has no TLS. */
export function server(name: string, value: string, schemes: Schemes, ca: string | undefined): Server {
	const bad = (why: string) => new ConfigError(`${name} is “${value}”: ${why}.`);
	const match = /^([a-z+]+):\/\/(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::(\d{1,5}))?\/?(\?tls=none)?$/i.exec(value);
	if (!match) throw bad(`write it like ${schemes.starttls[0]}://mail.example.org:${schemes.starttls[1]}`);
	const scheme = match[1]!.toLowerCase();
	const implicit = schemes.implicit?.[0] === scheme;
	if (!implicit && scheme !== schemes.starttls[0]) {
		const known = [schemes.implicit?.[0], schemes.starttls[0]].filter(Boolean).join(' or ');
		throw bad(`the scheme must be ${known}`);
	}
	const host = match[2]!.replace(/^\[|\]$/g, '').toLowerCase();
	const plain = match[4] !== undefined;
	if (plain && (implicit || !isLoopback(host))) {
		throw bad('without TLS passwords go to this machine alone; name a loopback host or leave ?tls=none out');
	}
	const otherwise = (implicit ? schemes.implicit! : schemes.starttls)[1];
	const tls = implicit ? 'implicit' : plain ? 'plain' : 'starttls';
	return { host, port: port(name, match[3], otherwise), tls, ...(ca ? { ca } : {}) };
}
