import { expect, inject, test } from 'vitest';
import { freshAccount } from '../bed/accounts.ts';
import { HttpSession } from '../bed/http-session.ts';
import { startProduct } from '../bed/product.ts';

test('with tokens the mailbox opens, and no password is kept', async () => {
	const mail = inject('mailServer');
	const product = await startProduct(mail, { tokenMode: true });
	try {
		const session = await HttpSession.signedIn(product.facts.origin, await freshAccount(mail));
		expect((await session.get<unknown[]>('/api/folders')).length).toBeGreaterThan(3);
		session.close();
	} finally {
		await product.end();
	}
});
