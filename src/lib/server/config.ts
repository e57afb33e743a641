import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import {
	ConfigError,
	isLoopback,
	list,
	port,
	read,
	refuseUnknown,
	secret,
	server,
	text,
	type Environment,
	type Server
} from './environment.ts';

export type { Server } from './environment.ts';

/** What the operator decided, read once from `POSTERN_*`. The README has the table. */
export interface Config {
	readonly imap: Server;
	readonly submission: Server;
	readonly sieve: Server;
	/** Scheme, host and port as browsers see them; every link is made from it. */
	readonly origin: string;
	readonly host: string;
	readonly port: number;
	/** Addresses or blocks whose `X-Forwarded-For` counts. */
	readonly trustedProxies: readonly string[];
	/** Absolute. */
	readonly dataDir: string;
	/** Absolute path of the SQLite file. */
	readonly database: string;
	/** The server's half of every seal, as given; otherwise one is made in `dataDir`. */
	readonly key: string | undefined;
	/** Path of the root helper's socket. */
	readonly helper: string | undefined;
	/** Lower-case addresses that may open `/admin`. */
	readonly admins: readonly string[];
	/** Lower-case domains of the addresses that sign in; empty: any. */
	readonly domains: readonly string[];
	/** Lower-case names whose Authentication-Results count (RFC 8601 §2.5). */
	readonly authservIds: readonly string[];
	/** Token mode: where the signing keys lie, and the name Postern signs under (`iss`, RFC 7519 §4.1.1). */
	readonly token: { readonly keys: string; readonly issuer: string } | undefined;
	/** The passwords the mail server reads, where Postern may write them. */
	readonly accounts: AccountsConfig | undefined;
	readonly log: string;
	/** Blocks that a stranger's addresses may name though they are not public. */
	readonly fetchAllow: readonly string[];
	/** Name servers to ask instead of the system's, `ip` or `ip:port`. */
	readonly resolvers: readonly string[];
}

/**
 * `sqlite`: the account store of `src/dovecot/account-store.ts`, which also holds app passwords. `sqlite-update`:
 * another SQLite file, changed by one UPDATE with `:address` and `:password`. `passwd-file`: Dovecot's own format.
 */
export interface AccountsConfig {
	readonly kind: 'sqlite' | 'sqlite-update' | 'passwd-file';
	/** Absolute. */
	readonly path: string;
	readonly update: string | undefined;
}

const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

/** Errors: `ConfigError`, whose message names the setting and what to write instead. */
export function parseConfig(env: Environment): Config {
	refuseUnknown(env);
	const ca = text(env, 'CA_FILE');
	const pem = ca && read('POSTERN_CA_FILE', ca);
	const imapUrl = text(env, 'IMAP');
	if (!imapUrl) throw new ConfigError('POSTERN_IMAP is missing; write it like imaps://mail.example.org:993.');
	const imap = server('POSTERN_IMAP', imapUrl, { implicit: ['imaps', 993], starttls: ['imap', 143] }, pem);
	const beside = imap.host.includes(':') ? `[${imap.host}]` : imap.host;
	const listen = port('POSTERN_PORT', text(env, 'PORT'), 8080);
	const dataDir = dataFolder(env);
	const log = text(env, 'LOG') ?? 'info';
	const ownOrigin = origin(text(env, 'ORIGIN') ?? `http://localhost:${listen}`);
	if (!LEVELS.includes(log)) {
		throw new ConfigError(`POSTERN_LOG is “${log}”; it must be one of ${LEVELS.join(', ')}.`);
	}
	return {
		imap,
		submission: server(
			'POSTERN_SUBMISSION',
			text(env, 'SUBMISSION') ?? `submission://${beside}`,
			{ implicit: ['submissions', 465], starttls: ['submission', 587] },
			pem
		),
		sieve: server(
			'POSTERN_SIEVE',
			text(env, 'SIEVE') ?? `sieve://${beside}`,
			{ starttls: ['sieve', 4190] },
			pem
		),
		origin: ownOrigin,
		host: text(env, 'HOST') ?? '127.0.0.1',
		port: listen,
		trustedProxies: blocks('POSTERN_TRUSTED_PROXIES', list(env, 'TRUSTED_PROXIES')),
		dataDir,
		database: databasePath(env),
		key: secret(env, 'KEY'),
		helper: text(env, 'HELPER'),
		admins: list(env, 'ADMINS').map((address) => address.toLowerCase()),
		domains: list(env, 'DOMAINS').map((domain) => domain.toLowerCase()),
		authservIds: authservIds(list(env, 'AUTHSERV_IDS'), imap.host),
		token: tokens(text(env, 'TOKEN_KEYS'), text(env, 'TOKEN_ISSUER'), ownOrigin),
		accounts: accounts(text(env, 'ACCOUNTS'), text(env, 'ACCOUNTS_UPDATE')),
		log,
		fetchAllow: blocks('POSTERN_FETCH_ALLOW', list(env, 'FETCH_ALLOW')),
		resolvers: nameServers(list(env, 'RESOLVER'))
	};
}

