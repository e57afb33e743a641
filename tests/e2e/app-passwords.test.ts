import { readFileSync } from 'node:fs';
import { describe, expect } from 'vitest';
import { axe } from '../bed/axe.ts';
import { journey } from '../bed/journey.ts';
import { imapOpens, OWN } from '../bed/mail-programs.ts';
import { signIn } from '../bed/sign-in.ts';

describe('app passwords', () => {
	journey('one is made, seen once, set up, used and revoked', async ({ newPage, account, mail }) => {
		const { page } = await newPage({ colorScheme: 'dark' });
		await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
		await signIn(page, account);
		await page.goto('/settings/security');
		await page.getByRole('button', { name: 'New app password' }).click();
		const asking = page.getByRole('dialog', { name: 'New app password' });
		await asking.getByRole('button', { name: 'Make password' }).click();
		await asking.getByText('Give it one.').waitFor();
		expect(await axe(page)).toEqual([]);
		// By keyboard alone: the field has the focus.
		await page.keyboard.type('Phone');
		await page.keyboard.press('Enter');

		const shown = page.getByRole('dialog', { name: 'App password for Phone' });
		const password = await shown.getByRole('status', { name: 'App password' }).innerText();
		await shown.getByText(`localhost, port ${mail.ports.imap}, STARTTLS`).waitFor();
		await shown.getByText(`localhost, port ${mail.ports.submission}, STARTTLS`).waitFor();
		// Readers of codes expect them dark on light, in either theme.
		const code = shown.getByRole('img', { name: 'Code with the account details' });
		expect(await code.locator('path').evaluate((path) => getComputedStyle(path).fill)).toBe('rgb(0, 0, 0)');
		expect(await axe(page)).toEqual([]);
		await shown.getByRole('button', { name: 'Copy password' }).click();
		await shown.getByText('Copied', { exact: true }).waitFor();
		expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(password);
		const download = page.waitForEvent('download');
		await shown.getByRole('button', { name: 'Download profile' }).click();
		const file = await download;
		expect(file.suggestedFilename()).toBe('mail.mobileconfig');
		expect(readFileSync(await file.path(), 'utf8')).toContain(`<string>${password}</string>`);
		// What it shows cannot be shown again, so a slip of the finger does not close it.
		await page.keyboard.press('Escape');
		await shown.getByRole('button', { name: 'I have it' }).click();

		const row = page.getByRole('row', { name: /Phone/ });
		await row.getByText('never used').waitFor();
		expect(await page.content()).not.toContain(password);
		const login = { address: account.address, password };
		expect(await imapOpens(mail, login)).toBe(true);
		await page.reload();
		await row.getByText('127.0.0.2').waitFor();
		await row.getByText(/Today, .* to read/).waitFor();
		expect(await axe(page)).toEqual([]);
		await row.getByRole('button', { name: 'Revoke Phone' }).click();
		await row.waitFor({ state: 'detached' });
		expect(await imapOpens(mail, login)).toBe(false);
	});

	journey(
		'the main password is closed to mail programs and opened again',
		async ({ page, account, mail }) => {
			await signIn(page, account);
			await page.goto('/settings/security');
			await page.getByRole('button', { name: 'Close to mail programs' }).click();
			const dialog = page.getByRole('dialog', { name: 'Close to mail programs' });
			await dialog.getByLabel('Main password').fill('not this one');
			await page.keyboard.press('Enter');
			await dialog.getByRole('alert').getByText('This is not your main password.').waitFor();
			expect(await axe(page)).toEqual([]);
			expect(await imapOpens(mail, account)).toBe(true);
			await dialog.getByLabel('Main password').fill(account.password);
			await page.keyboard.press('Enter');
			await page.getByText('opens Postern alone. Mail programs need app passwords.').waitFor();
			expect(await imapOpens(mail, account)).toBe(false);
			expect(await imapOpens(mail, account, OWN)).toBe(true);
			await page.getByRole('button', { name: 'Open to mail programs' }).click();
			await page.getByText('opens Postern, and mail programs too.').waitFor();
			expect(await imapOpens(mail, account)).toBe(true);
		}
	);
});
