import { afterAll, beforeAll, describe, expect, inject } from 'vitest';
import { HttpSession } from '../bed/http-session.ts';
import { journey } from '../bed/journey.ts';
import { letter } from '../bed/letters.ts';
import { startNames, type NameServer } from '../bed/name-server.ts';
import { startProduct, type BedProduct } from '../bed/product.ts';
import { startSecureHost, type SecureHost } from '../bed/secure-host.ts';
import { freshAccount } from '../bed/accounts.ts';
import { signIn } from '../bed/sign-in.ts';

const ADDRESS = '127.77.8.1';
let host: SecureHost;
let names: NameServer;
let product: BedProduct;

beforeAll(async () => {
	host = await startSecureHost(ADDRESS, 'lists.test');
	names = await startNames({ 'lists.test': () => [ADDRESS], 'inside.test': () => ['127.0.0.1'] });
	product = await startProduct(inject('mailServer'), {
		environment: {
			NODE_EXTRA_CA_CERTS: host.ca,
			POSTERN_AUTHSERV_IDS: 'mx.demo.test',
			POSTERN_FETCH_ALLOW: '127.77.0.0/16',
			POSTERN_RESOLVER: names.address
		}
	});
});
afterAll(() => Promise.all([product.end(), host.end(), names.end()]));

/** Our own server took it in, and found it good. */
const PROVED =
	'Authentication-Results: mx.demo.test; dkim=pass header.d=lists.test; dmarc=pass header.from=lists.test\r\n' +
	'Received: from out.lists.test (out.lists.test [203.0.113.7]) by mx.demo.test with ESMTPS; Wed, 25 Nov 2026 10:00:00 +0000';
const SIGNED =
	'DKIM-Signature: v=1; a=rsa-sha256; d=lists.test; s=x; h=from:list-unsubscribe:list-unsubscribe-post; b=x';

/** Mail of the list `harbour`, its way out at this address. */
const fromList = (url: string, ...more: string[]) =>
	letter({
		from: 'Harbour <news@lists.test>',
		subject: 'Harbour news',
		headers: [
			PROVED,
			SIGNED,
			'List-Id: Harbour <harbour.lists.test>',
			`List-Unsubscribe: ${url}`,
			'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
			...more
		]
	});

/** With a product of our own, which asks our name server and knows the list's certificate. */
const leaving = journey.extend({ product: async ({}, use) => use(product.facts) });

