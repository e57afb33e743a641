import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { payloadOf, type SelfTestItem, type SelfTestItems } from '../../src/lib/mail/self-test-items.ts';
import { freshAccount, type BedAccount } from '../bed/accounts.ts';
import { openChromium, openFirefox } from '../bed/browsers.ts';
import { build, root } from '../bed/build.ts';
import { letter } from '../bed/letters.ts';
import { startProduct, type BedProduct } from '../bed/product.ts';
import { messageBody } from '../bed/reading.ts';
import { signIn } from '../bed/sign-in.ts';
import { openInPlace } from './in-place.ts';

/** Milliseconds that a payload gets to run, counted from when it is in the page. */
const RUNS = 150;

const { items } = JSON.parse(
	readFileSync(join(root, 'static/self-test/items.json'), 'utf8')
) as SelfTestItems;

/** Every payload that runs a script on a bare page. */
const live = items.filter((item) => item.live.some((what) => what.startsWith('exec')));

let product: BedProduct;
let account: BedAccount;
const uids = new Map<string, number>();
/** A message that does nothing, to begin with. */
let calm = 0;

beforeAll(async () => {
	await build('locks');
	const mail = inject('mailServer');
	product = await startProduct(mail, { build: 'locks' });
	account = await freshAccount(mail, 'locks');
	const imap = await account.imap();
	for (const item of live)
		uids.set(item.id, await imap.append('INBOX', letter({ subject: item.id, html: payloadOf(item) })));
	calm = await imap.append('INBOX', letter({ subject: 'Calm', text: 'Words.' }));
	imap.close();
}, 300_000);
afterAll(async () => void (await product?.end()));

/** Opens an item and clicks what it wants clicked. Returns whether its script ran, in whatever window. */
async function runs(page: Page, ran: Set<string>, item: SelfTestItem): Promise<boolean> {
	const uid = uids.get(item.id)!;
	const path = `/mail/INBOX/${uid}`;
	// A page gives the focus to what asks for it once. And a message that broke out may have taken the page elsewhere.
	if (payloadOf(item).includes('autofocus')) await page.goto(path);
	else await openInPlace(page, uid, 5000).catch(() => page.goto(path));
	const body = messageBody(page);
	await body.locator('.piece').waitFor({ state: 'attached' });
	const links = body.locator('a, button');
	if (item.click)
		for (let n = 0; n < (await links.count()); n++)
			await links
				.nth(n)
				.click({ timeout: 2000, noWaitAfter: true })
				.catch(() => undefined);
	await page.waitForTimeout(RUNS);
	return ran.delete(item.id);
}

/** The items whose script ran while these locks were on, by id. */
async function thatRan(browser: Browser, locks: string): Promise<string[]> {
	const context = await browser.newContext({ baseURL: product.facts.origin });
	await context.addCookies([{ name: 'test-locks', value: locks, url: product.facts.origin }]);
	const ran = new Set<string>();
	const note = (text: string): void => {
		for (const [, id = ''] of text.matchAll(/SECCANARY-(own-\d+)/g)) ran.add(id);
	};
	context.on('page', (page) => {
		page.on('console', (message) => void (message.type() === 'log' && note(message.text())));
		page.on('dialog', (dialog) => {
			note(dialog.message());
			void dialog.accept().catch(() => undefined);
		});
	});
	const page = await context.newPage();
	await signIn(page, account, `/mail/INBOX/${calm}`);
	await messageBody(page).locator('.piece').waitFor({ state: 'attached' });
	const found: string[] = [];
	for (const item of live) if (await runs(page, ran, item)) found.push(item.id);
	await context.close();
	return found;
}

describe.each([
	['Chromium', openChromium],
	['Firefox', openFirefox]
])('%s', (_name, open) => {
	let browser: Browser;
	beforeAll(async () => void (browser = await open()));
	afterAll(() => browser.close());

	test('with no lock at all the scripts run, so the test can see them', async () => {
		const ran = await thatRan(browser, 'none');
		// A message inside a page has no load event of its own.
		expect(live.map(({ id }) => id).filter((id) => !ran.includes(id))).toEqual(['own-0294']);
	});

	test.each(['sanitizer', 'purifier', 'builder', 'sandbox', 'csp'])(
		'with the %s alone none runs',
		async (lock) => {
			expect(await thatRan(browser, lock)).toEqual([]);
		}
	);
});
