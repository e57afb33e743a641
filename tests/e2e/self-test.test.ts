import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { SelfTestRun } from '../../src/lib/mail/self-test-verdict.ts';
import { freshAccount } from '../bed/accounts.ts';
import { openChromium, openFirefox } from '../bed/browsers.ts';
import { letter } from '../bed/letters.ts';
import { signIn } from '../bed/sign-in.ts';

/** Longest time, ms, that a run may take on a busy machine of two cores. */
const RUN = 240_000;

/** Runs the test on the page and returns what the page keeps of it. */
async function run(page: Page): Promise<SelfTestRun> {
	await page.goto('/settings/self-test');
	await page.getByRole('button', { name: 'Run the test' }).click();
	await page.locator('[data-outcome]').waitFor({ timeout: RUN });
	return JSON.parse(await page.evaluate(() => localStorage.getItem('postern-self-test') ?? 'null'));
}

const failures = ({ items }: SelfTestRun) => items.filter(({ verdict }) => verdict !== 'held');

describe.each([
	['Chromium', openChromium],
	['Firefox', openFirefox]
])('the self-test in %s', (_name, open) => {
	const product = inject('product');
	const mail = inject('mailServer');
	let browser: Browser;
	let context: BrowserContext;
	let page: Page;
	beforeAll(async () => {
		browser = await open();
		const account = await freshAccount(mail, 'selftest');
		await account.append(letter({ subject: 'One', text: 'One' }));
		context = await browser.newContext({ baseURL: product.origin, viewport: { width: 1280, height: 900 } });
		page = await context.newPage();
		await signIn(page, account);
	});
	afterAll(() => browser.close());

	test('holds', { timeout: RUN + 60_000 }, async () => {
		const result = await run(page);
		expect(result.items).toHaveLength(196);
		expect(failures(result)).toEqual([]);
		expect(result.blind).toEqual([]);
	});
});
