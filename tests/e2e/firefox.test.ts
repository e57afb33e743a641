import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { freshAccount } from '../bed/accounts.ts';
import { openFirefox } from '../bed/browsers.ts';
import { letter } from '../bed/letters.ts';
import { bodyText } from '../bed/reading.ts';
import { signIn } from '../bed/sign-in.ts';

const product = inject('product');
const mail = inject('mailServer');

describe('Firefox', () => {
	let browser: Browser;
	beforeAll(async () => void (browser = await openFirefox()));
	afterAll(() => browser.close());

	async function open(): Promise<{ page: Page; errors: string[] }> {
		const context = await browser.newContext({
			baseURL: product.origin,
			viewport: { width: 1280, height: 800 }
		});
		context.setDefaultTimeout(20_000);
		const page = await context.newPage();
		const errors: string[] = [];
		page.on('pageerror', (error) => errors.push(error.message));
		return { page, errors };
	}

	test('signs in, lists, opens text and HTML', async () => {
		const account = await freshAccount(mail);
		await account.append(letter({ subject: 'Plain one', text: 'Plain words.' }));
		await account.append(
			letter({ subject: 'Rich one', html: '<p>Rich <b>words</b><script>window.top.hit=1</script></p>' })
		);
		const { page, errors } = await open();
		await signIn(page, account);
		const grid = page.getByRole('grid', { name: 'Messages' });
		await grid.getByText('Plain one').click();
		await bodyText(page, 'Plain words.').waitFor();
		await grid.getByText('Rich one').click();
		await bodyText(page, 'Rich words').waitFor();
		expect(await page.evaluate(() => 'hit' in window)).toBe(false);
		expect(errors).toEqual([]);
		await page.context().close();
	});

	test('writes and sends', async () => {
		const account = await freshAccount(mail);
		const friend = await freshAccount(mail, 'friend');
		const { page, errors } = await open();
		await signIn(page, account);
		await page.getByRole('button', { name: 'Compose' }).click();
		const composer = page.getByRole('region', { name: 'New message' });
		await composer
			.getByRole('combobox', { name: 'To' })
			.or(composer.getByLabel('To', { exact: true }))
			.first()
			.fill(friend.address);
		await composer.getByRole('textbox', { name: 'Subject' }).fill('From Firefox');
		await composer.getByRole('textbox', { name: 'Message text' }).fill('Sent by a fox.');
		await composer.getByRole('button', { name: 'Send', exact: true }).click();
		await composer.waitFor({ state: 'detached' });
		const theirs = await friend.imap();
		await expect.poll(() => theirs.select('INBOX'), { timeout: 10_000 }).toBe(1);
		theirs.close();
		expect(errors).toEqual([]);
		await page.context().close();
	});
});
