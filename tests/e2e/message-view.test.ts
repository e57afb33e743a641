import { describe, expect } from 'vitest';
import type { Page } from 'playwright-core';
import { journey } from '../bed/journey.ts';
import { letter } from '../bed/letters.ts';
import { bodyText, list, messageBody, row } from '../bed/reading.ts';
import { signIn } from '../bed/sign-in.ts';
import { newsletterPage } from '../../src/mailserver/sample/generated-newsletter.ts';
import { Random } from '../../src/mailserver/sample/random.ts';

const RAN = 'top.ran=1';

/** What has got through the filters of others: each would set `ran` on the page, or ask a far host. */
const HOSTILE = [
	`<img src=x onerror="${RAN}">`,
	`<svg><animate onbegin="${RAN}" attributeName=x dur=1s></svg>`,
	`<noscript><p title="</noscript><img src=x onerror=${RAN}>"></p></noscript>`,
	`<textarea><p title="</textarea><script>${RAN}</script>"></textarea><script>${RAN}</script>`,
	`<style>@import "https://far.example.test/a.css";</style><a href="javascript:${RAN}">press</a>`,
	'<img src="https://far.example.test/p.gif" width=40 height=40><base href="https://far.example.test/">',
	'<form><input name=parentNode><input name=attributes autofocus></form>',
	'<details open ontoggle="top.ran=1"><summary>x</summary></details>'
].join('\n');
/** The last of them never closes what it opens. */
const OPEN = `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=${RAN}&gt;">`;
const HTML = `<p>Words before.</p>${HOSTILE}<p>Words after.</p>${OPEN}`;

/** A subject and a name that would be elements where somebody takes text for markup. */
const SUBJECT = `<img src=x onerror=${RAN}><b>bold`;

/** What browsers note when the sanitizer's parser meets these, before any of it is in the page. */
const NOTED = [
	'Blocked script execution',
	"Setting the document's base URI",
	'@import rules are not allowed'
];

const ran = (page: Page) => page.evaluate(() => 'ran' in window);

/** A message with the hostile one inside. */
const wrapped = (inner: Buffer): Buffer =>
	Buffer.concat([
		Buffer.from(
			'From: a@example.org\r\nTo: b@example.org\r\nSubject: Outer\r\nMIME-Version: 1.0\r\n' +
				'Content-Type: multipart/mixed; boundary=o\r\n\r\n--o\r\nContent-Type: text/plain\r\n\r\nSee it.\r\n' +
				'--o\r\nContent-Type: message/rfc822\r\n\r\n'
		),
		inner,
		Buffer.from('\r\n--o--\r\n')
	]);

