import type { BrowserContextOptions } from 'playwright-core';
import { describe, expect } from 'vitest';
import { setUpApp } from '../bed/authenticator-app.ts';
import { axe } from '../bed/axe.ts';
import { journey } from '../bed/journey.ts';
import { DESKTOP, PHONE } from '../bed/looks.ts';
import { picture } from '../bed/picture.ts';
import { fillSignIn } from '../bed/sign-in.ts';

const cases: [string, BrowserContextOptions][] = [
	['desktop, light', { ...DESKTOP, colorScheme: 'light' }],
	['phone, dark', { ...PHONE, colorScheme: 'dark' }],
	['narrow, German', { viewport: { width: 320, height: 640 }, locale: 'de-DE' }]
];

describe('the steps of signing in: axe finds nothing, nothing is cut off', () => {
	journey.for(cases)('%s', async ([name, options], { account, newPage, product }) => {
		const { app } = await setUpApp(product.origin, account);

		const { page } = await newPage(options);
		const found: Record<string, string[]> = {};
		const look = async (what: string) => {
			await picture(page, `step ${what} ${name}`.replace(/[^a-z]+/gi, '-'));
			found[what] = await axe(page);
			const beyond = await page.evaluate(() =>
				[...document.querySelectorAll('main *')]
					.filter((part) => part.getBoundingClientRect().right > innerWidth - 8)
					.map((part) => part.outerHTML.slice(0, 120))
			);
			found[what].push(...beyond.map((part) => `too wide: ${part}`));
		};
		const german = options.locale === 'de-DE';
		await page.goto('/login');
		await look('one');
		if (german) {
			await page.getByLabel('E-Mail-Adresse').fill(account.address);
			await page.getByLabel('Passwort', { exact: true }).fill(account.password);
			await page.getByRole('button', { name: 'Anmelden', exact: true }).click();
		} else await fillSignIn(page, account);
		const field = page.getByLabel('Code', { exact: true });
		await field.waitFor();
		// One network has five wrong codes in a quarter of an hour, and all tests are one network.
		if (!german) {
			await field.fill(app.wrong());
			await field.press('Enter');
			await page.getByRole('alert').waitFor();
		}
		await look('two');
		await page.getByRole('link', { name: german ? 'Ein Wiederherstellungscode' : 'A recovery code' }).click();
		await page.getByLabel(german ? 'Wiederherstellungscode' : 'Recovery code', { exact: true }).waitFor();
		await look('paper');
		await page.goto('/login?way=totp');
		await field.fill(app.code());
		await field.press('Enter');
		await page.waitForURL('**/mail/INBOX');
		await page.goto('/prove?next=%2Fsettings');
		await field.waitFor();
		await look('prove');
		expect(Object.entries(found).filter(([, lines]) => lines.length > 0)).toEqual([]);
	});
});
