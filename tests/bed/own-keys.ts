import type { Locator, Page } from 'playwright-core';

/** The security page in the hands of its owner. */
export const SECURITY = '/settings/security';

export const section = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true });

/** The recovery codes in the open dialog. */
export const codesIn = (page: Page): Promise<string[]> =>
	page
		.getByRole('dialog')
		.getByRole('list', { name: 'Recovery codes' })
		.getByRole('listitem')
		.allInnerTexts();

/** Adds the key that is plugged in; returns the recovery codes that came with it, none after the first factor. */
export async function addKey(page: Page, name: string): Promise<string[]> {
	await page.getByRole('button', { name: 'Add a key' }).click();
	const dialog = page.getByRole('dialog', { name: 'Add a key' });
	await dialog.getByLabel('Name', { exact: true }).fill(name);
	await dialog.getByRole('button', { name: 'Continue' }).click();
	await dialog.getByText(/ is added\.$/).waitFor();
	const first = (await dialog.getByRole('button', { name: 'I have kept them' }).count()) > 0;
	const codes = first ? await codesIn(page) : [];
	await dialog.getByRole('button', { name: first ? 'I have kept them' : 'Done' }).click();
	await dialog.waitFor({ state: 'detached' });
	return codes;
}

/** As if the browser were closed and its session forgotten; what the key knows stays. */
export async function leave(page: Page): Promise<void> {
	await page.context().clearCookies({ name: '__Host-postern' });
	await page.goto('/login');
}
