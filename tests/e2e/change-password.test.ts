import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { axe } from '../bed/axe.ts';
import { journey } from '../bed/journey.ts';
import { fillSignIn, signIn } from '../bed/sign-in.ts';

const NEXT = 'kite-vessel-onward-plum';

/** Octets over the wire. The dictionaries are most of a megabyte, for nobody but who changes a password. */
function largestScript(page: Page): Promise<number> {
	return page.evaluate(() => {
		const loaded = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
		return Math.max(...loaded.filter(({ name }) => /\.js$/.test(name)).map((one) => one.encodedBodySize));
	});
}

journey(
	'a password is changed: this browser goes on, the other one is asked',
	async ({ page, account, newPage }) => {
		const { page: laptop } = await newPage();
		await signIn(laptop, account);
		await signIn(page, account);
		await page.goto('/settings/security');
		expect(await largestScript(page)).toBeLessThan(200_000);
		await page.getByRole('button', { name: 'Change password' }).click();
		const dialog = page.getByRole('dialog', { name: 'Change password' });
		const old = dialog.getByLabel('Current password');
		const next = dialog.getByLabel('New password');
		const send = dialog.getByRole('button', { name: 'Change password' });

		await old.fill('not this one');
		await next.fill('short');
		await dialog.getByText('guess', { exact: false }).and(dialog.getByRole('status')).waitFor();
		await send.click();
		await dialog.getByText('It needs at least 10 characters.').waitFor();
		await next.fill('password2026');
		await dialog.getByText('Very easy to guess').waitFor();
		expect(await largestScript(page)).toBeGreaterThan(500_000);
		await send.click();
		await dialog.getByText('This password is too easy to guess.').waitFor();
		expect(await axe(page)).toEqual([]);
		await next.fill(NEXT);
		await dialog.getByText('Very hard to guess').waitFor();
		await send.click();
		await dialog.getByText('This is not your main password.').waitFor();
		await old.fill(account.password);
		await page.keyboard.press('Enter');
		await page.getByText('The password is changed. Every other browser is signed out.').first().waitFor();
		await page.goto('/mail/INBOX');
		await page.getByRole('tree', { name: 'Folders' }).waitFor();

		await laptop.goto('/mail/Sent');
		await laptop.waitForURL('**/login**');
		await fillSignIn(laptop, account);
		await laptop.getByRole('alert').waitFor();
		await fillSignIn(laptop, { address: account.address, password: NEXT });
		await laptop.waitForURL('**/mail/Sent');
	}
);
