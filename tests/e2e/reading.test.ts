import { describe, expect } from 'vitest';
import { HttpSession } from '../bed/http-session.ts';
import { journey } from '../bed/journey.ts';
import { letter } from '../bed/letters.ts';
import { damaged, flowed, hostileFiles, nested, withInlinePicture } from '../bed/odd-letters.ts';
import { bodyText, list, messageBody, row } from '../bed/reading.ts';
import { signIn } from '../bed/sign-in.ts';

/** File names of a zip's directory (APPNOTE 4.3.12). */
function namesInZip(zip: Buffer): string[] {
	const entry = Buffer.from([0x50, 0x4b, 1, 2]);
	const names: string[] = [];
	for (let at = zip.indexOf(entry); at !== -1; at = zip.indexOf(entry, at + 4))
		names.push(zip.toString('utf8', at + 46, at + 46 + zip.readUInt16LE(at + 28)));
	return names;
}

describe('reading', () => {
	journey('shows its own pictures, fetches nothing and runs nothing', async ({ account, page, recorder }) => {
		// The browser notes each handler it refused to run.
		recorder.expect('Blocked script execution');
		const uid = await account.append(withInlinePicture);
		const asked: string[] = [];
		page.on('request', (request) => void asked.push(request.url()));
		await signIn(page, account, `/mail/INBOX/${uid}`);
		await bodyText(page, 'The designed words.').waitFor();
		const body = messageBody(page);
		const image = body.getByRole('img', { name: 'a square' });
		await expect.poll(() => image.evaluate((img) => (img as HTMLImageElement).naturalWidth)).toBe(8);
		await page.getByText('3 images left at pixel.example.test, 1 tracker removed').waitFor();
		expect(await body.locator('img').count()).toBe(1);
		expect(await body.locator('script, svg, form, input, iframe').count()).toBe(0);
		const link = body.getByRole('link');
		expect(await link.count()).toBe(1);
		expect(await link.getAttribute('rel')).toBe('noopener noreferrer');
		expect(await link.getAttribute('target')).toBe('_blank');
		expect(await page.evaluate(() => 'ran' in window)).toBe(false);
		expect(asked.filter((url) => /logout|pixel/.test(url))).toEqual([]);
		const frame = page.locator('iframe[title="Message body"]');
		expect(await frame.getAttribute('sandbox')).toBe(
			'allow-same-origin allow-popups allow-popups-to-escape-sandbox'
		);
		// The other form of the same words.
		await page.getByRole('button', { name: 'More' }).last().click();
		await page.getByRole('menuitemradio', { name: 'Plain text' }).click();
		await bodyText(page, 'The plain words.').waitFor();
	});

	journey('opens a message inside a message under the same rules', async ({ account, page }) => {
		const uid = await account.append(nested);
		await signIn(page, account, `/mail/INBOX/${uid}`);
		await page
			.getByRole('link', { name: /Inner letter\.eml/ })
			.first()
			.click();
		await page.getByRole('heading', { name: 'Inner letter' }).waitFor();
		await bodyText(page, 'Words of the inner one.').waitFor();
		await page.getByRole('button', { name: /^prices\.csv/ }).click();
		await page.getByRole('dialog', { name: 'Preview of prices.csv' }).getByText('a;b').waitFor();
		await page.keyboard.press('Escape');
		await page.getByRole('link', { name: 'Back to the outer message' }).click();
		await bodyText(page, 'See below.').waitFor();
	});

	journey('joins flowed lines, folds a long quote and finds links', async ({ account, page }) => {
		const uid = await account.append(flowed);
		await signIn(page, account, `/mail/INBOX/${uid}`);
		await bodyText(page, 'One paragraph that goes on and on.').waitFor();
		const body = messageBody(page);
		expect(await body.getByRole('link').getAttribute('href')).toBe('https://example.org/a_(b)');
		const quoted = body.getByText('quoted line 14');
		expect(await quoted.isVisible()).toBe(false);
		await body.getByText('Show quoted text').click();
		await quoted.waitFor();
	});

	journey('shows what is readable of a damaged message and says so', async ({ account, page }) => {
		const uid = await account.append(damaged);
		await signIn(page, account, `/mail/INBOX/${uid}`);
		await bodyText(page, /Readable words/).waitFor();
		await page.getByText('Part of this message was damaged').waitFor();
		const source = page.getByRole('link', { name: 'Download message' });
		expect(await source.getAttribute('href')).toContain('/source');
	});

	journey('marks a message as read a moment after it is shown', async ({ account, page }) => {
		await account.append(letter({ subject: 'Read me', text: 'Words.' }));
		await signIn(page, account);
		await row(page, 'Read me').click();
		await bodyText(page, 'Words.').waitFor();
		await page.getByRole('button', { name: 'Mark as unread' }).first().waitFor();
		const imap = await account.imap();
		await expect
			.poll(async () => JSON.stringify(await imap.command('STATUS INBOX (UNSEEN)')))
			.toContain('UNSEEN 0');
		imap.close();
	});

	journey('goes to the next message by key, which is there already', async ({ account, page }) => {
		for (const n of [1, 2, 3])
			await account.append(letter({ subject: `Letter ${n}`, text: `Text of ${n}.` }));
		await signIn(page, account);
		await list(page).getByText('Letter 3').click();
		await bodyText(page, 'Text of 3.').waitFor();
		await page.waitForTimeout(600);
		const asked: string[] = [];
		page.on('request', (request) => void asked.push(new URL(request.url()).pathname));
		await page.keyboard.press('j');
		await bodyText(page, 'Text of 2.').waitFor();
		expect(asked.filter((path) => path === '/api/folders/INBOX/messages/2')).toEqual([]);
	});

	journey('says within the app that a message is gone', async ({ account, page }) => {
		await signIn(page, account);
		await page.goto('/mail/INBOX/4294967295');
		await page.getByRole('alert').getByText('This message is not here any more').waitFor();
		await page.getByRole('tree', { name: 'Folders' }).waitFor();
	});

	journey('shows headers and source as text', async ({ account, page }) => {
		const uid = await account.append(
			letter({ subject: 'Raw', html: '<b>bold</b>', headers: ['X-Odd: <i>x</i>'] })
		);
		await signIn(page, account, `/mail/INBOX/${uid}`);
		await page.getByRole('button', { name: 'More' }).last().click();
		await page.getByRole('menuitem', { name: 'Headers' }).click();
		await page.getByRole('dialog', { name: 'Headers' }).getByText('X-Odd: <i>x</i>').waitFor();
	});
});

