import { describe, expect } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import { freshAccount, type BedAccount } from '../bed/accounts.ts';
import { axe } from '../bed/axe.ts';
import { journey } from '../bed/journey.ts';
import { letter } from '../bed/letters.ts';
import { signIn } from '../bed/sign-in.ts';

/** Opens the panel and fills what is given. */
async function write(page: Page, fields: { to?: string; subject?: string; text?: string }): Promise<Locator> {
	await page
		.getByRole('button', { name: 'Compose' })
		.or(page.getByRole('link', { name: 'Compose' }))
		.first()
		.click();
	const composer = page.getByRole('region', { name: 'New message' });
	await composer.waitFor();
	if (fields.to !== undefined) await composer.getByLabel('To', { exact: true }).fill(fields.to);
	if (fields.subject !== undefined) await composer.getByLabel('Subject').fill(fields.subject);
	if (fields.text !== undefined)
		await composer.getByRole('textbox', { name: 'Message text' }).fill(fields.text);
	return composer;
}

const send = (composer: Locator) => composer.getByRole('button', { name: 'Send', exact: true });

/** The messages of a folder, raw; waits until there are `count`. */
async function stored(owner: BedAccount, folder: string, count: number): Promise<string> {
	const until = Date.now() + 20_000;
	for (;;) {
		const imap = await owner.imap();
		await imap.select(folder);
		const uids = await imap.search('ALL');
		const text = uids.length > 0 ? (await imap.command('UID FETCH 1:* (BODY.PEEK[])')).text : '';
		imap.close();
		if (uids.length === count) return text;
		if (Date.now() > until) throw new Error(`${uids.length} messages in ${folder}, not ${count}`);
		await new Promise((go) => setTimeout(go, 200));
	}
}

