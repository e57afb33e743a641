import { afterAll, beforeAll, beforeEach, describe, expect, inject } from 'vitest';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { HttpSession } from '../bed/http-session.ts';
import { journey } from '../bed/journey.ts';
import { letter } from '../bed/letters.ts';
import { startNames, type NameServer } from '../bed/name-server.ts';
import { startProduct, type BedProduct } from '../bed/product.ts';
import { bodyText, list, messageBody } from '../bed/reading.ts';
import { startRemoteHost, type RemoteHost } from '../bed/remote-host.ts';
import { signIn } from '../bed/sign-in.ts';

const HOST = '127.77.3.1';
let canary: RemoteHost, names: NameServer, own: BedProduct;

beforeAll(async () => {
	canary = await startRemoteHost(HOST);
	names = await startNames({
		'pictures.test': () => [HOST],
		'pixel.test': () => [HOST],
		'inside.test': () => ['127.0.0.1']
	});
	own = await startProduct(inject('mailServer'), {
		environment: {
			POSTERN_FETCH_ALLOW: '127.77.0.0/16',
			POSTERN_RESOLVER: names.address,
			POSTERN_AUTHSERV_IDS: 'mx.ours.test'
		}
	});
	const red = { r: 200, g: 30, b: 30 };
	const png = await sharp({ create: { width: 8, height: 8, channels: 3, background: red } })
		.png()
		.toBuffer();
	for (const path of ['/a.png', '/b.png', '/c.png', '/d.png', '/open.gif'])
		canary.on(path, (response) => response.writeHead(200, { 'content-type': 'image/png' }).end(png));
	canary.on('/slow.png', () => {});
});
afterAll(async () => {
	await own.end();
	await Promise.all([canary.end(), names.end()]);
});
beforeEach(() => void canary.visits.splice(0));

/** The product of this file, which may reach the canary. */
const remote = journey.extend<{ product: BedProduct['facts'] }>({
	product: async ({}, use) => use(own.facts)
});

/** Pictures of every kind that may come back, of kinds that never do, and trackers. `tag` makes them new. */
const pictures = (tag: string) => `<body background="http://pictures.test/b.png?${tag}">
<style>.c { background: url("http://pictures.test/c.png?${tag}&x=1") no-repeat } .k { cursor: url(http://pictures.test/k.png), auto }</style>
<p>The words.</p><p class="c k">Behind.</p>
<img src="http://pictures.test/a.png?${tag}&amp;y=2" alt="a square" width="80" height="80" srcset="http://pictures.test/s.png 2x">
<table><tr><td style="background-image:u\\72l('http://pictures.test/d.png?${tag}')">cell</td></tr></table>
<img src="http://pixel.test/t.gif?${tag}" width="1" height="1"><img src="http://pixel.test/open.gif?${tag}" alt="">
<video poster="http://pictures.test/p.png" src="http://pictures.test/v.mp4"></video>
<a href="https://shop.example/item?id=7&utm_source=news&fbclid=x">the item</a></body>`;

const proof = (domain: string) =>
	`Authentication-Results: mx.ours.test; spf=pass smtp.mailfrom=${domain}; dkim=pass header.d=${domain}; dmarc=pass header.from=${domain}`;

/** Where our own side took a message in: what stands above it, our side wrote. */
const BORDER =
	'Received: from out.sails.test (out.sails.test [203.0.113.9]) by mx.ours.test with ESMTPS id 1; Sun, 22 Nov 2026 10:00:00 +0000';

const strip = (page: Page) => page.getByRole('group', { name: 'Remote images' });
const paths = () => canary.visits.map(({ path }) => path).sort();

