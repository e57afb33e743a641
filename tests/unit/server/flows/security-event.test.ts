import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Account } from '$lib/server/account';
import { readHistory } from '$lib/server/flows/read-history';
import { noteEvent } from '$lib/server/flows/security-event';
import { closeDatabase, migrate, sqlite } from '$lib/server/store/database';
import { Problem } from '$lib/server/problem';
import { auditTrail } from '$lib/server/store/audit';
import { MOST_OFTEN, signInBefore } from '$lib/server/store/security-events';
import { sayDeed } from '$lib/server/wording/deed';

const here = {
	agent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
	client: '192.0.2.7'
};
const account = (address: string): Account => ({
	address,
	admin: false,
	credential: () => {
		throw new Problem('auth/expired');
	}
});
const ada = account('ada@demo.test');

beforeAll(async () => {
	process.env.POSTERN_IMAP = 'imap://localhost:1';
	process.env.POSTERN_ORIGIN = 'https://mail.demo.test';
	process.env.POSTERN_DATA = mkdtempSync(join(tmpdir(), 'postern-events-'));
	await migrate();
});
beforeEach(() => void sqlite().exec('DELETE FROM security_event'));
afterAll(closeDatabase);

const note = (address: string, kind: Parameters<typeof noteEvent>[0]['kind'], actor?: string) =>
	noteEvent({ address, kind, ...(actor ? { actor } : {}) }, here, null);

test('a line says what, when, from which browser and address', async () => {
	const from = Date.now();
	await note(ada.address, 'totp-added');
	const { lines, more } = await readHistory(ada);
	expect(lines).toMatchObject([
		{ said: 'Authenticator app set up', browser: 'Firefox, Linux', client: '192.0.2.7', actor: null }
	]);
	expect(lines[0]?.at).toBeGreaterThanOrEqual(from);
	expect(more).toBe(false);
});

test('somebody else who acted is named', async () => {
	await note(ada.address, 'factors-reset', 'ben@demo.test');
	expect((await readHistory(ada)).lines[0]?.actor).toBe('ben@demo.test');
});

test('what an administrator decides for everybody is in the audit, what concerns them alone is not', async () => {
	await note(ada.address, 'main-passwords-closed');
	await note(ada.address, 'main-password-closed');
	await note(ada.address, 'main-passwords-opened');
	const { events } = await auditTrail();
	expect(events.map(({ kind }) => kind)).toEqual(['main-passwords-opened', 'main-passwords-closed']);
	expect(events.map(sayDeed)[1]).toBe('The main passwords of all accounts were closed to mail programs');
});

test('somebody who tries on and on fills no disk and pushes out no other line', async () => {
	await note(ada.address, 'key-added');
	await note('ben@demo.test', 'sign-in-refused');
	for (let n = 0; n < MOST_OFTEN + 20; n++) await note(ada.address, 'sign-in-refused');
	await note(ada.address, 'sign-in');
	const rows = sqlite()
		.prepare(
			'SELECT address, kind, count(*) AS count FROM security_event GROUP BY address, kind ORDER BY kind'
		)
		.all();
	expect(rows).toEqual([
		{ address: ada.address, kind: 'key-added', count: 1 },
		{ address: ada.address, kind: 'sign-in', count: 1 },
		{ address: ada.address, kind: 'sign-in-refused', count: MOST_OFTEN },
		{ address: 'ben@demo.test', kind: 'sign-in-refused', count: 1 }
	]);
});

test('a letter that cannot be filed undoes nothing', async () => {
	await noteEvent({ address: ada.address, kind: 'totp-removed' }, here, ada);
	expect((await readHistory(ada)).lines.map(({ said }) => said)).toEqual(['Authenticator app removed']);
});

test('pages follow one another without a gap, and hold nobody else’s lines', async () => {
	for (let n = 0; n < 45; n++) {
		await note(ada.address, 'codes-made');
		await note('ben@demo.test', 'password-changed');
	}
	sqlite().exec("UPDATE security_event SET kind = 'of-a-newer-version' WHERE id % 5 = 0");
	const known = sqlite()
		.prepare("SELECT id FROM security_event WHERE address = ? AND kind = 'codes-made' ORDER BY id DESC")
		.all(ada.address) as { id: number }[];
	const seen: number[] = [];
	let page = await readHistory(ada);
	for (;;) {
		seen.push(...page.lines.map(({ id }) => id));
		if (!page.more) break;
		expect(page.lines).toHaveLength(20);
		page = await readHistory(ada, seen.at(-1));
	}
	expect(seen).toEqual(known.map(({ id }) => id));
	expect(seen.length).toBeLessThan(45);
});

test('the sign-in before this one is the newest that is older', async () => {
	expect(await signInBefore(ada.address, Date.now())).toBeUndefined();
	for (const at of [1000, 3000, 2000]) {
		await note(ada.address, 'sign-in');
		sqlite()
			.prepare('UPDATE security_event SET at = ? WHERE id = (SELECT max(id) FROM security_event)')
			.run(at);
	}
	await note('ben@demo.test', 'sign-in');
	expect(await signInBefore(ada.address, 3000)).toEqual({ at: 2000, client: '192.0.2.7' });
});
