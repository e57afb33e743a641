import { expect, inject, test } from 'vitest';
import { TOKEN_ISSUER } from '../../src/mailserver/dovecot-config.ts';
import { placeAt } from '../../src/mailserver/place.ts';
import { livingIn } from '../../src/mailserver/stand-in.ts';
import { freshAccount } from '../bed/accounts.ts';
import { HttpSession } from '../bed/http-session.ts';
import { startProduct } from '../bed/product.ts';

test('with tokens the mailbox opens, and no password is kept', async () => {
	const mail = inject('mailServer');
	const { tokens } = placeAt(livingIn(mail.dir), mail.ports);
	const product = await startProduct(mail, {
		environment: { POSTERN_TOKEN_KEYS: tokens, POSTERN_TOKEN_ISSUER: TOKEN_ISSUER }
	});
	try {
		const session = await HttpSession.signedIn(product.facts.origin, await freshAccount(mail));
		expect((await session.get<unknown[]>('/api/folders')).length).toBeGreaterThan(3);
		session.close();
	} finally {
		await product.end();
	}
});
