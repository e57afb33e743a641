import { setTimeout } from 'node:timers/promises';
import { afterAll, expect, inject, test as base } from 'vitest';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { freshAccount, type BedAccount } from './accounts.ts';
import { openChromium } from './browsers.ts';
import type { MailServerFacts } from './mail-server.ts';
import type { ProductFacts } from './product.ts';
import { record, type Recorder } from './recorder.ts';

/** Opens a page in a browser profile of its own, watched by a recorder. */
export type OpenPage = (options?: BrowserContextOptions) => Promise<{ page: Page; recorder: Recorder }>;

let chromium: Promise<Browser> | null = null;
afterAll(async () => {
	if (chromium) await within(10_000, (await chromium).close());
});

/** Waits for `work`, but no longer than this many milliseconds. Returns whether it came to its end. */
async function within(ms: number, work: Promise<void>): Promise<boolean> {
	return Promise.race([work.then(() => true), setTimeout(ms, false, { ref: false })]);
}

/**
 * Ends a profile after its test. Chromium now and then never answers this when a sign-out has just cleared the
 * profile's data; then that browser is left to the end of the run, and the next test starts another.
 */
async function end(context: BrowserContext): Promise<void> {
	if (!(await within(10_000, context.close()))) chromium = null;
}

/**
 * A test with the running product: `page` is signed out, in Chromium at 1440×900; `account` is new and empty;
 * `newPage` opens further profiles. Ends with an error when any page met something of `recorder.ts`.
 */
export const journey = base.extend<{
	mail: MailServerFacts;
	product: ProductFacts;
	account: BedAccount;
	newPage: OpenPage;
	recorder: Recorder;
	page: Page;
	first: { page: Page; recorder: Recorder };
}>({
	mail: async ({}, use) => use(inject('mailServer')),
	product: async ({}, use) => use(inject('product')),
	account: async ({ mail }, use) => use(await freshAccount(mail)),
	newPage: async ({ product }, use) => {
		const browser = await (chromium ??= openChromium());
		const opened: { context: BrowserContext; recorder: Recorder }[] = [];
		await use(async (options = {}) => {
			const context = await browser.newContext({
				baseURL: product.origin,
				viewport: { width: 1440, height: 900 },
				locale: 'en-GB',
				timezoneId: 'Europe/Berlin',
				...options
			});
			context.setDefaultTimeout(10_000);
			const recorder = record(context, product.origin);
			opened.push({ context, recorder });
			return { page: await context.newPage(), recorder };
		});
		for (const { context } of opened) await end(context);
		expect(opened.flatMap(({ recorder }) => recorder.unexpected())).toEqual([]);
	},
	first: async ({ newPage }, use) => use(await newPage()),
	page: async ({ first }, use) => use(first.page),
	recorder: async ({ first }, use) => use(first.recorder)
});