function dataFolder(env: Environment): string {
	return resolve(text(env, 'DATA') ?? 'data');
}

/** Where the database lies, absolute; for commands that need no other setting. */
export function databasePath(env: Environment): string {
	return resolve(text(env, 'DATABASE') ?? join(dataFolder(env), 'postern.db'));
}

function origin(value: string): string {
	const url = URL.parse(value);
	if (!url || !/^https?:$/.test(url.protocol) || url.href !== `${url.origin}/`) {
		throw new ConfigError(
			`POSTERN_ORIGIN is “${value}”; write scheme and host alone: https://mail.example.org.`
		);
	}
	// Session cookies are __Host- and Secure: over plain http no browser would keep them, except to localhost.
	if (url.protocol === 'http:' && !isLoopback(url.hostname.replace(/^\[|\]$/g, ''))) {
		throw new ConfigError(
			`POSTERN_ORIGIN is “${value}”; plain http works for localhost alone, use https://.`
		);
	}
	return url.origin;
}

function blocks(name: string, given: string[]): string[] {
	for (const block of given) {
		const [address = '', bits = '0', ...more] = block.split('/');
		const kind = isIP(address);
		if (kind === 0 || more.length > 0 || !/^\d{1,3}$/.test(bits) || Number(bits) > (kind === 4 ? 32 : 128)) {
			throw new ConfigError(`${name} has “${block}”; write addresses or blocks: 127.0.0.1 10.0.0.0/8.`);
		}
	}
	return given;
}

function nameServers(given: string[]): string[] {
	for (const server of given) {
		const [, bracketed, bare = server] = /^(?:\[([^\]]+)\]|([\d.]+)):\d{1,5}$/.exec(server) ?? [];
		if (isIP(bracketed ?? bare) === 0) {
			throw new ConfigError(
				`POSTERN_RESOLVER has “${server}”; write addresses of name servers: 127.0.0.1 10.0.0.1:5353 [::1]:53.`
			);
		}
	}
	return given;
}

function authservIds(ids: string[], otherwise: string): string[] {
	for (const id of ids) {
		if (/^[a-z0-9._-]{1,255}$/i.test(id)) continue;
		throw new ConfigError(
			`POSTERN_AUTHSERV_IDS has “${id}”; write the names your mail server puts first in Authentication-Results: mx.example.org.`
		);
	}
	return (ids.length > 0 ? ids : [otherwise]).map((id) => id.toLowerCase());
}

function tokens(keys: string | undefined, issuer: string | undefined, otherwise: string): Config['token'] {
	if (keys === undefined && issuer !== undefined)
		throw new ConfigError('POSTERN_TOKEN_ISSUER needs POSTERN_TOKEN_KEYS beside it.');
	// Dovecot reads a list of issuers between blanks.
	if (issuer !== undefined && !/^[\x21-\x7e]{1,200}$/.test(issuer))
		throw new ConfigError(
			`POSTERN_TOKEN_ISSUER is “${issuer}”; write one name without blanks: https://webmail.example.org.`
		);
	return keys === undefined ? undefined : { keys: resolve(keys), issuer: issuer ?? otherwise };
}

function accounts(value: string | undefined, update: string | undefined): AccountsConfig | undefined {
	if (value === undefined) {
		if (update === undefined) return undefined;
		throw new ConfigError('POSTERN_ACCOUNTS_UPDATE needs POSTERN_ACCOUNTS beside it.');
	}
	const [, kind, path = ''] = /^(sqlite|passwd-file):(.+)$/.exec(value) ?? [];
	if (kind === undefined) {
		throw new ConfigError(
			`POSTERN_ACCOUNTS is “${value}”; write sqlite:/path/accounts.db or passwd-file:/path/users.`
		);
	}
	if (update !== undefined && (kind !== 'sqlite' || !isOneUpdate(update))) {
		throw new ConfigError(
			'POSTERN_ACCOUNTS_UPDATE is for sqlite: and must be one statement: UPDATE users SET password = :password WHERE email = :address.'
		);
	}
	const form = kind === 'passwd-file' ? kind : update === undefined ? 'sqlite' : 'sqlite-update';
	return { kind: form, path: resolve(path), update };
}

/** One statement that names both what is set and whose; without the address it would set everybody's. */
function isOneUpdate(sql: string): boolean {
	return /^update\s[^;]*\swhere\s[^;]*$/i.test(sql) && /:password\b/.test(sql) && /:address\b/.test(sql);
}

let current: Config | undefined;

/** The configuration of this process, parsed on first use. */
export function config(): Config {
	return (current ??= parseConfig(process.env));
}
