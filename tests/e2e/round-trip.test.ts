import { describe, expect } from 'vitest';
import { freshAccount } from '../bed/accounts.ts';
import { journey } from '../bed/journey.ts';
import { letter } from '../bed/letters.ts';
import { bodyText } from '../bed/reading.ts';
import { signIn } from '../bed/sign-in.ts';

describe('the main job', () => {
	journey('read, answer with an attachment, see it arrive', async ({ page, account, mail, newPage }) => {
		const friend = await freshAccount(mail, 'friend');
		await account.append(
			letter({ from: `A Friend <${friend.address}>`, to: account.address, subject: 'Lunch', text: 'At one?' })
		);
		await signIn(page, account);
		await page.getByRole('grid', { name: 'Messages' }).getByText('Lunch').click();
		await bodyText(page, 'At one?').waitFor();
		await page.getByRole('button', { name: 'Reply', exact: true }).click();

		const composer = page.getByRole('region', { name: 'New message' });
		await composer.getByRole('textbox', { name: 'Message text' }).waitFor();
		expect(await composer.getByRole('textbox', { name: 'Subject' }).inputValue()).toBe('Re: Lunch');
		await composer.getByRole('textbox', { name: 'Message text' }).press('Control+Home');
		await composer.getByRole('textbox', { name: 'Message text' }).pressSequentially('Gladly. Grüße, 👋\n');
		const chooser = page.waitForEvent('filechooser');
		await composer.getByRole('button', { name: 'Attach files' }).click();
		const menu = Buffer.from('soup\r\nsalad\r\n');
		await (await chooser).setFiles({ name: 'menu überall.txt', mimeType: 'text/plain', buffer: menu });
		await composer.getByText('menu überall.txt').waitFor();
		await composer.getByRole('button', { name: 'Send', exact: true }).click();
		await composer.waitFor({ state: 'detached' });

		const { page: theirs } = await newPage();
		await signIn(theirs, friend);
		await theirs.getByRole('grid', { name: 'Messages' }).getByText('Re: Lunch').click();
		await bodyText(theirs, 'Gladly. Grüße, 👋').waitFor();
		await theirs.getByText('menu überall.txt').first().waitFor();

		// What is on the server, behind the product's back.
		const inbox = await friend.imap();
		await inbox.select('INBOX');
		const { text: arrived } = await inbox.command('UID FETCH 1:* (BODY.PEEK[])');
		inbox.close();
		expect(arrived).toMatch(/^In-Reply-To: <[^>]+@example.org>/m);
		expect(arrived).toContain(menu.toString('base64'));
		const own = await account.imap();
		await own.select('Sent');
		const [filed] = await own.search('ALL');
		const { text: copy } = await own.command(`UID FETCH ${filed} (FLAGS BODY.PEEK[])`);
		expect(copy).toContain('\\Seen');
		const id = (raw: string) => /^Message-ID: (<[^>]+>)/im.exec(raw)?.[1];
		expect(id(copy)).toBe(id(arrived));
		await own.select('INBOX');
		expect(await own.search('ANSWERED')).toHaveLength(1);
		own.close();
	});

	journey('mail that arrives shows up by itself', async ({ page, account }) => {
		await signIn(page, account);
		await page.waitForTimeout(500);
		await account.append(letter({ subject: 'Just in' }));
		await page.getByRole('grid', { name: 'Messages' }).getByText('Just in').waitFor({ timeout: 5000 });
	});
});