describe('leaving a list', () => {
	leaving('by one request to its server, once, and it is remembered', async ({ account, page }) => {
		host.visits.length = 0;
		const uid = await account.append(fromList('<https://lists.test/leave?u=42>'));
		await signIn(page, account, `/mail/INBOX/${uid}`);
		await page.getByRole('button', { name: 'Unsubscribe' }).click();
		const group = page.getByRole('group', { name: 'Unsubscribe' });
		await group.getByText(/tells .*lists\.test/).waitFor();
		expect(host.visits).toEqual([]);

		// First it refuses: the person is told, and stays on the list.
		host.status = 500;
		await group.getByRole('button', { name: 'Unsubscribe' }).click();
		await page.getByText(/lists\.test.* refused \(500\)/).waitFor();
		// A redirect is no yes either, and is not followed.
		host.status = 302;
		await page.getByRole('button', { name: 'Unsubscribe' }).click();
		await group.getByRole('button', { name: 'Unsubscribe' }).click();
		await page.getByText(/refused \(302\)/).waitFor();
		host.status = 200;
		await page.getByRole('button', { name: 'Unsubscribe' }).click();
		await group.getByRole('button', { name: 'Unsubscribe' }).dblclick();
		await page.getByText(/You left this list on/).waitFor();

		expect(host.visits).toHaveLength(3);
		expect(host.visits[2]).toMatchObject({
			method: 'POST',
			path: '/leave?u=42',
			body: 'List-Unsubscribe=One-Click'
		});
		expect(host.visits[2]!.headers['content-type']).toBe('application/x-www-form-urlencoded');
		for (const name of ['cookie', 'referer', 'origin', 'authorization'])
			expect(host.visits[2]!.headers[name]).toBeUndefined();

		await page.reload();
		await page.getByText(/You left this list on/).waitFor();
		expect(await page.getByRole('button', { name: 'Unsubscribe' }).count()).toBe(0);
		// Another tab that did not know: told the same, nothing is sent again.
		const session = await HttpSession.signedIn(product.facts.origin, account);
		const answer = await session.json('POST', `/api/folders/INBOX/messages/${uid}/unsubscribe`, {});
		expect(JSON.parse(answer.body.toString())).toMatchObject({ outcome: 'done' });
		expect(host.visits).toHaveLength(3);
	});

	leaving('never inside, and never where nobody vouches for who asks', async ({ account }) => {
		host.visits.length = 0;
		const session = await HttpSession.signedIn(product.facts.origin, account);
		const leave = async (raw: Buffer, body: unknown = {}) => {
			const uid = await account.append(raw);
			const answer = await session.json('POST', `/api/folders/INBOX/messages/${uid}/unsubscribe`, body);
			return [answer.status, JSON.parse(answer.body.toString()) as Record<string, unknown>] as const;
		};
		const inside = await leave(fromList('<https://inside.test/leave>'));
		expect(inside).toEqual([200, { outcome: 'away', told: 'inside.test', at: null }]);
		const unproved = fromList('<https://lists.test/leave>').toString('latin1').replace(PROVED, 'X-None: 1');
		expect((await leave(Buffer.from(unproved, 'latin1')))[0]).toBe(400);
		const unsigned = fromList('<https://lists.test/leave>').toString('latin1').replace(SIGNED, 'X-None: 1');
		expect((await leave(Buffer.from(unsigned, 'latin1')))[0]).toBe(400);
		// What the request names is of no interest.
		const named = await leave(fromList('<https://lists.test/leave>'), { url: 'https://elsewhere.test/' });
		expect(named[1]).toMatchObject({ outcome: 'done', told: 'lists.test' });
		expect(host.visits.map(({ path }) => path)).toEqual(['/leave']);
		// No list at all.
		expect((await leave(letter()))[0]).toBe(400);
	});

	leaving('by a message to it, which is said before', async ({ account, mail, page }) => {
		const list = await freshAccount(mail, 'list');
		const uid = await account.append(
			letter({ headers: [`List-Unsubscribe: <mailto:${list.address}?subject=off%20harbour>`] })
		);
		await signIn(page, account, `/mail/INBOX/${uid}`);
		await page.getByRole('button', { name: 'Unsubscribe' }).click();
		const group = page.getByRole('group', { name: 'Unsubscribe' });
		await group.getByText(new RegExp(`message from you to .*${list.address}.*off harbour`)).waitFor();
		await group.getByRole('button', { name: 'Unsubscribe' }).click();
		await page.getByText(/is on its way/).waitFor();
		const imap = await list.imap();
		await expect.poll(() => imap.select('INBOX')).toBe(1);
		const { text } = await imap.command('FETCH 1 (BODY.PEEK[])');
		imap.close();
		expect(text).toMatch(/^Subject: off harbour/m);
		expect(text).toMatch(new RegExp(`^From: ${account.address}`, 'm'));
	});

	leaving('on a page, when there is no other way', async ({ account, page }) => {
		const uid = await account.append(letter({ headers: ['List-Unsubscribe: <https://lists.test/page>'] }));
		await signIn(page, account, `/mail/INBOX/${uid}`);
		await page.getByRole('button', { name: 'Unsubscribe' }).click();
		const group = page.getByRole('group', { name: 'Unsubscribe' });
		const link = group.getByRole('link', { name: 'Open page' });
		expect(await link.getAttribute('href')).toBe('https://lists.test/page');
		expect(await link.getAttribute('rel')).toBe('noopener noreferrer');
		await group.getByText(/page of .*lists\.test/).waitFor();
	});
});
