import { describe, expect } from 'vitest';
import type { Page } from 'playwright-core';
import { journey } from '../bed/journey.ts';
import { letter } from '../bed/letters.ts';
import { signIn } from '../bed/sign-in.ts';

const grid = (page: Page) => page.getByRole('grid', { name: 'Messages' });
const rows = (page: Page) => grid(page).getByRole('row');
const rowOf = (page: Page, subject: string) => rows(page).filter({ hasText: subject });

describe('the list of messages', () => {
	journey('holds more messages than rows, and shows any of them', async ({ page, account }) => {
		for (let n = 1; n <= 130; n++) await account.append(letter({ subject: `Letter ${n}.`, text: `${n}` }));
		await signIn(page, account);
		await rowOf(page, 'Letter 130.').waitFor();
		expect(await grid(page).getAttribute('aria-rowcount')).toBe('130');
		expect(await rows(page).count()).toBeLessThan(60);
		await grid(page).focus();
		await page.keyboard.press('End');
		await rowOf(page, 'Letter 1.').waitFor();
		expect(await rowOf(page, 'Letter 1.').getAttribute('aria-rowindex')).toBe('130');
		await page.keyboard.press('Home');
		await rowOf(page, 'Letter 130.').waitFor();
	});

	journey('archives what is picked at once, and takes it back', async ({ page, account }) => {
		for (const n of [1, 2, 3, 4]) await account.append(letter({ subject: `Pick ${n}.`, text: `${n}` }));
		await signIn(page, account);
		await rowOf(page, 'Pick 3.').getByRole('checkbox').click({ force: true });
		await rowOf(page, 'Pick 1.')
			.getByRole('checkbox')
			.click({ force: true, modifiers: ['Shift'] });
		await page.getByText('3 messages selected').first().waitFor();
		await page.getByRole('button', { name: 'Archive', exact: true }).click();
		await rowOf(page, 'Pick 2.').waitFor({ state: 'detached' });
		expect(await grid(page).getAttribute('aria-rowcount')).toBe('1');
		await page.getByRole('button', { name: 'Undo' }).click();
		await rowOf(page, 'Pick 2.').waitFor();
		expect(await grid(page).getAttribute('aria-rowcount')).toBe('4');
	});

	journey('shows new mail by itself, and only unread mail when asked', async ({ page, account }) => {
		await account.append(letter({ subject: 'Read before.', text: 'old' }), 'INBOX', '\\Seen');
		await signIn(page, account);
		await rowOf(page, 'Read before.').waitFor();
		await account.append(letter({ subject: 'Just came.', text: 'new' }));
		await rowOf(page, 'Just came.').waitFor();
		await page.getByRole('button', { name: 'Show: All' }).click();
		await page.getByRole('menuitemradio', { name: 'Unread' }).click();
		await rowOf(page, 'Read before.').waitFor({ state: 'detached' });
		await rowOf(page, 'Just came.').waitFor();
	});

	journey('orders by subject, and says so in its address', async ({ page, account }) => {
		for (const subject of ['Pear', 'Apple', 'Quince'])
			await account.append(letter({ subject, text: subject }));
		await signIn(page, account);
		await page.getByRole('button', { name: 'Sort messages: Newest first' }).click();
		await page.getByRole('menuitemradio', { name: 'Subject' }).click();
		await page.waitForURL('**?sort=subject&order=asc');
		await expect.poll(async () => (await rows(page).first().textContent()) ?? '').toContain('Apple');
		await page.reload();
		await expect.poll(async () => (await rows(page).last().textContent()) ?? '').toContain('Quince');
	});

	journey('finds words, and says when there are none', async ({ page, account }) => {
		await account.append(letter({ subject: 'The quay line', text: 'drawn anew' }));
		await account.append(letter({ subject: 'Bees', text: 'second pot' }));
		await signIn(page, account);
		await page.getByRole('searchbox', { name: 'Search mail' }).fill('quay');
		await page.keyboard.press('Enter');
		await rowOf(page, 'Bees').waitFor({ state: 'detached' });
		await rowOf(page, 'The quay line').waitFor();
		await page.getByRole('searchbox', { name: 'Search mail' }).fill('nothing of the kind');
		await page.keyboard.press('Enter');
		await page.getByText('Nothing found for “nothing of the kind”').waitFor();
	});

	journey('two pages show the same', async ({ page, account }) => {
		await account.append(letter({ subject: 'Seen by two.', text: 'both' }));
		await signIn(page, account);
		const other = await page.context().newPage();
		await other.goto('/mail/INBOX');
		await rowOf(other, 'Seen by two.').waitFor();
		await grid(page).focus();
		await page.keyboard.press('e');
		await rowOf(page, 'Seen by two.').waitFor({ state: 'detached' });
		await rowOf(other, 'Seen by two.').waitFor({ state: 'detached' });
	});

	journey('fits 320 pixels', async ({ newPage, account }) => {
		const { page } = await newPage({ viewport: { width: 320, height: 640 } });
		await account.append(letter({ subject: 'A narrow one with a rather long subject line', text: 'text' }));
		await signIn(page, account);
		await rowOf(page, 'A narrow one').waitFor();
		expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
	});
});
