import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ACCOUNT_STORE } from '../dovecot/account-store.ts';
import { notes } from '../dovecot/mail-server-notes.ts';
import { doorFiles, type Accounts, type Doors } from '../dovecot/passdbs.ts';
import { config } from '../lib/server/config.ts';

/** `npm run dovecot`: what Dovecot must be told for this installation, from the settings of the web process. */
const USAGE = `npm run dovecot [-- --etc DIR] [--own ADDRESS …] [--keys DIR] [--write DIR]
  --etc    where the files will lie on the mail server (/etc/dovecot)
  --own    an address or block from which Postern connects; may be given again
  --keys   where public/ lies on the mail server, when that is another machine
  --write  writes the files into this folder instead of printing them
npm run --silent dovecot -- --schema
  prints the tables of the account store instead, for sqlite3`;

class Refused extends Error {}

function options() {
	return parseArgs({
		options: {
			etc: { type: 'string', default: '/etc/dovecot' },
			own: { type: 'string', multiple: true },
			keys: { type: 'string' },
			write: { type: 'string' },
			schema: { type: 'boolean', default: false }
		}
	}).values;
}

/** As allow_nets wants them. */
function blocks(given: readonly string[]): string[] {
	return given.map((each) => {
		const [address = '', bits] = each.split('/');
		const kind = isIP(address);
		if (kind === 0 || (bits !== undefined && !/^\d{1,3}$/.test(bits)))
			throw new Refused(`--own ${each}: write an address or a block, like 192.0.2.7 or 10.0.0.0/8.`);
		return bits === undefined ? `${address}/${kind === 4 ? 32 : 128}` : each;
	});
}

/** The address this machine uses towards the mail server; nothing is sent to find out. */
async function ownAddress(host: string, port: number): Promise<string[]> {
	for (const type of ['udp4', 'udp6'] as const) {
		const socket = createSocket(type);
		try {
			socket.connect(port, host);
			await once(socket, 'connect');
			const { address } = socket.address();
			return address.startsWith('127.') || address === '::1' ? ['127.0.0.1', '::1'] : [address];
		} catch {
			// Not of this family, or not known by name here.
		} finally {
			socket.close();
		}
	}
	throw new Refused(`From which address Postern reaches ${host} is not known here; say it: --own ADDRESS.`);
}

function accountsOf({ accounts }: ReturnType<typeof config>, own: readonly string[]): Accounts {
	if (accounts?.kind === 'sqlite') return { kind: 'store', path: accounts.path, own };
	if (accounts?.kind === 'passwd-file') return { kind: 'passwd-file', path: accounts.path };
	return { kind: 'other' };
}

async function main(): Promise<void> {
	const chosen = options();
	if (chosen.schema) return console.log(ACCOUNT_STORE.replaceAll(/^\t/gm, '').trim());
	const settings = config();
	const { host, port } = settings.imap;
	const own = blocks(chosen.own ?? (await ownAddress(host, port)));
	const token = settings.token && {
		keys: chosen.keys ?? join(settings.token.keys, 'public'),
		issuer: settings.token.issuer
	};
	const doors: Doors = { etc: chosen.etc, token: token ?? null, accounts: accountsOf(settings, own) };
	const files = Object.entries(doorFiles(doors));
	if (files.length === 0) {
		console.log(
			'With passwords, and without POSTERN_ACCOUNTS=sqlite:…, Postern signs in like any other mail program: Dovecot ' +
				'needs nothing. For tokens set POSTERN_TOKEN_KEYS; docs/dovecot.md says what that changes.'
		);
		return;
	}
	if (chosen.write !== undefined) {
		mkdirSync(chosen.write, { recursive: true });
		for (const [name, text] of files) writeFileSync(join(chosen.write, name), text, { mode: 0o600 });
	}
	for (const line of notes(doors)) console.log(`# ${line}`);
	for (const [name, text] of chosen.write === undefined ? files : [])
		console.log(`\n#### ${join(chosen.etc, name)}\n${text.trimEnd()}`);
}

await main().catch((error: NodeJS.ErrnoException) => {
	const { name, code, message } = error;
	if (!(error instanceof Refused) && name !== 'ConfigError' && code === undefined) throw error;
	console.error(code?.startsWith('ERR_PARSE_ARGS') ? `${message}\n${USAGE}` : message);
	process.exitCode = 1;
});