describe('remote images', () => {
	remote('stay away until asked for, then come through our own server alone', async ({ account, page }) => {
		const uid = await account.append(letter({ html: pictures('one'), subject: 'Pictures' }));
		const asked: string[] = [];
		page.on('request', (request) => void asked.push(request.url()));
		await signIn(page, account, `/mail/INBOX/${uid}`);
		await bodyText(page, 'The words.').waitFor();
		await strip(page)
			.getByText(
				'images left at pictures.test, 2 trackers removed: pixels of pixel.test, tracking cut from 1 link'
			)
			.waitFor();
		const link = messageBody(page).getByRole('link', { name: 'the item' });
		expect(await link.getAttribute('href')).toBe('https://shop.example/item?id=7');
		expect(canary.visits).toEqual([]);
		expect(
			await strip(page)
				.getByRole('button', { name: /^Always/ })
				.count()
		).toBe(0);

		await strip(page).getByRole('button', { name: 'Show images' }).click();
		const image = messageBody(page).getByRole('img', { name: 'a square' });
		await expect.poll(() => image.evaluate((img) => (img as HTMLImageElement).naturalWidth)).toBe(8);
		await expect.poll(paths).toEqual(['/a.png?one&y=2', '/b.png?one', '/c.png?one&x=1', '/d.png?one'].sort());
		await strip(page).getByText('4 images shown from pictures.test').waitFor();
		for (const { headers } of canary.visits) {
			expect(Object.keys(headers).sort()).toEqual([
				'accept',
				'accept-encoding',
				'connection',
				'host',
				'user-agent'
			]);
			expect(headers['user-agent']).toBe('Mozilla/5.0 (compatible; Postern)');
		}
		expect(asked.filter((url) => /\.test\/|%2F%2Fpictures/.test(url) && !url.includes('/login'))).toEqual([]);
		const behind = await messageBody(page)
			.getByText('Behind.')
			.evaluate((element) => getComputedStyle(element).backgroundImage);
		expect(behind).toContain('/api/images/');

		// The original of a link is there on request.
		await strip(page).locator('summary').click();
		await strip(page)
			.getByRole('link', { name: /utm_source=news/ })
			.waitFor();

		// Away and back: remembered, and in the browser's own cache.
		await strip(page).getByRole('button', { name: 'Hide images' }).click();
		await messageBody(page).locator('.left-out', { hasText: 'a square' }).waitFor();
		await strip(page).getByRole('button', { name: 'Show images' }).click();
		await image.waitFor();
		expect(canary.visits).toHaveLength(4);
	});

	remote('load for a sender who was chosen, and only while they are proved', async ({ account, page }) => {
		const from = 'Ingrid Solheim <ingrid@sails.test>';
		const make = (subject: string, headers: string) =>
			account.append(
				Buffer.concat([
					Buffer.from(`${headers}\r\n${BORDER}\r\n`),
					letter({ from, subject, html: pictures(subject) })
				])
			);
		const first = await make('first', proof('sails.test'));
		await make('proved', proof('sails.test'));
		await make('forged', 'Authentication-Results: mx.evil.test; dmarc=pass header.from=sails.test');
		await make('failed', proof('sails.test').replace('dmarc=pass', 'dmarc=fail'));
		await signIn(page, account, `/mail/INBOX/${first}`);
		await bodyText(page, 'The words.').waitFor();
		await strip(page)
			.getByRole('button', { name: /Always from .*Ingrid Solheim/ })
			.click();
		await messageBody(page).getByRole('img', { name: 'a square' }).waitFor();
		const seen = canary.visits.length;

		await list(page).getByText('forged').click();
		await page.getByRole('heading', { name: 'forged' }).waitFor();
		await strip(page).getByRole('button', { name: 'Show images' }).waitFor();
		await list(page).getByText('failed').click();
		await page.getByRole('heading', { name: 'failed' }).waitFor();
		await strip(page).getByRole('button', { name: 'Show images' }).waitFor();
		expect(
			await strip(page)
				.getByRole('button', { name: /^Always/ })
				.count()
		).toBe(0);
		expect(canary.visits).toHaveLength(seen);

		await list(page).getByText('proved').click();
		await page.getByRole('heading', { name: 'proved' }).waitFor();
		await messageBody(page).getByRole('img', { name: 'a square' }).waitFor();
		expect(paths()).toContain('/a.png?proved&y=2');

		// The settings know, and take it back.
		await page.goto('/settings#senders');
		await page.getByText('ingrid@sails.test').waitFor();
		await page.getByRole('button', { name: 'Take back what was chosen for ingrid@sails.test' }).click();
		await page.getByText('Nobody yet.').waitFor();
		await page.goto(`/mail/INBOX/${first}`);
		await strip(page).getByRole('button', { name: 'Show images' }).waitFor();
	});

	for (const name of ['Reply', 'Forward'])
		remote(`never ride out: ${name}`, async ({ account, page }) => {
			const uid = await account.append(letter({ html: pictures(name), subject: 'To be answered' }));
			await signIn(page, account, `/mail/INBOX/${uid}`);
			await strip(page).getByRole('button', { name: 'Show images' }).click();
			await messageBody(page).getByRole('img', { name: 'a square' }).waitFor();
			await expect.poll(() => canary.visits.length).toBe(4);
			await page.getByRole('button', { name, exact: true }).first().click();
			const text = page.getByRole('textbox', { name: 'Message' });
			await expect.poll(() => text.inputValue()).toContain('The words.');
			expect(await text.inputValue()).not.toMatch(/api\/images|pictures\.test|pixel\.test/);
			expect(canary.visits).toHaveLength(4);
		});

	remote('that never come leave their words, and the page free', async ({ account, page }) => {
		const slow = Array.from(
			{ length: 20 },
			(_, i) => `<img src="http://pictures.test/slow.png?${i}" alt="slow ${i}" width="90" height="40">`
		);
		const uid = await account.append(letter({ subject: 'Slow', html: `<p>Waiting.</p>${slow.join('')}` }));
		await account.append(letter({ subject: 'Another', text: 'Here at once.' }));
		await signIn(page, account, `/mail/INBOX/${uid}`);
		await strip(page).getByRole('button', { name: 'Show images' }).click();
		await expect.poll(() => canary.visits.length).toBeGreaterThan(0);
		await messageBody(page).getByText('slow 19').waitFor();
		const from = Date.now();
		await list(page).getByText('Another').click();
		await bodyText(page, 'Here at once.').waitFor();
		expect(Date.now() - from).toBeLessThan(5000);
		expect(canary.visits.length).toBeLessThanOrEqual(4);
	});

	remote('are fetched once for two readers, for each of them alone', async ({ account, mail }) => {
		const { freshAccount } = await import('../bed/accounts.ts');
		const other = await freshAccount(mail);
		const html = '<img src="http://pictures.test/a.png?shared"><img src="http://inside.test/x.png">';
		const [mine, theirs] = [await account.append(letter({ html })), await other.append(letter({ html }))];
		const { origin } = own.facts;
		const ada = await HttpSession.signedIn(origin, account);
		const ben = await HttpSession.signedIn(origin, other);
		const sign = async (session: HttpSession, uid: number, ...addresses: string[]) => {
			const path = `/api/folders/INBOX/messages/${uid}/images`;
			const answer = await session.json('POST', path, { addresses });
			return (JSON.parse(answer.body.toString()) as { images: [string, string][] }).images;
		};
		const [one] = await sign(ada, mine, 'http://pictures.test/a.png?shared');
		const [two] = await sign(ben, theirs, 'http://pictures.test/a.png?shared');
		const answers = await Promise.all([ada.request(one![1]), ben.request(two![1])]);
		expect(answers.map(({ status }) => status)).toEqual([200, 200]);
		expect(canary.visits).toHaveLength(1);
		const { headers } = answers[0]!;
		expect(headers['content-type']).toBe('image/png');
		expect(headers['x-content-type-options']).toBe('nosniff');
		expect(headers['content-security-policy']).toContain("sandbox; default-src 'none'");
		expect(headers['cross-origin-resource-policy']).toBe('same-origin');
		expect(headers['cache-control']).toMatch(/^private, max-age=/);

		// Nothing that is not in the message, and nobody else's address.
		expect(await sign(ada, mine, 'http://pictures.test/other.png', 'http://pictures.test/a.png')).toEqual([]);
		const [inside] = await sign(ada, mine, 'http://inside.test/x.png');
		const refused = await Promise.all([
			ada.request(two![1]),
			ada.request(one![1].slice(0, -2)),
			ada.request('/api/images/x'),
			ada.request(inside![1])
		]);
		for (const answer of refused) {
			expect([answer.status, answer.body.length]).toEqual([404, 0]);
			expect(answer.headers['cache-control']).toBe('no-store');
		}
		expect((await new HttpSession(origin).request(one![1])).status).toBe(401);
		ada.close();
		ben.close();
	});
});
