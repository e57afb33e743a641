import { expect } from 'vitest';
import { doveadm, enable } from '../bed/doveadm.ts';
import { journey } from '../bed/journey.ts';
import { startProduct } from '../bed/product.ts';
import { signIn } from '../bed/sign-in.ts';

const withTokens = journey.extend({
	product: async ({ mail }, use) => {
		const product = await startProduct(mail, { tokenMode: true });
		await use(product.facts);
		await product.end();
	}
});

withTokens(
	'an account that is disabled meanwhile is told so, and goes on where it was once it is back',
	async ({ page, mail, account }) => {
		await signIn(page, account);
		await page.getByRole('button', { name: 'Compose' }).click();
		await page.getByLabel('Subject').fill('half a letter');
		enable(mail, account.address, false);
		await doveadm(mail, 'kick', account.address);

		const dialog = page.getByRole('dialog', { name: 'Sign in again' });
		await dialog.getByText('The mail server no longer lets this account in').waitFor();
		const password = dialog.getByLabel('Password', { exact: true });
		await password.fill(account.password);
		await dialog.getByRole('button', { name: 'Sign in', exact: true }).click();
		await dialog.getByText('Address or password is wrong').waitFor();

		enable(mail, account.address, true);
		await password.fill(account.password);
		await dialog.getByRole('button', { name: 'Sign in', exact: true }).click();
		await dialog.waitFor({ state: 'hidden' });
		expect(await page.getByLabel('Subject').inputValue()).toBe('half a letter');
		await page.getByText('Postern cannot be reached').waitFor({ state: 'hidden' });
	}
);
