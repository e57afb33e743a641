import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { axe } from '../bed/axe.ts';
import { freshAccount } from '../bed/accounts.ts';
import { openFirefox } from '../bed/browsers.ts';
import { answers, between, many, newsletter } from '../bed/designed-letters.ts';
import { journey } from '../bed/journey.ts';
import { letter } from '../bed/letters.ts';
import { bodyText, messageBody } from '../bed/reading.ts';
import { signIn } from '../bed/sign-in.ts';

const dark = { colorScheme: 'dark' } as const;

/** The least contrast of any words in the frame against the nearest ground below them, and whose it is. */
function leastContrast(page: Page): Promise<{ least: number; text: string }> {
	return page.locator('iframe[title="Message body"]').evaluate((frame: HTMLIFrameElement) => {
		const inside = frame.contentDocument!;
		const parts = (value: string): number[] => (value.match(/[\d.]+/g) ?? []).map(Number);
		const paper = document.createElement('canvas').getContext('2d')!;
		paper.fillStyle = getComputedStyle(document.body).backgroundColor;
		paper.fillRect(0, 0, 1, 1);
		const ground = [...paper.getImageData(0, 0, 1, 1).data].slice(0, 3);
		const light = (rgb: number[]): number => {
			const [r, g, b] = rgb.map((x) =>
				x / 255 <= 0.04045 ? x / 255 / 12.92 : ((x / 255 + 0.055) / 1.055) ** 2.4
			);
			return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
		};
		let found = { least: 21, text: '' };
		const walker = inside.createTreeWalker(inside.body, NodeFilter.SHOW_TEXT);
		for (let node = walker.nextNode(); node; node = walker.nextNode()) {
			const element = node.parentElement!;
			if (!node.nodeValue?.trim() || element.closest('style')) continue;
			let clear = 1;
			let under: number[][] = [];
			for (let at: Element | null = element; at; at = at.parentElement) {
				const style = getComputedStyle(at);
				clear *= Number(style.opacity);
				const back = parts(style.backgroundColor);
				if (under.length > 0) continue;
				if (style.backgroundImage.includes('gradient')) {
					under = (style.backgroundImage.match(/rgba?\([^)]*\)/g) ?? []).map(parts);
				} else if (back.length === 3 || (back[3] ?? 0) > 0.99) under = [back];
			}
			if (under.length === 0) under = [ground];
			const colour = parts(getComputedStyle(element).color).slice(0, 3);
			for (const one of under) {
				const seen = colour.map((x, i) => x * clear + one[i]! * (1 - clear));
				const [a, b] = [light(seen), light(one.slice(0, 3))];
				const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
				if (contrast < found.least) found = { least: contrast, text: node.nodeValue };
			}
		}
		return found;
	});
}

const shade = (page: Page): Promise<string | undefined> =>
	page
		.locator('iframe[title="Message body"]')
		.evaluate((frame: HTMLIFrameElement) => frame.contentDocument!.documentElement.dataset.shade);

const more = (page: Page) => page.getByRole('button', { name: 'More' }).last();

describe('designed mail in the dark', () => {
	journey('is dark and readable, and shown as sent on demand', async ({ account, newPage }) => {
		const { page } = await newPage(dark);
		const uid = await account.append(letter({ subject: 'News', html: newsletter }));
		await signIn(page, account, `/mail/INBOX/${uid}`);
		await bodyText(page, 'Autumn sale').waitFor();
		await expect.poll(() => shade(page)).toBe('dark');
		const { least, text } = await leastContrast(page);
		expect(`${text}: ${least >= 4.5}`).toBe(`${text}: true`);
		const background = (words: string) =>
			bodyText(page, words).evaluate((element) => getComputedStyle(element).backgroundColor);
		// A brand keeps its hue, a foot its dark.
		expect(await background('Orange button')).toMatch(/^rgb\((?:1[89]|2\d)\d, [6-9]\d, \d\)$/);
		expect(await background('Dark foot')).toMatch(/^rgb\((?:2|3)\d, (?:2|3)\d, (?:2|3)\d\)$/);

		await more(page).click();
		await page.getByRole('menuitemradio', { name: 'Show as sent' }).click();
		await expect.poll(() => shade(page)).toBeUndefined();
		await expect.poll(() => background('Orange button')).toBe('rgb(255, 102, 0)');
		// Choosing for the sender holds for the next message of theirs, and after a reload.
		// A menu that has just closed takes a moment until it opens again.
		const always = page.getByRole('menuitemradio', { name: 'Always light for this sender' });
		await expect
			.poll(async () => {
				if (!(await always.isVisible())) await more(page).click();
				return always.isVisible();
			})
			.toBe(true);
		const kept = page.waitForResponse((response) => response.request().method() === 'PUT');
		await always.click();
		expect((await kept).ok()).toBe(true);
		await page.reload();
		await bodyText(page, 'Autumn sale').waitFor();
		await expect.poll(() => background('Orange button')).toBe('rgb(255, 102, 0)');
		expect(await shade(page)).toBeUndefined();
		expect(await axe(page)).toEqual([]);
	});

	journey('prints light, and follows the theme', async ({ account, newPage }) => {
		const { page } = await newPage(dark);
		const uid = await account.append(letter({ subject: 'News', html: newsletter }));
		await signIn(page, account, `/mail/INBOX/${uid}`);
		await expect.poll(() => shade(page)).toBe('dark');
		const colour = () => bodyText(page, 'Dark words').evaluate((element) => getComputedStyle(element).color);
		expect(await colour()).not.toBe('rgb(51, 51, 51)');
		await page.emulateMedia({ media: 'print' });
		await expect.poll(colour).toBe('rgb(51, 51, 51)');
		await page.emulateMedia({ media: 'screen', colorScheme: 'light' });
		await expect.poll(() => shade(page)).toBeUndefined();
		expect(await colour()).toBe('rgb(51, 51, 51)');
		await page.emulateMedia({ colorScheme: 'dark' });
		await expect.poll(() => shade(page)).toBe('dark');
	});

	journey('is worked out in slices when it is very long', async ({ account, newPage }) => {
		const { page } = await newPage(dark);
		const uid = await account.append(letter({ subject: 'Many', html: many }));
		await signIn(page, account, `/mail/INBOX/${uid}`);
		await expect.poll(() => shade(page)).toBe('dark');
		await bodyText(page, 'The last words').waitFor();
		expect((await leastContrast(page)).least).toBeGreaterThanOrEqual(4.5);
	});
});

