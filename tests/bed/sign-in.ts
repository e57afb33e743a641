import type { Page } from 'playwright-core';
import type { BedAccount } from './accounts.ts';

/** Fills in the sign-in form that is on screen and sends it. */
export async function fillSignIn(page: Page, account: { address: string; password: string }): Promise<void> {
	await page.getByLabel('Email address').fill(account.address);
	await page.getByLabel('Password', { exact: true }).fill(account.password);
	await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** Signs in and waits until the list of messages stands. */
export async function signIn(page: Page, account: BedAccount, path = '/mail/INBOX'): Promise<void> {
	await page.goto(`/login?next=${encodeURIComponent(path)}`);
	await fillSignIn(page, account);
	await page.waitForURL((url) => url.pathname !== '/login');
	// On a phone the tree waits in a drawer.
	await page.getByRole('tree', { name: 'Folders', includeHidden: true }).waitFor({ state: 'attached' });
}
