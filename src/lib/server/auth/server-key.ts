import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { config } from '$lib/server/config';
import { ConfigError } from '$lib/server/environment';

let key: Buffer | undefined;

/**
 * The server's half of every seal, 32 bytes or more: from `POSTERN_KEY` or `POSTERN_KEY_FILE`, else from
 * `server.key` in the data folder, made at the first start for the server's user alone. Whoever backs up the
 * database should keep this file elsewhere.
 */
export function serverKey(): Buffer {
	return (key ??= load());
}

function load(): Buffer {
	const given = config().key;
	const found = Buffer.from(given ?? ownKey(), 'base64');
	if (found.length >= 32) return found;
	throw new ConfigError(
		'The server key must be at least 32 bytes in base64; make one: openssl rand -base64 32.'
	);
}

function ownKey(): string {
	const path = join(config().dataDir, 'server.key');
	try {
		mkdirSync(config().dataDir, { recursive: true, mode: 0o700 });
		if (!existsSync(path)) {
			writeFileSync(path, `${randomBytes(32).toString('base64')}\n`, { flag: 'wx', mode: 0o600 });
		}
		return readFileSync(path, 'utf8').trim();
	} catch (cause) {
		throw new ConfigError(`The server key “${path}” cannot be made or read: ${(cause as Error).message}.`);
	}
}
