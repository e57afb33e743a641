import { describe, expect } from 'vitest';
import type { Page } from 'playwright-core';
import { journey } from '../bed/journey.ts';
import { letter } from '../bed/letters.ts';
import { bodyText, row } from '../bed/reading.ts';
import { signIn } from '../bed/sign-in.ts';

/** Presses Tab until the thing that has the focus passes, at most `most` times. */
async function tabTo(page: Page, wanted: string, most = 60): Promise<void> {
	for (let pressed = 0; pressed < most; pressed++) {
		if (await page.evaluate((selector) => document.activeElement?.matches(selector) ?? false, wanted)) return;
		await page.keyboard.press('Tab');
	}
	throw new Error(`${wanted} was not reached with ${most} presses of Tab.`);
}

describe('the keyboard alone', () => {
	journey('signs in, walks the list, opens, and goes back', async ({ page, account }) => {
		for (const n of [1, 2, 3, 4])
			await account.append(letter({ subject: `Row ${n}`, text: `Text of row ${n}.` }));
		await page.goto('/login');
		await tabTo(page, 'input[name=address]');
		await page.keyboard.type(account.address);
		await page.keyboard.press('Tab');
		await page.keyboard.type(account.password);
		await page.keyboard.press('Enter');
		await page.waitForURL('**/mail/INBOX');
		await row(page, 'Row 4').waitFor();

		await tabTo(page, '[role=grid], [role=grid] *');
		await page.keyboard.press('ArrowDown');
		await page.keyboard.press('ArrowDown');
		await page.keyboard.press('Enter');
		await bodyText(page, /Text of row \d\./).waitFor();
		const opened = page.url();
		expect(opened).toMatch(/\/mail\/INBOX\/\d+$/);
		await page.keyboard.press('j');
		await page.waitForURL((url) => url.href !== opened);
	});

	journey('deletes and takes it back', async ({ page, account }) => {
		await account.append(letter({ subject: 'Not yet', text: 'Keep me.' }));
		await signIn(page, account);
		await page.getByRole('grid', { name: 'Messages' }).getByText('Not yet').waitFor();
		await tabTo(page, '[role=grid], [role=grid] *');
		await page.keyboard.press('ArrowDown');
		await page.keyboard.press('Delete');
		await page.getByRole('grid', { name: 'Messages' }).getByText('Not yet').waitFor({ state: 'detached' });
		await page.getByRole('button', { name: 'Undo' }).waitFor();
		await tabTo(page, 'button:has-text("Undo"), .undo, [data-undo]').catch(() => undefined);
		await page.getByRole('button', { name: 'Undo' }).focus();
		await page.keyboard.press('Enter');
		await page.getByRole('grid', { name: 'Messages' }).getByText('Not yet').waitFor();
	});

	journey('every stop of Tab is visible and has a name', async ({ page, account }) => {
		await account.append(letter({ subject: 'Stops', text: 'Here.' }));
		await signIn(page, account);
		await page.getByRole('grid', { name: 'Messages' }).getByText('Stops').click();
		await bodyText(page, 'Here.').waitFor();
		const nameless: string[] = [];
		for (let stop = 0; stop < 50; stop++) {
			await page.keyboard.press('Tab');
			const seen = await page.evaluate(() => {
				const element = document.activeElement;
				// In the frame of a message the focus is on its links, which the frame draws itself.
				if (!element || element === document.body || element.tagName === 'IFRAME') return null;
				const box = element.getBoundingClientRect();
				const style = getComputedStyle(element);
				const ring = style.outlineStyle !== 'none' || style.boxShadow !== 'none';
				return { html: element.outerHTML.slice(0, 140), small: box.width < 1 || box.height < 1, ring };
			});
			if (seen?.small || seen?.ring === false) nameless.push(seen.html);
		}
		expect(nameless).toEqual([]);
	});
});
