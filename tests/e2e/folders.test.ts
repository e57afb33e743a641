import { describe, expect } from 'vitest';
import type { Page } from 'playwright-core';
import { journey } from '../bed/journey.ts';
import { letter } from '../bed/letters.ts';
import { signIn } from '../bed/sign-in.ts';

const tree = (page: Page) => page.getByRole('tree', { name: 'Folders' });
const node = (page: Page, name: string | RegExp) => tree(page).getByRole('treeitem', { name });

async function create(page: Page, name: string): Promise<void> {
	await page.getByRole('button', { name: 'New folder' }).click();
	await page.getByRole('textbox', { name: 'Name' }).fill(name);
	await page.getByRole('button', { name: 'Create' }).click();
	await node(page, name).waitFor();
}

describe('the tree of folders', () => {
	journey('makes, renames and deletes folders with any name', async ({ page, account }) => {
		await signIn(page, account);
		for (const name of ['Grüße & Fotos', '日本 📦', 'קבלות']) await create(page, name);
		await node(page, '日本 📦').click();
		await page.getByText('Nothing in 日本 📦').waitFor();
		await node(page, '日本 📦').press('F2');
		await page.getByRole('textbox', { name: 'Name' }).fill('Japan');
		await page.getByRole('button', { name: 'Rename', exact: true }).click();
		await page.waitForURL('**/mail/Japan');
		await node(page, 'Japan').press('Delete');
		await node(page, 'Japan').waitFor({ state: 'detached' });
		await page.waitForURL('**/mail/INBOX');
	});

	journey('is walked by arrow keys and letters', async ({ page, account }) => {
		await signIn(page, account);
		await create(page, 'Zebra');
		await node(page, /^Inbox/).focus();
		await page.keyboard.press('ArrowDown');
		const second = await page.evaluate(() => document.activeElement?.getAttribute('role'));
		expect(second).toBe('treeitem');
		await page.keyboard.press('z');
		await page.keyboard.press('Enter');
		await page.waitForURL('**/mail/Zebra');
	});

	journey('takes messages that are moved by keyboard or dragged', async ({ page, account }) => {
		for (const subject of ['By keys.', 'By hand.']) await account.append(letter({ subject, text: subject }));
		await signIn(page, account);
		await create(page, 'Boat');
		const grid = page.getByRole('grid', { name: 'Messages' });
		const row = (subject: string) => grid.getByRole('row').filter({ hasText: subject });
		await row('By hand.').dragTo(node(page, 'Boat'));
		await row('By hand.').waitFor({ state: 'detached' });
		await grid.focus();
		await page.keyboard.press('v');
		await page.getByRole('combobox', { name: 'Filter folders' }).fill('boa');
		await page.keyboard.press('Enter');
		await row('By keys.').waitFor({ state: 'detached' });
		await node(page, /^Boat/).click();
		await row('By keys.').waitFor();
		await row('By hand.').waitFor();
	});

	journey('a folder that is not there is a page that says so', async ({ page, account }) => {
		await signIn(page, account);
		await page.goto('/mail/Nowhere');
		await page.getByText('There is no folder “Nowhere”').first().waitFor();
		await page.getByRole('link', { name: 'Go to Inbox' }).click();
		await page.waitForURL('**/mail/INBOX');
	});
});
