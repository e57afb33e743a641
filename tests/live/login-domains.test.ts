import { appendFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { closeDatabase } from '$lib/server/store/database';
import { freshAccount } from '../bed/accounts.ts';
import { placeOf, reload } from '../bed/doveadm.ts';
import { giveApp, shareStore } from '../bed/factors.ts';
import { HttpSession } from '../bed/http-session.ts';
import { imapOpens } from '../bed/mail-programs.ts';
import { bedMailServer } from '../bed/mail-server.ts';
import { startProduct } from '../bed/product.ts';

test('where the mail server takes any domain, the second factor is not walked around by another one', async () => {
	const { facts, end } = await bedMailServer();
	const data = mkdtempSync(join(tmpdir(), 'postern-domains-'));
	appendFileSync(join(placeOf(facts).etc, 'dovecot.conf'), 'auth_username_format = %Ln@demo.test\n');
	await reload(facts);
	const { address, password } = await freshAccount(facts, 'domains');
	const other = address.replace('demo.test', 'other.test');
	const product = await startProduct(facts, { data, environment: { POSTERN_DOMAINS: 'demo.test' } });
	try {
		await shareStore(data);
		await giveApp(address);
		expect(await imapOpens(facts, { address: other, password })).toBe(true);
		const door = new HttpSession(product.facts.origin);
		const status = async (name: string) =>
			(await door.json('POST', '/api/session', { address: name, password })).status;
		expect(await status(address)).toBe(202);
		expect(await status(other)).toBe(401);
		expect(await status(other.toUpperCase())).toBe(401);
		door.close();
	} finally {
		await closeDatabase();
		await product.end();
		await end();
	}
});