describe('zoom', () => {
	journey('by menu and by keys in the message, each message its own', async ({ account, page, recorder }) => {
		// What the driver itself tries to run in the frame is refused like anything else.
		recorder.expect('Blocked script execution');
		const uid = await account.append(letter({ subject: 'Zoomed', html: '<p>Some words.</p>' }));
		await signIn(page, account, `/mail/INBOX/${uid}`);
		await bodyText(page, 'Some words.').waitFor();
		const width = async () => (await bodyText(page, 'Some words.').boundingBox())!.height;
		const before = await width();
		await more(page).click();
		await page.getByRole('menuitem', { name: 'Zoom in' }).click();
		await expect.poll(width).toBeGreaterThan(before * 1.05);
		await bodyText(page, 'Some words.').click();
		await page.keyboard.press('Control+0');
		await expect.poll(width).toBe(before);
		await page.keyboard.press('Control+-');
		await expect.poll(width).toBeLessThan(before * 0.95);
	});
});

describe('quoted histories of HTML mail', () => {
	journey('are folded, and opened with the keyboard', async ({ account, page }) => {
		const uids = new Map<string, number>();
		for (const [program, html] of Object.entries(answers))
			uids.set(program, await account.append(letter({ subject: `Re: ${program}`, html })));
		await signIn(page, account);
		for (const uid of uids.values()) {
			await page.goto(`/mail/INBOX/${uid}`);
			await bodyText(page, 'My own answer.').waitFor();
			const quoted = bodyText(page, /Words of an earlier message/).first();
			expect(await quoted.isVisible()).toBe(false);
			const fold = bodyText(page, 'Show quoted text');
			await fold.focus();
			await page.keyboard.press('Enter');
			await quoted.waitFor();
		}
	});

	journey('stay open where answers stand between, and in mail passed on', async ({ account, page }) => {
		const answered = await account.append(letter({ subject: 'Re: between', html: between }));
		const passed = await account.append(letter({ subject: 'Fwd: it', html: answers.gmail! }));
		await signIn(page, account, `/mail/INBOX/${answered}`);
		await bodyText(page, 'An answer between.').waitFor();
		await bodyText(page, 'An answer below.').waitFor();
		expect(await messageBody(page).locator('details').count()).toBe(0);
		await page.goto(`/mail/INBOX/${passed}`);
		await bodyText(page, 'My own answer.').waitFor();
		expect(await messageBody(page).locator('details').count()).toBe(0);
	});
});

describe('Firefox', () => {
	let browser: Browser;
	beforeAll(async () => void (browser = await openFirefox()));
	afterAll(() => browser.close());

	test('draws designed mail dark and readable', async () => {
		const account = await freshAccount(inject('mailServer'));
		const uid = await account.append(letter({ subject: 'News', html: newsletter }));
		const context = await browser.newContext({ baseURL: inject('product').origin, ...dark });
		context.setDefaultTimeout(30_000);
		const page = await context.newPage();
		await signIn(page, account, `/mail/INBOX/${uid}`);
		await bodyText(page, 'Autumn sale').waitFor();
		// Debian's Firefox takes no wishes for a colour scheme; the reader's own setting counts before it.
		await page.evaluate(() => (document.documentElement.dataset.theme = 'dark'));
		await expect.poll(() => shade(page)).toBe('dark');
		expect((await leastContrast(page)).least).toBeGreaterThanOrEqual(4.5);
		await context.close();
	});
});
