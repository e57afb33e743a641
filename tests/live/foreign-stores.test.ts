import { chmodSync, chownSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { systemUser } from '../../src/mailserver/system-users.ts';
import { freshAccount } from '../bed/accounts.ts';
import { placeOf, reload } from '../bed/doveadm.ts';
import { HttpSession } from '../bed/http-session.ts';
import { imapOpens } from '../bed/mail-programs.ts';
import { bedMailServer } from '../bed/mail-server.ts';
import { startProduct } from '../bed/product.ts';

const NEXT = 'kite-vessel-onward-plum';

/** A file of passwords that is not ours, as its operator has it. */
interface Foreign {
	/** Dovecot's passdb, and files beside it. */
	readonly passdb: string;
	readonly files: Record<string, string>;
	readonly environment: Record<string, string>;
	readonly make: (address: string, password: string) => void;
	/** What must have stayed as it was. */
	readonly rest: () => unknown;
}

function passwdFile(etc: string): Foreign {
	const path = join(etc, 'users');
	return {
		passdb: `driver = passwd-file\n args = username_format=%Lu ${path}`,
		files: {},
		environment: { POSTERN_ACCOUNTS: `passwd-file:${path}` },
		make(address, password) {
			writeFileSync(path, `# people\nzoe@demo.test:{PLAIN}z::::::\n${address}:{PLAIN}${password}::::::\n`);
			chownSync(path, 0, systemUser('dovecot').gid);
			chmodSync(path, 0o640);
		},
		rest: () => [
			statSync(path).mode & 0o777,
			statSync(path).gid,
			readFileSync(path, 'utf8').split('\n').slice(0, 2)
		]
	};
}

function otherTable(etc: string): Foreign {
	const path = join(etc, 'people.db');
	return {
		passdb: `driver = sql\n args = ${etc}/people.conf`,
		files: {
			'people.conf': `driver = sqlite\nconnect = ${path}\npassword_query = SELECT email AS user, pw AS password FROM people WHERE email = '%Lu'\n`
		},
		environment: {
			POSTERN_ACCOUNTS: `sqlite:${path}`,
			POSTERN_ACCOUNTS_UPDATE: 'UPDATE people SET pw = :password WHERE email = :address'
		},
		make(address, password) {
			const db = new Sqlite(path);
			db.exec('CREATE TABLE people (email TEXT PRIMARY KEY, pw TEXT, room TEXT)');
			const add = db.prepare('INSERT INTO people VALUES (?, ?, ?)');
			add.run(address, `{PLAIN}${password}`, '12');
			add.run('zoe@demo.test', '{PLAIN}z', '13');
			db.close();
		},
		rest() {
			const db = new Sqlite(path, { readonly: true });
			const rows = db.prepare(`SELECT room, iif(room = '13', pw, '') FROM people ORDER BY room`).all();
			db.close();
			return rows;
		}
	};
}

test.each([
	['a passwd-file', passwdFile],
	['a table of the operator’s own', otherTable]
])('a password is changed in %s, and Dovecot takes the new one alone', async (_name, foreign) => {
	const { facts, end } = await bedMailServer();
	const { etc } = placeOf(facts);
	const store = foreign(etc);
	const { address } = await freshAccount(facts, 'foreign');
	// Another one than in our own store, so that it tells when Dovecot reads the foreign one.
	const ada = { address, password: 'plum-onward-vessel-kite' };
	store.make(ada.address, ada.password);
	for (const [name, text] of Object.entries(store.files)) writeFileSync(join(etc, name), text);
	writeFileSync(
		join(etc, 'postern.conf'),
		`auth_mechanisms = plain login\npassdb {\n ${store.passdb}\n}\nuserdb {\n driver = sql\n args = ${etc}/postern-passwords.conf\n}\n`
	);
	await reload(facts);
	await expect.poll(() => imapOpens(facts, ada)).toBe(true);
	const product = await startProduct(facts, { environment: store.environment });
	try {
		const session = await HttpSession.signedIn(product.facts.origin, ada);
		const before = store.rest();
		const changed = await session.json('PUT', '/api/security/password', { old: ada.password, next: NEXT });
		expect(changed.status, changed.body.toString()).toBe(200);
		expect(await imapOpens(facts, { address: ada.address, password: NEXT })).toBe(true);
		expect(await imapOpens(facts, ada)).toBe(false);
		expect(store.rest()).toEqual(before);
		expect((await session.request('/api/folders')).status).toBe(200);
		session.close();
	} finally {
		await product.end();
		await end();
	}
});
