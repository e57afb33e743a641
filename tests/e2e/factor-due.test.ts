import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, expect, inject } from 'vitest';
import type { Page } from 'playwright-core';
import { AuthenticatorApp } from '../bed/authenticator-app.ts';
import { axe } from '../bed/axe.ts';
import { journey } from '../bed/journey.ts';
import { letter } from '../bed/letters.ts';
import { picture } from '../bed/picture.ts';
import { startProduct, type BedProduct } from '../bed/product.ts';
import { fillSignIn, signIn } from '../bed/sign-in.ts';

const data = mkdtempSync(join(tmpdir(), 'postern-due-'));
let product: BedProduct;

/** A product of our own, where everybody must have a second factor. */
beforeAll(async () => {
	product = await startProduct(inject('mailServer'), { data });
	const store = new Sqlite(join(data, 'postern.db'));
	store.prepare('INSERT INTO policy (name, value) VALUES (?, ?)').run('secondFactor', '"required"');
	store.prepare('INSERT INTO policy (name, value) VALUES (?, ?)').run('graceDays', '7');
	store.close();
});
afterAll(async () => {
	await product.end();
	rmSync(data, { recursive: true, force: true });
});

const due = journey.extend({ product: async ({}, use) => use(product.facts) });

/** Lets the days of grace of this account be over. */
function endGrace(address: string): void {
	const store = new Sqlite(join(data, 'postern.db'));
	store.prepare('UPDATE factor_owner SET grace_from = 1 WHERE address = ?').run(address);
	store.close();
}

async function setUp(page: Page): Promise<AuthenticatorApp> {
	await page.getByRole('button', { name: 'Set up an app' }).click();
	const dialog = page.getByRole('dialog', { name: 'Set up an app' });
	const secret = dialog.getByText(/^(?:[A-Z2-7]{4} ?){8}$/);
	const app = new AuthenticatorApp(await secret.innerText());
	await page.getByLabel('Code', { exact: true }).fill(app.typed());
	await page.getByRole('button', { name: 'Continue' }).click();
	await page.getByRole('button', { name: 'I have kept them' }).click();
	return app;
}

due('while there is time a line says until when; it can be put off', async ({ page, account }) => {
	await signIn(page, account);
	const told = page.getByRole('complementary', { name: 'Second factor' });
	await told.getByText(/This account needs a second factor by/).waitFor();
	await picture(page, 'factor-due');
	expect(await axe(page)).toEqual([]);
	await told.getByRole('button', { name: 'Later' }).click();
	await told.waitFor({ state: 'detached' });
	await page.reload();
	await page.getByRole('link', { name: 'Settings' }).click();
	await page.getByRole('link', { name: 'Security settings' }).waitFor();
	expect(await told.count()).toBe(0);
	await page.getByRole('link', { name: 'Security settings' }).click();
	await told.waitFor();
	await setUp(page);
	await told.waitFor({ state: 'detached' });
});

due('after that there is one page, and mail again once a factor is set up', async ({ page, account }) => {
	await account.append(letter({ subject: 'Waiting behind the door' }));
	await signIn(page, account);
	endGrace(account.address);
	await page.goto('/mail/INBOX');
	await page.waitForURL('**/settings/security');
	await page.getByText('Your mail waits behind this page.').waitFor();
	expect(await page.getByRole('tree', { name: 'Folders', includeHidden: true }).count()).toBe(0);
	expect(await page.getByText('Waiting behind the door').count()).toBe(0);
	await picture(page, 'factor-enrol');
	expect(await axe(page)).toEqual([]);
	expect((await page.request.get('/api/folders')).status()).toBe(403);
	await setUp(page);
	await page.getByText('Your mail is open.').waitFor();
	await page.getByRole('link', { name: 'Go to the inbox' }).click();
	await page.getByRole('grid', { name: 'Messages' }).getByText('Waiting behind the door').waitFor();
});

due(
	'minutes after signing in the password is asked for before anything is set up',
	async ({ page, account }) => {
		await signIn(page, account);
		endGrace(account.address);
		const store = new Sqlite(join(data, 'postern.db'));
		store.prepare('UPDATE session SET proved = proved - 301000 WHERE address = ?').run(account.address);
		store.close();
		await page.goto('/settings/security');
		await page.getByRole('button', { name: 'Set up an app' }).click();
		const asked = page.getByRole('dialog', { name: 'Show that it is you' });
		await asked.getByLabel('Password', { exact: true }).fill(account.password);
		await picture(page, 'factor-step-up');
		await asked.getByRole('button', { name: 'Continue' }).click();
		await asked.waitFor({ state: 'detached' });
		await page.getByRole('img', { name: 'QR code for the authenticator app' }).waitFor();
	}
);

due('the last factor of somebody who must have one stays', async ({ page, account }) => {
	await signIn(page, account, '/settings/security');
	await setUp(page);
	await page.getByRole('button', { name: 'Remove the authenticator app' }).click();
	await page.getByText('This account must keep a second factor.').first().waitFor();
	await page.reload();
	await page.getByRole('region', { name: 'Authenticator app' }).getByText('Six digits from an app').waitFor();
});

due('who must set one up may leave instead', async ({ page, account }) => {
	await signIn(page, account);
	endGrace(account.address);
	await page.reload();
	await page.getByRole('button', { name: 'Sign out' }).click();
	await page.waitForURL('**/login**');
	await fillSignIn(page, account);
	await page.waitForURL('**/settings/security');
});
