import { describe, expect } from 'vitest';
import type { Page } from 'playwright-core';
import { freshAccount } from '../bed/accounts.ts';
import { setUpApp } from '../bed/authenticator-app.ts';
import { axe } from '../bed/axe.ts';
import { journey } from '../bed/journey.ts';
import { picture } from '../bed/picture.ts';
import { startProduct, type ProductFacts } from '../bed/product.ts';
import { fillSignIn } from '../bed/sign-in.ts';

/** A product whose administrator is the account of the test. */
const adminJourney = journey.extend<{ product: ProductFacts }>({
	product: async ({ mail, account }, use) => {
		const product = await startProduct(mail, { environment: { POSTERN_ADMINS: account.address } });
		await use(product.facts);
		await product.end();
	}
});

/** Goes on with Tab until the control of this name has the keys. */
async function tabTo(page: Page, name: string): Promise<void> {
	for (let presses = 0; presses < 40; presses++) {
		await page.keyboard.press('Tab');
		const at = await page.evaluate(() => {
			const element = document.activeElement;
			return element?.getAttribute('aria-label') ?? element?.textContent?.trim();
		});
		if (at === name) return;
	}
	throw new Error(`Tab does not reach “${name}”.`);
}

describe('the administration', () => {
	adminJourney(
		'rules, a reset and the audit, by keyboard, in both themes and on a phone',
		async ({ page, account, product, mail }) => {
			const ben = await freshAccount(mail, 'ben');
			const { app } = await setUpApp(product.origin, account);
			await setUpApp(product.origin, ben);
			await page.goto('/login?next=/admin/people');
			await fillSignIn(page, account);
			await page.getByLabel('Code', { exact: true }).fill(app.code());
			await page.keyboard.press('Enter');
			await page.waitForURL('**/admin/people');
			await page.getByText('2 of 2 people who signed in here have a second factor.').waitFor();

			await page.getByRole('heading', { name: 'People', level: 1 }).waitFor();
			await tabTo(page, 'A second factor is');
			await page.keyboard.press('End');
			await tabTo(page, 'Days of grace');
			await page.keyboard.type('3');
			await tabTo(page, 'Keep these rules');
			await page.keyboard.press('Enter');
			await page.getByText('The rules hold from now on.').first().waitFor();
			await page.reload();
			await expect.poll(() => page.getByLabel('A second factor is').inputValue()).toBe('required');
			expect(await page.getByLabel('Days of grace').inputValue()).toBe('3');

			const found: Record<string, string[]> = {};
			const look = async (what: string): Promise<void> => {
				for (const width of [1440, 390]) {
					for (const colorScheme of ['light', 'dark'] as const) {
						await page.setViewportSize({ width, height: 844 });
						await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
						await picture(page, `admin-${what}-${width}-${colorScheme}`);
						const wide = await page.evaluate(() => {
							const { scrollWidth, clientWidth } = document.querySelector('main')!;
							return scrollWidth > clientWidth ? [`${scrollWidth} in ${clientWidth}`] : [];
						});
						found[`${what}, ${width}, ${colorScheme}`] = [...(await axe(page)), ...wide];
					}
				}
				await page.setViewportSize({ width: 1440, height: 900 });
			};
			await look('people');
			await tabTo(page, `Reset the second factor of ${ben.address}`);
			await page.keyboard.press('Enter');
			const dialog = page.getByRole('dialog', { name: 'Reset the second factor' });
			await dialog.getByText(ben.address).waitFor();
			await look('reset');
			await tabTo(page, 'Reset');
			await page.keyboard.press('Enter');
			await dialog.waitFor({ state: 'detached' });
			await page.getByText('and a letter is on its way').first().waitFor();
			await page.getByText('1 of 2 people').waitFor();

			await page.getByRole('button', { name: 'Close for everybody' }).click();
			const closing = page.getByRole('dialog', { name: 'Close for everybody' });
			await closing.getByText('on every account').waitFor();
			await closing.getByLabel('Your main password').fill('not it');
			await page.keyboard.press('Enter');
			await closing.getByRole('alert').getByText('This is not your main password.').waitFor();
			await page.keyboard.press('Escape');
			await closing.waitFor({ state: 'detached' });

			await page.getByRole('link', { name: 'Audit' }).click();
			await page.waitForURL('**/admin/audit');
			// Without what was said of the reset.
			await page.reload();
			const lines = page.locator('main').getByRole('listitem');
			await expect.poll(() => lines.count()).toBe(3);
			await lines.first().getByText(ben.address).waitFor();
			await lines.getByText('Grace was 7 days, is now 3 days').waitFor();
			await lines
				.getByText('A second factor was offered to everybody, is now required of everybody')
				.waitFor();
			await look('audit');
			expect(Object.entries(found).filter(([, lines]) => lines.length > 0)).toEqual([]);
		}
	);
});