describe('hostile HTML runs nothing and fetches nothing', () => {
	journey('in the list, in the reader, and on paper', async ({ account, page, recorder }) => {
		recorder.expect(...NOTED);
		await account.append(
			letter({ subject: SUBJECT, html: HTML, from: `"<i onclick=${RAN}>" <x@example.org>` })
		);
		await page.addInitScript(
			() => (window.print = () => document.documentElement.setAttribute('printed', ''))
		);
		await signIn(page, account);
		await row(page, '<img src=x onerror').click();
		await bodyText(page, 'Words after.').waitFor();
		expect(await list(page).locator('img[src=x], b, i[onclick]').count()).toBe(0);
		await page.getByRole('heading', { name: SUBJECT }).waitFor();
		await page.getByRole('button', { name: 'More' }).last().click();
		await page.getByRole('menuitem', { name: 'Print' }).click();
		await page.locator('html[printed]').waitFor({ state: 'attached' });
		await page.emulateMedia({ media: 'print' });
		await bodyText(page, 'Words after.').waitFor();
		expect(await ran(page)).toBe(false);
	});

	journey('in a message inside a message', async ({ account, page, recorder }) => {
		recorder.expect(...NOTED);
		const uid = await account.append(wrapped(letter({ subject: SUBJECT, html: HTML })));
		await signIn(page, account, `/mail/INBOX/${uid}`);
		await page.getByRole('link', { name: /\.eml/ }).first().click();
		await bodyText(page, 'Words after.').waitFor();
		expect(await messageBody(page).locator('script, svg, math, form, input, base, [onerror]').count()).toBe(
			0
		);
		expect(await ran(page)).toBe(false);
	});

	for (const how of ['Reply', 'Forward'])
		journey(`in the composer, by ${how}`, async ({ account, page, recorder }) => {
			recorder.expect(...NOTED);
			const uid = await account.append(letter({ subject: SUBJECT, html: HTML }));
			await signIn(page, account, `/mail/INBOX/${uid}`);
			await bodyText(page, 'Words after.').waitFor();
			await page.getByRole('button', { name: how, exact: true }).click();
			const composer = page.getByRole('region', { name: /message|reply|forward/i }).last();
			const text = composer.getByRole('textbox', { name: 'Message text' });
			await expect.poll(() => text.inputValue()).toContain('Words after.');
			// It is a field of text, so nothing in it, typed, pasted or quoted, can be an element.
			expect(await text.evaluate((field) => field.localName)).toBe('textarea');
			expect(await text.inputValue()).not.toContain('far.example.test');
			expect(await ran(page)).toBe(false);
		});

	journey('in a draft that another program left', async ({ account, page }) => {
		await account.append(
			letter({ subject: SUBJECT, html: HTML, to: `<x@example.org>` }),
			'Drafts',
			'\\Draft'
		);
		await signIn(page, account, '/mail/Drafts');
		await row(page, '<img src=x onerror').click();
		const composer = page.getByRole('region', { name: 'New message' });
		const text = composer.getByRole('textbox', { name: 'Message text' });
		await expect.poll(() => text.inputValue()).toContain('Words after.');
		expect(await composer.getByLabel('Subject').inputValue()).toBe(SUBJECT);
		expect(await composer.locator('img, script, [onerror]').count()).toBe(0);
		expect(await ran(page)).toBe(false);
	});

	journey('pasted or dropped while writing', async ({ account, page }) => {
		await signIn(page, account);
		await page.getByRole('button', { name: 'Compose' }).first().click();
		const text = page
			.getByRole('region', { name: 'New message' })
			.getByRole('textbox', { name: 'Message text' });
		await text.focus();
		for (const kind of ['paste', 'drop'] as const)
			await text.evaluate(
				(field, { kind, html }) => {
					const data = new DataTransfer();
					data.setData('text/html', html);
					data.setData('text/plain', 'plain');
					const options = { bubbles: true, cancelable: true };
					field.dispatchEvent(
						kind === 'paste'
							? new ClipboardEvent(kind, { ...options, clipboardData: data })
							: new DragEvent(kind, { ...options, dataTransfer: data })
					);
				},
				{ kind, html: HTML }
			);
		expect(await ran(page)).toBe(false);
		expect(await text.evaluate((field) => field.children.length)).toBe(0);
	});
});

describe('a long message', () => {
	journey('is made in slices, and given up when another is opened', async ({ account, page }) => {
		const big = newsletterPage(new Random('long'), 600).page;
		expect(big.length).toBeGreaterThan(600_000);
		await account.append(letter({ subject: 'Small', text: 'Small words.' }));
		await account.append(letter({ subject: 'Big', html: `${big}<p>The end of it.</p>` }));
		await signIn(page, account);
		await row(page, 'Big').click();
		await page.getByRole('heading', { name: 'Big' }).waitFor();
		await row(page, 'Small').click();
		await bodyText(page, 'Small words.').waitFor();
		await row(page, 'Big').click();
		await bodyText(page, 'The end of it.').waitFor();
		expect(await messageBody(page).getByText('Small words.').count()).toBe(0);
	});

	journey('whose style sheet is too long says so', async ({ account, page }) => {
		const sheet = '.a{color:red}'.repeat(45_000);
		const uid = await account.append(letter({ html: `<style>${sheet}</style><p class=a>Plain words.</p>` }));
		await signIn(page, account, `/mail/INBOX/${uid}`);
		await bodyText(page, 'Plain words.').waitFor();
		await page.getByText('more styles than are read').waitFor();
	});
});
