import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { groupOf, type Group, type SelfTestRun, type Verdict } from '../../src/lib/mail/self-test-verdict.ts';
import { freshAccount, type BedAccount } from '../bed/accounts.ts';
import { axe } from '../bed/axe.ts';
import { openChromium, openFirefox } from '../bed/browsers.ts';
import { build } from '../bed/build.ts';
import { letter } from '../bed/letters.ts';
import { picture } from '../bed/picture.ts';
import { startProduct, type BedProduct } from '../bed/product.ts';
import { items, offer, RUN, runSelfTest } from '../bed/self-test.ts';
import { signIn } from '../bed/sign-in.ts';

/** A self-test that cannot fail proves nothing: here the locks are taken off, and it must say so. */
let product: BedProduct;
let account: BedAccount;
beforeAll(async () => {
	await build('locks');
	const mail = inject('mailServer');
	product = await startProduct(mail, { build: 'locks' });
	account = await freshAccount(mail, 'blunt');
	await account.append(letter({ subject: 'One', text: 'One' }));
}, 300_000);
afterAll(async () => void (await product?.end()));

/** One or two of each kind, by what they are about. The form leaves for another host, and takes the frame along. */
const TITLES = [
	...['img src http', 'style attr background-image', 'svg image href', 'form action auto', 'script'],
	...['svg animate onbegin', 'a javascript', 'href differs from text', 'plain html', 'data png shown']
];
const some = items.filter(({ title }) => TITLES.includes(title));
const phone = { viewport: { width: 390, height: 844 } };
const desktop = { viewport: { width: 1280, height: 900 } };

/** What became of the items, by group. */
function verdicts(run: SelfTestRun): Record<Group, (Verdict | undefined)[]> {
	const found: Partial<Record<Group, (Verdict | undefined)[]>> = {};
	for (const item of some)
		(found[groupOf(item)] ??= []).push(run.items.find(({ id }) => id === item.id)?.verdict);
	return found as Record<Group, (Verdict | undefined)[]>;
}

const standing = (run: SelfTestRun, name: string) =>
	run.install.find((check) => check.name === name)?.standing;

test('there is an item for each title', () => expect(some).toHaveLength(TITLES.length));

describe.each([
	['Chromium', openChromium],
	['Firefox', openFirefox]
])('the self-test in %s', (browserName, open) => {
	let browser: Browser;
	beforeAll(async () => void (browser = await open()));
	afterAll(() => browser.close());

	/** A run with these locks on, as the page keeps it, once the page has been looked at by axe in both themes. */
	async function run(locks: string, size: object): Promise<{ page: Page; result: SelfTestRun }> {
		const { origin } = product.facts;
		const context = await browser.newContext({ ...size, baseURL: origin, locale: 'en-GB' });
		await context.addCookies([{ name: 'test-locks', value: locks, url: origin }]);
		const page = await context.newPage();
		await signIn(page, account);
		await offer(page, some);
		const result = await runSelfTest(page);
		for (const colorScheme of ['light', 'dark'] as const) {
			await page.emulateMedia({ colorScheme });
			// It goes in through the debugger of Chromium.
			if (browserName === 'Chromium') expect(await axe(page), colorScheme).toEqual([]);
			await picture(page, `self-test-${locks.replaceAll(',', '-')}-${browserName}-${colorScheme}`);
		}
		return { page, result };
	}

	test('all locks on: everything holds', { timeout: RUN }, async () => {
		const { page, result } = await run('sanitizer,sandbox,csp', desktop);
		expect(result.items.filter(({ verdict }) => verdict !== 'held')).toEqual([]);
		expect(result.items).toHaveLength(some.length);
		await page.context().close();
	});

	test('no sanitizer: what was tried is told, and the locks behind stop it', { timeout: RUN }, async () => {
		const { page, result } = await run('sandbox,csp', phone);
		const by = verdicts(result);
		for (const group of ['script', 'handler', 'tracking', 'css', 'svg', 'form'] as const)
			expect(by[group], group).toEqual(by[group].map(() => 'second'));
		expect(by.render).toEqual(by.render.map(() => 'held'));
		// Marking links is the work of the same lock, and no other does it.
		expect(by.deception).toEqual(['broken']);
		expect(standing(result, 'frame-policy')).toBe('good');
		await page.context().close();
	});

	test('the sandbox alone: what it does not stop is no second lock', { timeout: RUN }, async () => {
		const { page, result } = await run('sandbox', phone);
		const by = verdicts(result);
		expect(by.tracking).toEqual(['broken']);
		expect(by.css).toEqual(['broken']);
		expect(standing(result, 'frame-policy')).toBe('bad');
		expect(standing(result, 'frame-sandbox')).toBe('good');
		await page.context().close();
	});

	test('no lock: the page says that this installation does not hold', { timeout: RUN }, async () => {
		const { page, result } = await run('none', phone);
		const by = verdicts(result);
		for (const group of ['script', 'handler', 'tracking', 'css', 'svg', 'form', 'deception'] as const)
			expect(by[group], group).toEqual(by[group].map(() => 'broken'));
		expect(by.render).toEqual(by.render.map(() => 'held'));
		const ran = result.items.flatMap(({ seen }) => seen).filter(({ code }) => code === 'EXEC');
		expect(ran.some(({ stopped }) => !stopped)).toBe(true);
		expect(standing(result, 'frame-policy')).toBe('bad');
		expect(standing(result, 'frame-sandbox')).toBe('bad');
		expect(await page.locator('[data-outcome]').getAttribute('data-outcome')).toBe('broken');
		await page.getByText('This installation does not hold.').waitFor();
		await page.getByText(/Do not read mail from strangers here/).waitFor();
		await page.context().close();
	});
});