describe('writing', () => {
	journey(
		'a message with a large file goes out once, however often Send is clicked',
		async ({ page, account, mail }) => {
			const friend = await freshAccount(mail, 'friend');
			await signIn(page, account);
			const composer = await write(page, {
				to: `A Friend <${friend.address}>, `,
				subject: 'Boats',
				text: 'Hello, 日本語'
			});
			await composer.getByRole('button', { name: 'Remove A Friend' }).waitFor();
			const chooser = page.waitForEvent('filechooser');
			await composer.getByRole('button', { name: 'Attach files' }).click();
			const buffer = Buffer.alloc(26_000_000, 65);
			await (await chooser).setFiles({ name: 'plan.pdf', mimeType: 'application/pdf', buffer });
			await composer.getByRole('progressbar').waitFor();
			await composer.getByRole('progressbar').waitFor({ state: 'detached', timeout: 40_000 });
			await send(composer).dblclick();
			await composer.waitFor({ state: 'detached', timeout: 40_000 });
			await page.getByText('Message sent').first().waitFor();
			expect((await stored(friend, 'INBOX', 1)).length).toBeGreaterThan(buffer.length * 1.3);
			await stored(account, 'Sent', 1);
			await stored(account, 'Drafts', 0);
		}
	);

	journey(
		'what is typed survives a reload at any moment, and closing keeps it in Drafts',
		async ({ page, account }) => {
			await signIn(page, account);
			let composer = await write(page, { to: 'ben@demo.test', subject: 'Keys', text: 'Under the third pot' });
			await page.waitForTimeout(300);
			await page.reload();
			composer = page.getByRole('region', { name: 'New message' });
			await composer.waitFor();
			expect(await composer.getByLabel('Subject').inputValue()).toBe('Keys');
			const text = composer.getByRole('textbox', { name: 'Message text' });
			expect(await text.inputValue()).toBe('Under the third pot');
			await composer.getByRole('button', { name: 'Remove ben@demo.test' }).waitFor();
			await text.fill('Under the second pot');
			await composer.getByRole('button', { name: 'Close, keep draft' }).click();
			await composer.waitFor({ state: 'detached' });
			expect(await stored(account, 'Drafts', 1)).toContain('Under the second pot');
			await page.getByRole('treeitem', { name: /^Drafts/ }).click();
			await page.getByRole('grid', { name: 'Messages' }).getByText('Keys').click();
			await composer.waitFor();
			expect(await text.inputValue()).toBe('Under the second pot');
		}
	);

	journey('a session that ends while writing loses nothing', async ({ page, account, mail, recorder }) => {
		recorder.expect('401', 'auth/expired');
		const friend = await freshAccount(mail, 'friend');
		await signIn(page, account);
		const composer = await write(page, { to: friend.address, subject: 'Late', text: 'Still here' });
		await page.waitForTimeout(300);
		await page.context().clearCookies();
		await send(composer).click();
		await page.getByLabel('Password', { exact: true }).fill(account.password);
		await page.getByRole('button', { name: 'Sign in' }).click();
		await composer.waitFor({ state: 'detached', timeout: 20_000 });
		expect(await stored(friend, 'INBOX', 1)).toContain('Still here');
	});

	journey(
		'mistakes are named, refusals shown in the server’s words, and nothing is sent',
		async ({ page, account, recorder }) => {
			recorder.expect('422');
			await signIn(page, account);
			const composer = await write(page, { to: 'ben' });
			await send(composer).click();
			await composer.getByText('“ben” is not an email address').first().waitFor();
			await composer.getByLabel('To', { exact: true }).fill('nobody-here@demo.test');
			await send(composer).click();
			await composer.getByText('Nothing was sent').waitFor();
			await composer.getByText(/nobody-here@demo\.test: 550/).waitFor();
			await stored(account, 'Sent', 0);
		}
	);

	journey(
		'a link fills a page of its own: bcc in sight, nothing else taken from it',
		async ({ page, account }) => {
			await signIn(page, account);
			await page.goto(
				'/compose?to=a@demo.test&bcc=c@demo.test&subject=Hi%0AX-Evil:%201&body=one%0Atwo&attach=/etc/passwd'
			);
			const composer = page.getByRole('region', { name: 'New message' });
			await composer.getByRole('button', { name: 'Remove c@demo.test' }).waitFor();
			expect(await composer.getByLabel('Bcc').count()).toBe(1);
			expect(await composer.getByLabel('Subject').inputValue()).toBe('Hi X-Evil: 1');
			expect(await composer.getByRole('textbox', { name: 'Message text' }).inputValue()).toBe('one\ntwo');
			expect(await composer.getByRole('list', { name: 'Attachments' }).count()).toBe(0);
			await page.waitForURL((url) => url.search === '');
		}
	);

	journey(
		'two tabs: the second is told, and can go on with either version',
		async ({ page, account, recorder }) => {
			recorder.expect('409', '404');
			await signIn(page, account);
			const one = await write(page, { to: 'ben@demo.test', subject: 'Twice', text: 'first' });
			await one.getByText(/^Draft kept/).waitFor();
			const id = (await one.getByRole('link', { name: 'Open in own page' }).getAttribute('href')) ?? '';
			const other = await page.context().newPage();
			await other.goto(id);
			const two = other.getByRole('region', { name: 'New message' });
			await two.getByRole('textbox', { name: 'Message text' }).fill('second');
			await two.getByText(/^Draft kept/).waitFor();
			await one.getByRole('textbox', { name: 'Message text' }).fill('third');
			await one.getByText('changed in another tab').waitFor();
			await one.getByRole('button', { name: 'Show the other version' }).click();
			await one.getByText('changed in another tab').waitFor({ state: 'detached' });
			expect(await one.getByRole('textbox', { name: 'Message text' }).inputValue()).toBe('second');
		}
	);

	journey('discarding can be taken back', async ({ page, account }) => {
		await signIn(page, account);
		const composer = await write(page, { subject: 'Never mind', text: 'or do' });
		await composer.getByRole('button', { name: 'Discard draft' }).click();
		await composer.waitFor({ state: 'detached' });
		await page.getByRole('button', { name: 'Undo' }).click();
		await composer.waitFor();
		expect(await composer.getByLabel('Subject').inputValue()).toBe('Never mind');
	});

	journey(
		'a forwarded message brings its files; axe finds nothing in either theme',
		async ({ page, account }) => {
			await account.append(
				letter({
					subject: 'Plan',
					text: 'See file',
					attachments: [{ name: 'a.txt', type: 'text/plain', content: 'hi' }]
				})
			);
			await signIn(page, account);
			await page.getByRole('grid', { name: 'Messages' }).getByText('Plan').click();
			await page.getByRole('button', { name: 'Forward', exact: true }).click();
			const composer = page.getByRole('region', { name: 'New message' });
			await composer.waitFor();
			expect(await composer.getByLabel('Subject').inputValue()).toBe('Fwd: Plan');
			await composer.getByLabel('To', { exact: true }).fill('ben@demo.test, wrong');
			await send(composer).click();
			await composer.getByRole('alert').first().waitFor();
			for (const colorScheme of ['light', 'dark'] as const) {
				await page.emulateMedia({ colorScheme });
				await page.waitForTimeout(300);
				expect((await axe(page)).filter((line) => /composer|chip|say|words|strip/.test(line))).toEqual([]);
			}
		}
	);
});
