import type { Page } from 'playwright-core';
import { newsletterPage } from '../../src/mailserver/sample/generated-newsletter.ts';
import { Random } from '../../src/mailserver/sample/random.ts';
import { letter } from '../bed/letters.ts';
import { openChromium } from '../bed/browsers.ts';
import { signIn } from '../bed/sign-in.ts';
import { timing, type Comparison } from './measure.ts';
import type { Stand } from './stand.ts';

/** The message as it is: encoded it would pass the size from which the reader is asked first. */
const unencoded = (html: string): Buffer =>
	Buffer.from(
		`From: News <news@example.org>\r\nTo: a@demo.test\r\nSubject: Large\r\nMIME-Version: 1.0\r\n` +
			`Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n` +
			html.replace(/\r?\n/g, '\r\n')
	);

/** What the app notes of making one body, ms. */
interface Noted {
	readonly whole: number;
	/** Longest time without a pause in it. */
	readonly block: number;
}

/** Opens a message by its path within the page, and reads how long making its body took. */
async function made(page: Page, path: string): Promise<Noted> {
	return page.evaluate(async (to) => {
		performance.clearMeasures('postern-body');
		let block = 0;
		let last = performance.now();
		let on = true;
		const ticks = new MessageChannel();
		ticks.port1.onmessage = () => {
			const now = performance.now();
			block = Math.max(block, now - last);
			last = now;
			if (on) ticks.port2.postMessage(0);
		};
		const link = document.createElement('a');
		link.href = to;
		document.body.append(link);
		link.click();
		link.remove();
		ticks.port2.postMessage(0);
		for (;;) {
			const [measure] = performance.getEntriesByName('postern-body');
			if (measure) {
				on = false;
				return { whole: measure.duration, block };
			}
			await new Promise((go) => setTimeout(go, 20));
		}
	}, path);
}

/**
 * Making the body of a newsletter of so many rows safe in the browser, from its text to the tree that is put into the
 * frame. The note tells the longest time in which the page heard no key, whatever it did in it.
 */
const sanitize =
	(rows: number) =>
	async (stand: Stand, _pair: unknown, n: number): Promise<Comparison> => {
		const account = stand.small[0]!;
		const html = newsletterPage(new Random('bench'), rows).page;
		const small = await account.append(letter({ subject: 'Small', text: 'Small.' }), 'INBOX', '\\Seen');
		const large = await account.append(unencoded(html), 'INBOX', '\\Seen');
		const browser = await openChromium();
		try {
			const context = await browser.newContext({
				baseURL: stand.product.origin,
				viewport: { width: 1440, height: 900 },
				locale: 'en-GB'
			});
			const page = await context.newPage();
			await signIn(page, account);
			const noted: Noted[] = [];
			for (let round = 0; round <= n; round++) {
				await made(page, `/mail/INBOX/${small}`);
				await page.waitForTimeout(100);
				noted.push(await made(page, `/mail/INBOX/${large}`));
				await page.waitForTimeout(100);
			}
			const [first = NaN, ...warm] = noted.map(({ whole }) => whole);
			const blocks = noted.slice(1).map(({ block }) => block);
			const block = Math.round(timing(first, blocks).median);
			const note = `${Math.round(html.length / 1000)} kB in Chromium; longest block ${block} ms`;
			return { ours: timing(first, warm), floor: null, ratio: null, note };
		} finally {
			await browser.close();
		}
	};

/** A newsletter as they come, and one just below the size from which the reader is asked first. */
export const sanitizing = { sanitize100k: sanitize(88), sanitize1m: sanitize(880) };