describe('what is attached', () => {
	journey('leaves with a type of ours, as a download without rights', async ({ account, product }) => {
		const uid = await account.append(hostileFiles);
		const session = await HttpSession.signedIn(product.origin, account);
		const at = `/api/folders/INBOX/messages/${uid}`;
		const seen: unknown[] = [];
		for (const part of ['2', '3', '4', '5', '4?show=1', '2?show=1']) {
			const { status, headers } = await session.request(`${at}/parts/${part}`);
			expect(status).toBe(200);
			expect(headers['x-content-type-options']).toBe('nosniff');
			expect(headers['content-security-policy']).toMatch(/^sandbox; default-src 'none'/);
			expect(headers['cross-origin-resource-policy']).toBe('same-origin');
			expect(headers['cache-control']).toContain('no-store');
			seen.push([headers['content-type'], headers['content-disposition']]);
		}
		expect(seen).toEqual([
			['application/octet-stream', 'attachment; filename="x.html"'],
			['application/octet-stream', 'attachment; filename="a.svg"'],
			['application/pdf', 'attachment; filename="plan.pdf"'],
			['application/octet-stream', 'attachment; filename="notes.txt"'],
			['application/pdf', 'inline; filename="plan.pdf"'],
			['application/octet-stream', 'attachment; filename="x.html"']
		]);
		for (const path of [
			`${at}/parts/99`,
			`${at}/parts/1.1.1/message`,
			'/api/folders/INBOX/messages/4294967295'
		])
			expect((await session.request(path)).status).toBe(404);
		session.close();
	});

	journey('comes as one zip with names that differ', async ({ account, product }) => {
		const uid = await account.append(hostileFiles);
		const session = await HttpSession.signedIn(product.origin, account);
		const { body, headers } = await session.request(`/api/folders/INBOX/messages/${uid}/zip`);
		expect(headers['content-disposition']).toBe('attachment; filename="Files.zip"');
		const names = namesInZip(body);
		expect(names).toEqual(['x.html', 'a.svg', 'plan.pdf', 'notes.txt', 'same.txt', 'same (2).txt']);
		session.close();
	});
});
