import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Browser } from 'playwright-core';
import { ELEMENTS, mayStand } from '../../src/lib/mail/html-policy.ts';
import { payloadOf, type SelfTestItem, type SelfTestItems } from '../../src/lib/mail/self-test-items.ts';
import { freshAccount, type BedAccount } from '../bed/accounts.ts';
import { openChromium, openFirefox } from '../bed/browsers.ts';
import { root } from '../bed/build.ts';
import { letter } from '../bed/letters.ts';
import { signIn } from '../bed/sign-in.ts';
import { openInPlace } from './in-place.ts';
import { lookAtFrame, lookAtPage, type FrameLook, type PageLook } from './look.ts';

const { items } = JSON.parse(
	readFileSync(join(root, 'static/self-test/items.json'), 'utf8')
) as SelfTestItems;

const product = inject('product');
let account: BedAccount;
const uids = new Map<string, number>();
let calm = 0;

beforeAll(async () => {
	account = await freshAccount(inject('mailServer'), 'tree');
	const imap = await account.imap();
	for (const item of items) {
		const body = payloadOf(item);
		const part = item.contentType === 'text/html' ? { html: body } : { text: body };
		uids.set(item.id, await imap.append('INBOX', letter({ subject: item.id, ...part }), '\\Seen'));
	}
	calm = await imap.append('INBOX', letter({ subject: 'Calm', text: 'Words.' }), '\\Seen');
	imap.close();
}, 120_000);

/** Elements we put around and into a message ourselves: what is folded, and what stands in plain text. */
const OURS = ['details', 'summary'];
const OURS_TEXT = ['data-depth'];
const LINK = /^(?:https?:|mailto:|tel:|\/leave\?)/;
const PICTURE = /^(?:data:image\/(?:png|jpe?g|gif|webp|avif|bmp)[;,]|\/api\/folders\/)/;
const STYLE =
	/url|image-set|src\(|var\(|expression|@(?!media)|(?:^|[;{ ])position\s*:|<|behavior|-moz-binding/i;

/** Everything in the frame that the published lists do not name. */
function foreign(look: FrameLook): string[] {
	const wrong: string[] = [];
	for (const { element, attribute, value } of look.attributes) {
		const known = mayStand(element, attribute) || OURS_TEXT.includes(attribute);
		if (!known) wrong.push(`<${element} ${attribute}>`);
		if (attribute === 'href' && !LINK.test(value)) wrong.push(`link ${value}`);
		if (attribute === 'src' && !PICTURE.test(value)) wrong.push(`picture ${value}`);
		if (attribute === 'target' && value !== '_blank') wrong.push(`target ${value}`);
		if (attribute === 'id' && !value.startsWith('user-content-')) wrong.push(`id ${value}`);
		if (attribute === 'style' && STYLE.test(value)) wrong.push(`style ${value}`);
	}
	for (const name of look.elements)
		if (!ELEMENTS.has(name) && name !== 'style' && !OURS.includes(name)) wrong.push(`<${name}>`);
	for (const sheet of look.sheets) if (STYLE.test(sheet)) wrong.push(`sheet ${sheet.slice(0, 200)}`);
	return wrong;
}

/** What a message changed of the page around it. */
function changed(before: PageLook, after: PageLook): string[] {
	const wrong = [...after.wrong];
	if (after.styles !== before.styles) wrong.push('the computed styles of the app changed');
	return wrong;
}

const names = (item: SelfTestItem): string[] =>
	[
		...payloadOf(item)
			.slice(0, 100_000)
			.matchAll(/\b(?:id|name)\s*=\s*["']?([A-Za-z_][\w-]{0,60})/gi)
	].map(([, name = '']) => name);

describe.each([
	['Chromium', openChromium],
	['Firefox', openFirefox]
])('%s', (_name, start) => {
	let browser: Browser;
	beforeAll(async () => void (browser = await start()));
	afterAll(() => browser.close());

	test('what is left of each hostile message is on the published lists, and the app around it is untouched', async () => {
		const context = await browser.newContext({
			baseURL: product.origin,
			viewport: { width: 1280, height: 800 }
		});
		const page = await context.newPage();
		page.setDefaultTimeout(30_000);
		await signIn(page, account, `/mail/INBOX/${calm}`);
		await page.locator('iframe[title="Message body"]').waitFor();
		const before = await page.evaluate(lookAtPage, []);
		expect(before.wrong).toEqual([]);
		const wrong: string[] = [];
		for (const item of items) {
			await openInPlace(page, uids.get(item.id)!);
			const found = [
				...foreign(await page.evaluate(lookAtFrame)),
				...changed(before, await page.evaluate(lookAtPage, names(item)))
			];
			wrong.push(...found.map((what) => `${item.id} (${item.title}): ${what}`));
		}
		expect(wrong).toEqual([]);
		await context.close();
	});
});
