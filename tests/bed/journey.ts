import { afterAll, expect, inject, test as base } from 'vitest';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { freshAccount, type BedAccount } from './accounts.ts';
import { openChromium } from './browsers.ts';
import type { MailServerFacts } from './mail-server.ts';
import type { ProductFacts } from './product.ts';
import { record, type Recorder } from './recorder.ts';

/** Opens a page in a browser profile of its own, watched by a recorder. */
export type OpenPage = (options?: BrowserContextOptions) => Promise<{ page: Page; recorder: Recorder }>;

let chromium: Promise<Browser> | null = null;
afterAll(async () => (await chromium)?.close());

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
		const opened: { close: () => Promise<void>; recorder: Recorder }[] = [];
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
			opened.push({ close: () => context.close(), recorder });
			return { page: await context.newPage(), recorder };
		});
		for (const { close } of opened) await close();
		expect(opened.flatMap(({ recorder }) => recorder.unexpected())).toEqual([]);
	},
	first: async ({ newPage }, use) => use(await newPage()),
	page: async ({ first }, use) => use(first.page),
	recorder: async ({ first }, use) => use(first.recorder)
});
