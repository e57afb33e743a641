import type { Page } from 'playwright-core';
import { openChromium } from '../bed/browsers.ts';
import { fillSignIn, signIn } from '../bed/sign-in.ts';
import { timing, type Comparison } from './measure.ts';
import type { Stand } from './stand.ts';

/** What the first page costs with nothing in the browser's cache. */
export interface FirstLoad {
	readonly kilobytes: number;
	readonly requests: number;
	readonly scriptKilobytes: number;
}

const alone = (times: number[]): Comparison => {
	const [first = NaN, ...warm] = times;
	return { ours: timing(first, warm), floor: null, ratio: null, note: 'in Chromium, 1440×900' };
};

async function firstLoad(page: Page, url: string): Promise<FirstLoad> {
	const debug = await page.context().newCDPSession(page);
	await debug.send('Network.enable');
	let bytes = 0;
	let scripts = 0;
	let requests = 0;
	const kinds = new Map<string, string>();
	debug.on('Network.responseReceived', ({ requestId, type }) => void kinds.set(requestId, type));
	debug.on('Network.requestWillBeSent', ({ request }) => {
		if (/^http/.test(request.url)) requests++;
	});
	debug.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
		bytes += encodedDataLength;
		if (kinds.get(requestId) === 'Script') scripts += encodedDataLength;
	});
	await page.goto(url, { waitUntil: 'load' });
	await page.waitForTimeout(1500);
	await debug.detach();
	return { kilobytes: Math.round(bytes / 1000), requests, scriptKilobytes: Math.round(scripts / 1000) };
}

const rows = (page: Page) => page.getByRole('grid', { name: 'Messages' }).getByRole('row');

/** Sign-in to rows, click to body, and the first load, as a person sees them. */
export async function inBrowser(stand: Stand, n: number) {
	const browser = await openChromium();
	const open = async () => {
		const context = await browser.newContext({
			baseURL: stand.product.origin,
			viewport: { width: 1440, height: 900 },
			locale: 'en-GB'
		});
		return context.newPage();
	};
	try {
		const logins: number[] = [];
		for (let round = 0; round <= n; round++) {
			const page = await open();
			await page.goto('/login?next=%2Fmail%2FINBOX');
			const from = performance.now();
			await fillSignIn(page, stand.large);
			await rows(page).nth(5).waitFor();
			logins.push(performance.now() - from);
			await page.context().close();
		}
		const page = await open();
		await signIn(page, stand.large);
		const state = await page.context().storageState();
		const opens: number[] = [];
		for (let round = 0; round <= n; round++) {
			await page.goto('/mail/INBOX');
			await page.waitForTimeout(300);
			const row = rows(page).filter({ hasText: 'BENCH 20k' }).first();
			await row.waitFor();
			const from = performance.now();
			await row.click();
			await page.locator('[aria-label="Message body"], [title="Message body"]').first().waitFor();
			opens.push(performance.now() - from);
		}
		await page.context().close();
		const cold = await browser.newContext({ baseURL: stand.product.origin, storageState: state });
		const first = await firstLoad(await cold.newPage(), '/mail/INBOX');
		return { login: alone(logins), open20: alone(opens), first };
	} finally {
		await browser.close();
	}
}
