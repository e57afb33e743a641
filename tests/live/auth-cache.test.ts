import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { addAppPassword, removeAppPassword } from '$lib/server/accounts/app-passwords';
import { setClosed } from '$lib/server/accounts/main-password';
import { freshAccount } from '../bed/accounts.ts';
import { placeOf, reload } from '../bed/doveadm.ts';
import { imapOpens, OWN } from '../bed/mail-programs.ts';
import { bedMailServer } from '../bed/mail-server.ts';

test('where Dovecot was told to remember who signed in, what is revoked and closed is refused at once', async () => {
	const { facts, end } = await bedMailServer();
	try {
		const { etc, accounts } = placeOf(facts);
		const conf = join(etc, 'dovecot.conf');
		writeFileSync(conf, `auth_cache_size = 10 M\n${readFileSync(conf, 'utf8')}`);
		await reload(facts);
		const ada = await freshAccount(facts, 'cache');
		const { address } = ada;
		const app = addAppPassword(accounts, address, { name: 'Phone', services: ['imap'] });
		expect(await imapOpens(facts, { address, password: app.password })).toBe(true);
		expect(await imapOpens(facts, ada)).toBe(true);
		removeAppPassword(accounts, address, app.made.id);
		setClosed(accounts, address, true);
		expect(await imapOpens(facts, { address, password: app.password })).toBe(false);
		expect(await imapOpens(facts, ada)).toBe(false);
		expect(await imapOpens(facts, ada, OWN)).toBe(true);
	} finally {
		await end();
	}
});
