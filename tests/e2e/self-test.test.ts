import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { freshAccount, type BedAccount } from '../bed/accounts.ts';
import { axe } from '../bed/axe.ts';
import { openChromium, openFirefox } from '../bed/browsers.ts';
import { letter } from '../bed/letters.ts';
import { picture } from '../bed/picture.ts';
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

test('axe finds nothing, whatever the page shows', { timeout: RUN }, async () => {
	const account = await freshAccount(inject('mailServer'), 'selftest');
	const browser = await openChromium();
	const page = await browser.newPage({ baseURL: inject('product').origin, locale: 'en-GB' });
	await signIn(page, account);
	await offer(page, someOf(1));
	const found: Record<string, string[]> = {};
	const look = async (what: string): Promise<void> => {
		for (const width of [1280, 390]) {
			for (const colorScheme of ['light', 'dark'] as const) {
				await page.setViewportSize({ width, height: 900 });
				await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
				await picture(page, `self-test-${what}-${width}-${colorScheme}`);
				found[`${what}, ${width}, ${colorScheme}`] = await axe(page);
			}
		}
	};
	await page.goto('/settings/self-test');
	await page.getByRole('button', { name: 'Run' }).waitFor();
	await look('idle');

	let release = (): void => {};
	const held = new Promise<void>((go) => (release = go));
	await page.route('**/frame/message', async (route) => {
		if (route.request().resourceType() === 'document') await held;
		await route.continue();
	});
	await page.getByRole('button', { name: 'Run' }).click();
	await page.getByText(/^\d+ of \d+$/).waitFor();
	await look('running');
	await page.getByRole('button', { name: 'Cancel' }).click();
	release();
	await page.locator('[data-outcome="part"], [data-outcome="broken"]').waitFor({ timeout: RUN });
	await page.locator('details[data-group] > summary').first().click();
	await page.locator('details[data-item] > summary').first().click();
	await page.locator('pre').waitFor();
	await look('opened');

	await page.route('**/self-test/items.json', (route) => route.fulfill({ status: 500 }));
	await page.reload();
	await page.getByText(/^The test could not be run/).waitFor();
	await look('failed');
	expect(Object.entries(found).filter(([, lines]) => lines.length > 0)).toEqual([]);
	await browser.close();
});
