import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { freshAccount, type BedAccount } from '../bed/accounts.ts';
import { openChromium, openFirefox } from '../bed/browsers.ts';
import { letter } from '../bed/letters.ts';
import { items, offer, RUN, runSelfTest, someOf } from '../bed/self-test.ts';
import { signIn } from '../bed/sign-in.ts';

describe.each([
	['Chromium', openChromium],
	['Firefox', openFirefox]
])('the self-test in %s', (_name, open) => {
	const product = inject('product');
	const mail = inject('mailServer');
	let browser: Browser;
	let account: BedAccount;
	beforeAll(async () => {
		browser = await open();
		account = await freshAccount(mail, 'selftest');
		await account.append(letter({ subject: 'One', text: 'One' }));
	});
	afterAll(() => browser.close());

	async function signedIn(colorScheme: 'light' | 'dark' = 'light'): Promise<Page> {
		const context = await browser.newContext({
			baseURL: product.origin,
			viewport: { width: 1280, height: 900 },
			locale: 'en-GB',
			colorScheme
		});
		const page = await context.newPage();
		await signIn(page, account);
		return page;
	}

	test('holds for every message, and the recorder sees', { timeout: RUN + 60_000 }, async () => {
		const page = await signedIn();
		const run = await runSelfTest(page);
		expect(run.items.filter(({ verdict }) => verdict !== 'held')).toEqual([]);
		expect(run.blind).toEqual([]);
		expect(run.install.filter(({ standing }) => standing === 'bad')).toEqual([]);
		expect(run.items).toHaveLength(items.length);
		expect(await page.locator('[data-outcome]').getAttribute('data-outcome')).toBe('holds');
		await page.context().close();
	});

	test('holds in the dark, where messages are darkened', { timeout: RUN }, async () => {
		const page = await signedIn('dark');
		await offer(page, someOf(3));
		const run = await runSelfTest(page);
		expect(run.items.filter(({ verdict }) => verdict !== 'held')).toEqual([]);
		await page.context().close();
	});

	test('a recorder that cannot see says so', { timeout: RUN }, async () => {
		const page = await signedIn();
		await offer(page, someOf(1));
		await page.addInitScript(() => {
			PerformanceObserver.prototype.observe = () => undefined;
			Performance.prototype.getEntriesByType = () => [];
			const listen = EventTarget.prototype.addEventListener;
			EventTarget.prototype.addEventListener = function (name: string, ...more: unknown[]) {
				if (name !== 'securitypolicyviolation') Reflect.apply(listen, this, [name, ...more]);
			};
		});
		const run = await runSelfTest(page);
		expect(run.blind).toEqual(expect.arrayContaining(['violation', 'request']));
		await page.getByText('This browser does not let the recorder see.').waitFor();
		await page.context().close();
	});

	test('a proxy that takes the policy of the frame away is told of', { timeout: RUN }, async () => {
		const page = await signedIn();
		await offer(page, someOf(1));
		await page.route('**/frame/message', async (route) => {
			const { 'content-security-policy': _taken, ...headers } = (await route.fetch()).headers();
			await route.fulfill({ response: await route.fetch(), headers });
		});
		const run = await runSelfTest(page);
		expect(run.install.find(({ name }) => name === 'frame-policy')?.standing).toBe('bad');
		expect(await page.locator('[data-outcome]').getAttribute('data-outcome')).toBe('weak');
		await page.context().close();
	});
});
