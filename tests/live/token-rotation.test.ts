import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshAccount, type BedAccount } from '../bed/accounts.ts';
import { altered, signer } from '../bed/altered-token.ts';
import { root } from '../bed/build.ts';
import { doveadm, placeOf, reload } from '../bed/doveadm.ts';
import { HttpSession } from '../bed/http-session.ts';
import { bedMailServer, type BedMailServer } from '../bed/mail-server.ts';
import { opens } from '../bed/plain-door.ts';
import { startProduct, type BedProduct } from '../bed/product.ts';

// A mail server of its own: what is retired here would be missed elsewhere.
let bed: BedMailServer;
let product: BedProduct;
let ada: BedAccount;
let folder: string;
beforeAll(async () => {
	bed = await bedMailServer();
	folder = placeOf(bed.facts).tokens;
	product = await startProduct(bed.facts, { tokenMode: true });
	ada = await freshAccount(bed.facts, 'ada');
});
afterAll(async () => {
	await product?.end();
	await bed?.end();
});

const LIST = '/api/folders/INBOX/messages?from=0&count=50';

/** `npm run tokens` without npm. Its words, and whether it went well. */
async function tokens(...args: string[]): Promise<{ said: string; well: boolean }> {
	const env = { ...process.env, POSTERN_TOKEN_KEYS: folder };
	const words = ['src/commands/tokens.ts', ...args];
	return promisify(execFile)(process.execPath, words, { cwd: root, env }).then(
		({ stdout }) => ({ said: stdout, well: true }),
		(error: { stderr: string }) => ({ said: error.stderr, well: false })
	);
}

const opensWith = (token: string) => opens(bed.facts, 'imap', { user: ada.address, token });

test('keys are changed while people read, and the old one is out after a reload', async () => {
	const session = await HttpSession.signedIn(product.facts.origin, ada);
	await session.get(LIST);
	const first = signer(folder).kid;
	const oldToken = altered(folder, ada.address, 'imap');
	expect(await opensWith(oldToken)).toBe(true);

	// Later: it is there for Dovecot, and does not sign yet.
	const planned = await tokens('rotate', '--in', '60');
	const [, later = ''] = /New key: (\S+)/.exec(planned.said)!;
	expect(signer(folder).kid).toBe(first);
	expect(readdirSync(join(folder, 'public', 'postern', 'ES256')).sort()).toEqual([first, later].sort());
	expect((await tokens('list')).said).toMatch(new RegExp(`${first} +signs, since.*\n${later} +signs from`));

	// Now: the web process signs with it at its next login, and Dovecot takes it without being told.
	expect((await tokens('rotate', '--now')).well).toBe(true);
	const second = signer(folder).kid;
	expect([first, later]).not.toContain(second);
	await doveadm(bed.facts, 'kick', ada.address);
	await session.get(LIST);
	expect(await opensWith(altered(folder, ada.address, 'imap'))).toBe(true);
	expect(await opensWith(oldToken)).toBe(true);

	expect(await tokens('retire', second)).toMatchObject({ well: false });
	const early = await tokens('retire', first);
	expect([early.well, early.said]).toEqual([false, expect.stringContaining('are good for another')]);
	expect((await tokens('retire', first, '--now')).said).toContain('doveadm reload');
	expect((await tokens('list')).said).not.toContain(first);

	// What docs/dovecot.md says of Dovecot's memory.
	await doveadm(bed.facts, 'auth', 'cache', 'flush');
	expect(await opensWith(oldToken)).toBe(true);
	await reload(bed.facts);
	await expect.poll(() => opensWith(oldToken)).toBe(false);
	expect(await opensWith(altered(folder, ada.address, 'imap'))).toBe(true);
	await session.get(LIST);
	session.close();
});

test('what cannot be done is said in a sentence', async () => {
	expect((await tokens('retire', 'nothing')).said).toBe(`There is no key “nothing” in ${folder}.\n`);
	expect((await tokens('rotate', '--in', 'soon')).said).toContain('whole number of minutes');
	expect((await tokens('rotate', '--soon')).said).toContain('npm run tokens -- rotate');
	expect((await tokens('explain')).said).toContain('npm run tokens -- list');
});
