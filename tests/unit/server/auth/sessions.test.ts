import { mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as sessions from '$lib/server/auth/sessions';
import { closeDatabase, migrate, sqlite } from '$lib/server/store/database';

const data = mkdtempSync(join(tmpdir(), 'postern-sessions-'));
const password = 'correct horse battery staple ✓';
const HOUR = 3_600_000;

beforeAll(async () => {
	process.env.POSTERN_IMAP = 'imaps://mail.demo.test';
	process.env.POSTERN_DATA = data;
	await migrate();
});
afterAll(closeDatabase);

const plain = { client: '127.0.0.1', way: 'password', second: false, proved: true } as const;
const begin = (persistent = false, now = Date.now()) =>
	sessions.begin('ada@demo.test', password, { ...plain, persistent, agent: 'test', now });

test('the cookie’s token brings account and password back', async () => {
	const { token } = await begin();
	const session = await sessions.resume(token);
	expect(session?.account.address).toBe('ada@demo.test');
	expect(session?.account.credential()).toEqual({ kind: 'password', user: 'ada@demo.test', password });
});

test('no file of the data folder holds password or token', async () => {
	const { token } = await begin();
	sqlite().pragma('wal_checkpoint(TRUNCATE)');
	await begin();
	const files = readdirSync(data);
	expect(files).toContain('postern.db');
	for (const file of files) {
		const bytes = readFileSync(join(data, file));
		for (const secret of [password, Buffer.from(password).toString('base64'), token]) {
			expect(bytes.includes(secret), `${file} holds a secret`).toBe(false);
		}
	}
	expect(statSync(join(data, 'server.key')).mode & 0o777).toBe(0o600);
});

test.each(['', 'x', 'a'.repeat(43), '../../etc/passwd', 'é'.repeat(43)])(
	'a made-up cookie is nobody: %j',
	async (t) => {
		expect(await sessions.resume(t)).toBeNull();
	}
);

test('a planted cookie gains nothing: each sign-in has a new id', async () => {
	const [one, two] = [await begin(), await begin()];
	expect(one.id).not.toBe(two.id);
	expect(one.token).not.toBe(two.token);
});

test.each([
	['12 hours of silence end it', false, 13 * HOUR, false],
	['under 12 hours they do not', false, 11 * HOUR, true],
	['stay signed in: two weeks are fine', true, 14 * 24 * HOUR, true],
	['stay signed in: a month is the end', true, 31 * 24 * HOUR, false]
])('%s', async (_what, persistent, later, alive) => {
	const { token } = await begin(persistent);
	expect((await sessions.resume(token, Date.now() + later)) !== null).toBe(alive);
	if (!alive) expect(await sessions.resume(token)).toBeNull();
});

test('an unticked session ends after a week however busy it is', async () => {
	const start = Date.now();
	const { token } = await begin(false, start);
	let now = start;
	while (now - start < 7 * 24 * HOUR) {
		expect(await sessions.resume(token, now)).not.toBeNull();
		now += 10 * HOUR;
	}
	expect(await sessions.resume(token, now)).toBeNull();
});

test('the end is told, and whether it was the account’s last', async () => {
	sqlite().exec('DELETE FROM session');
	const [one, two] = [await begin(), await begin()];
	const told: sessions.Ended[] = [];
	const stop = sessions.onEnd((ended) => told.push(ended));
	await sessions.end(one.id, 'ada@demo.test');
	await sessions.end(two.id, 'ada@demo.test');
	stop();
	expect(told.map(({ last }) => last)).toEqual([false, true]);
	expect(await sessions.resume(one.token)).toBeNull();
});

test('sweeping removes what is over, and only that', async () => {
	sqlite().exec('DELETE FROM session');
	const old = await begin(false, Date.now() - 13 * HOUR);
	const fresh = await begin();
	await sessions.sweep();
	expect(await sessions.resume(old.token)).toBeNull();
	expect(await sessions.resume(fresh.token)).not.toBeNull();
});

test('an account sees where it is signed in and ends the others, never another account’s', async () => {
	const [here, there, more] = [await begin(), await begin(), await begin()];
	const stranger = await sessions.begin('ben@demo.test', password, {
		...plain,
		persistent: false,
		agent: 'other'
	});
	const seen = await sessions.stays('ada@demo.test', here.id);
	expect(seen[0]).toMatchObject({ id: here.id, current: true, agent: 'test' });
	expect(seen.map(({ id }) => id)).toEqual(expect.arrayContaining([there.id, more.id]));
	expect(seen.map(({ id }) => id)).not.toContain(stranger.id);

	await sessions.endOthers('ada@demo.test', here.id, stranger.id);
	expect(await sessions.resume(stranger.token)).not.toBeNull();
	await sessions.endOthers('ada@demo.test', here.id, there.id);
	expect(await sessions.resume(there.token)).toBeNull();
	expect(await sessions.resume(more.token)).not.toBeNull();
	await sessions.endOthers('ada@demo.test', here.id);
	expect(await sessions.resume(more.token)).toBeNull();
	expect(await sessions.resume(here.token)).not.toBeNull();
});

test('no session gets away under a new id while the others are ended', async () => {
	const ben = (): Promise<sessions.Session> =>
		sessions.begin('ben@demo.test', password, { ...plain, persistent: false, agent: 'test' });
	const own = await ben();
	const others = await Promise.all(Array.from({ length: 5 }, ben));
	// Somebody who has the password shows it in each of them, again and again, to be another one by then.
	const escapes = others.map(async (session) => {
		for (let one = session, n = 0; n < 20; n++) one = await sessions.prove(one, false);
	});
	const tried = Promise.allSettled(escapes);
	await sessions.endOthers('ben@demo.test', own.id);
	const all = await tried;
	const left = await sessions.stays('ben@demo.test', own.id);
	expect(left.map(({ id }) => id)).toEqual([own.id]);
	for (const one of all) expect(one).toMatchObject({ reason: { code: 'auth/expired' } });
});
