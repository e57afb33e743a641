import { describe, expect } from 'vitest';
import type { Page } from 'playwright-core';
import { AuthenticatorApp } from '../bed/authenticator-app.ts';
import { journey } from '../bed/journey.ts';
import { picture } from '../bed/picture.ts';
import { signIn } from '../bed/sign-in.ts';

const section = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const codesIn = (page: Page) =>
	page
		.getByRole('dialog')
		.getByRole('list', { name: 'Recovery codes' })
		.getByRole('listitem')
		.allInnerTexts();

/** Opens “Set up an app” and reads the secret off the page, as somebody without a camera does. */
async function openApp(page: Page): Promise<AuthenticatorApp> {
	await page.getByRole('button', { name: 'Set up an app' }).click();
	const dialog = page.getByRole('dialog', { name: 'Set up an app' });
	await dialog.getByRole('img', { name: 'QR code for the authenticator app' }).waitFor();
	return new AuthenticatorApp(await dialog.getByText(/^(?:[A-Z2-7]{4} ?){8}$/).innerText());
}

describe('the security page', () => {
	journey(
		'a wrong code sets nothing up, the right one does and brings ten codes',
		async ({ page, account }) => {
			await signIn(page, account, '/settings/security');
			await page.getByText('Your password alone opens this mailbox.').waitFor();
			const app = await openApp(page);
			await picture(page, 'security-app-dialog');
			const field = page.getByLabel('Code', { exact: true });
			await field.fill(app.wrong());
			await field.press('Enter');
			await page.getByRole('dialog').getByRole('alert').waitFor();
			expect(await field.inputValue()).toBe('');
			await field.fill(app.code());
			await field.press('Enter');
			await page.getByRole('dialog', { name: 'Recovery codes' }).waitFor();
			const codes = await codesIn(page);
			await picture(page, 'security-codes-dialog');
			expect(new Set(codes).size).toBe(10);
			for (const code of codes) expect(code).toMatch(/^(?:[0-9a-z]{4}-){3}[0-9a-z]{4}$/);
			await page.getByRole('button', { name: 'I have kept them' }).click();
			await section(page, 'Recovery codes').getByText('10 of 10 left').waitFor();
			await page.getByText('it also takes your authenticator app').waitFor();
			await page.reload();
			await section(page, 'Recovery codes').getByText('10 of 10 left').waitFor();
			const html = await page.content();
			for (const code of codes) expect(html).not.toContain(code);
			await section(page, 'History').getByText('Authenticator app set up').waitFor();
			await picture(page, 'security-page');
		}
	);
});
