import { describe, expect } from 'vitest';
import { journey } from '../bed/journey.ts';
import { addKey, leave, section, SECURITY } from '../bed/keys-page.ts';
import { fillSignIn, signIn } from '../bed/sign-in.ts';
import { VirtualKey } from '../bed/virtual-key.ts';

describe('a key is lost', () => {
	journey(
		'a recovery code opens, the key is removed, a new one brings new codes',
		async ({ page, newPage, account }) => {
			const lost = await VirtualKey.plugIn(page);
			await signIn(page, account, SECURITY);
			const codes = await addKey(page, 'The one on the bus');
			expect(codes).toHaveLength(10);
			const elsewhere = await newPage();
			// A browser that finds no key at all covers the page with a window of its own.
			await VirtualKey.plugIn(elsewhere.page);
			await elsewhere.page.goto(`/login?next=${SECURITY}`);
			await fillSignIn(elsewhere.page, account);
			await elsewhere.page.getByRole('link', { name: 'A recovery code' }).click();
			await elsewhere.page.getByLabel('Recovery code').fill(codes[1] ?? '');
			await elsewhere.page.keyboard.press('Enter');
			await elsewhere.page.waitForURL(`**${SECURITY}`);

			await lost.unplug();
			await leave(page);
			await page.goto(`/login?next=${SECURITY}`);
			await fillSignIn(page, account);
			await page.getByRole('link', { name: 'A recovery code' }).click();
			const field = page.getByLabel('Recovery code');
			for (const wrong of [codes[1] ?? '', 'aaaa-bbbb-cccc-dddd']) {
				await field.fill(wrong);
				await page.getByRole('button', { name: 'Continue' }).click();
				await page.getByText('That recovery code was not accepted').waitFor();
			}
			await field.fill(codes[0]?.toUpperCase().replaceAll('-', ' ') ?? '');
			await page.getByRole('button', { name: 'Continue' }).click();
			await page.waitForURL(`**${SECURITY}`);
			await section(page, 'Recovery codes').getByText('8 of 10 left').waitFor();

			await page.getByRole('button', { name: 'More for The one on the bus' }).click();
			await page.getByRole('menuitem', { name: 'Remove…' }).click();
			const sure = page.getByRole('dialog', { name: /^Remove/ });
			await sure.getByText('It is your only key.').waitFor();
			await sure.getByRole('button', { name: 'Remove', exact: true }).click();
			await page.getByText('Your password alone opens this mailbox.').waitFor();
			await elsewhere.page.goto(SECURITY);
			await elsewhere.page.waitForURL('**/login**');

			await VirtualKey.plugIn(page);
			const anew = await addKey(page, 'The one on the shelf');
			expect(anew).toHaveLength(10);
			expect(anew.filter((code) => codes.includes(code))).toEqual([]);
			await section(page, 'History')
				.getByText(/Security key removed: .The one on the bus/)
				.waitFor();
			await leave(page);
			await page.goto(`/login?next=${SECURITY}`);
			await fillSignIn(page, account);
			await page.waitForURL(`**${SECURITY}`);
			await section(page, 'History').getByText('Signed in with the password and a security key').waitFor();
		}
	);
});
