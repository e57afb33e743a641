import type { Locator, Page } from 'playwright-core';
import type { BedAccount } from './accounts.ts';
import { fillSignIn } from './sign-in.ts';
import { withoutOffers } from './virtual-key.ts';

/** Where keys are managed. */
export const SECURITY = '/settings/security';
export const keys = (page: Page) => page.getByRole('region', { name: 'Security keys and passkeys' });
export const row = (page: Page, name: string) => keys(page).getByRole('row').filter({ hasText: name });
export const section = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true });
export const dialog = (page: Page) => page.getByRole('dialog');

/** By the password, to where keys are managed. */
export async function enter(page: Page, account: BedAccount): Promise<void> {
	await withoutOffers(page);
	await page.goto(`/login?next=${encodeURIComponent(SECURITY)}`);
	await fillSignIn(page, account);
	await keys(page).waitFor();
}

/** Signs out and shows the password again; the key that is plugged in answers the second question. */
export async function again(page: Page, account: BedAccount): Promise<void> {
	await page.context().clearCookies();
	await page.goto(`/login?next=${encodeURIComponent(SECURITY)}`);
	await fillSignIn(page, account);
}

export async function add(page: Page, name: string): Promise<void> {
	await page.getByRole('button', { name: 'Add a key' }).click();
	await dialog(page).getByRole('textbox', { name: 'Name' }).fill(name);
	await dialog(page).getByRole('button', { name: 'Continue' }).click();
	await dialog(page).getByText(`${name}\u2069 is added.`).waitFor();
}
export async function done(page: Page): Promise<void> {
	await dialog(page)
		.getByRole('button', { name: /^(Done|I have kept them)$/ })
		.click();
	await dialog(page).waitFor({ state: 'detached' });
}
/** Adds the key that is plugged in; returns the recovery codes that came with it, none after the first factor. */
export async function addKey(page: Page, name: string): Promise<string[]> {
	await add(page, name);
	const list = dialog(page).getByRole('list', { name: 'Recovery codes' });
	const codes = await list.getByRole('listitem').allInnerTexts();
	await done(page);
	return codes;
}
/** As if the browser were closed and its session forgotten; what the key knows stays. */
export async function leave(page: Page): Promise<void> {
	await page.context().clearCookies({ name: '__Host-postern' });
	await page.goto('/login');
}
export async function choose(page: Page, name: string, what: string): Promise<void> {
	await keys(page)
		.getByRole('button', { name: `More for ${name}` })
		.click();
	await page.getByRole('menuitem', { name: what }).click();
}
