import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { Account, Credential } from '$lib/server/account';
import { backgroundAccount, type Purpose } from '$lib/server/auth/background';
import { mint } from '$lib/server/auth/tokens';
import { append } from '$lib/server/imap/append';
import { closeAll } from '$lib/server/imap/close';
import { withFolder } from '$lib/server/imap/pool';
import { submit } from '$lib/server/smtp/submit';
import { freshAccount } from '../bed/accounts.ts';
import { loginsOf } from '../bed/doveadm.ts';
import { DOORS, opens } from '../bed/plain-door.ts';
import { tokenSettings } from '../bed/product.ts';
import { INBOX, letter, until, use } from './imap-bed.ts';

const mail = inject('mailServer');

beforeAll(() => {
	use(mail);
	process.env.POSTERN_SUBMISSION = `submission://localhost:${mail.ports.submission}`;
	Object.assign(process.env, tokenSettings(mail));
});
afterAll(closeAll);

const bytes = letter('while away');
const send = (account: Account, to: string) =>
	submit(account, { from: account.address, to: [to], size: bytes.length, open: () => Readable.from(bytes) });
const count = (account: Account) => withFolder(account, INBOX, async ({ exists }) => exists);

test('mail leaves and is filed while nobody is signed in', async () => {
	const [ada, ben] = [await freshAccount(mail, 'ada'), await freshAccount(mail, 'ben')];
	const account = backgroundAccount(ada.address, 'scheduled-mail');
	expect(await send(account, ben.address)).toEqual({ kind: 'accepted', refused: [] });
	expect(await append(account, INBOX, bytes, { flags: ['\\Seen'] })).not.toBeNull();
	const reader = backgroundAccount(ben.address, 'push');
	await until(async () => (await count(reader)) === 1);
	expect(loginsOf(mail, ada.address)).toEqual(['OAUTHBEARER']);
});

test.each<[Purpose, readonly string[]]>([
	['scheduled-mail', ['imap', 'smtp']],
	['push', ['imap']]
])('“%s” makes tokens for %j alone, and each opens its own service', async (purpose, services) => {
	const ada = await freshAccount(mail, 'ada');
	const { token } = backgroundAccount(ada.address, purpose).credential() as Credential & { kind: 'token' };
	for (const service of DOORS) {
		if (!services.includes(service)) {
			expect(() => token(service)).toThrow('has no business');
			continue;
		}
		const open = await Promise.all(
			DOORS.map((door) => opens(mail, door, { user: ada.address, token: token(service) }))
		);
		expect(DOORS.filter((_, at) => open[at])).toEqual([service]);
	}
});

test('a token that submission refuses is the server’s no, not a session that ended', async () => {
	const ada = await freshAccount(mail, 'ada');
	const token = () => mint(ada.address, 'imap');
	const account: Account = {
		address: ada.address,
		admin: false,
		credential: () => ({ kind: 'token', user: ada.address, token })
	};
	await expect(send(account, ada.address)).rejects.toMatchObject({
		code: 'send/refused',
		detail: expect.stringContaining('535')
	});
});
