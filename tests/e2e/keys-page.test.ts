import { describe, expect } from 'vitest';
import { axe } from '../bed/axe.ts';
import { journey } from '../bed/journey.ts';
import { add, again, choose, dialog, done, enter, keys, row, SECURITY } from '../bed/keys-page.ts';
import { VirtualKey } from '../bed/virtual-key.ts';

describe('unlocking the mailbox alone', () => {
	const secret = {
		transport: 'internal',
		hasResidentKey: true,
		hasUserVerification: true,
		hasPrf: true
	} as const;

	journey(
		'the key brings the password along, and its secret stays in the page',
		async ({ page, account }) => {
			const posted: string[] = [];
			page.on('request', (request) => void posted.push(request.postData() ?? ''));
			await enter(page, account);
			await VirtualKey.plugIn(page, secret);
			await add(page, 'This laptop');
			await dialog(page).getByRole('button', { name: 'Unlock the mailbox alone' }).click();
			const field = dialog(page).getByLabel('Mail password');
			await field.fill('not the password');
			await field.press('Enter');
			await dialog(page).getByText('This is not the password you signed in with').waitFor();
			await field.fill(account.password);
			await field.press('Enter');
			await row(page, 'This laptop').getByText('alone, unlocks the mailbox').waitFor();
			await page.context().clearCookies();
			await page.goto(`/login?next=${encodeURIComponent(SECURITY)}`);
			await page.getByRole('button', { name: 'Use a passkey' }).click();
			await keys(page).waitFor();
			await page.getByText('Signed in with a passkey').waitFor();
			expect(posted.some((body) => body.includes('"wrapped"'))).toBe(true);
			expect(posted.filter((body) => body.includes('"results"'))).toEqual([]);

			await choose(page, 'This laptop', 'Ask for the password again');
			await row(page, 'This laptop').getByText('after the password').waitFor();
		}
	);

	journey('a key that does not know its owner keeps nothing', async ({ page, account }) => {
		await enter(page, account);
		const key = await VirtualKey.plugIn(page, secret);
		await add(page, 'This laptop');
		await done(page);
		await key.knowsOwner(false);
		await choose(page, 'This laptop', 'Unlock the mailbox alone');
		const field = dialog(page).getByLabel('Mail password');
		await field.fill(account.password);
		await field.press('Enter');
		await dialog(page).getByText('No key answered').waitFor();
		await page.keyboard.press('Escape');
		await row(page, 'This laptop').getByText('after the password').waitFor();
	});
});

journey('a key that was copied is blocked, and the page says so', async ({ page, account }) => {
	await enter(page, account);
	const key = await VirtualKey.plugIn(page);
	await add(page, 'Blue key');
	const codes = await dialog(page).getByRole('listitem').allInnerTexts();
	await done(page);
	await again(page, account);
	await row(page, 'Blue key').getByText('127.0.0.1').waitFor();
	await key.unplug();
	key.countFrom(0);
	await key.plugIn();
	await again(page, account);
	await page.getByText('This key counted backwards').waitFor();
	await page.getByRole('link', { name: 'A recovery code' }).click();
	await page.getByLabel('Recovery code').fill(codes[0] ?? '');
	await page.getByRole('button', { name: 'Continue' }).click();
	await row(page, 'Blue key').getByText('blocked, it counted backwards').waitFor();
});

journey(
	'by the keyboard alone: added, renamed, removed; nothing for axe to say',
	async ({ page, account }) => {
		const clean = async () => {
			for (const scheme of ['light', 'dark'] as const) {
				await page.emulateMedia({ colorScheme: scheme });
				expect(await axe(page)).toEqual([]);
			}
		};
		await enter(page, account);
		await page.getByRole('button', { name: 'Add a key' }).focus();
		await page.keyboard.press('Enter');
		const name = dialog(page).getByRole('textbox', { name: 'Name' });
		await clean();
		// Not before: axe comes and goes through the debugger, and takes such a key along.
		await VirtualKey.plugIn(page);
		// The proposed name is selected: typing replaces it.
		await page.keyboard.type('Blue \u202e key');
		await page.keyboard.press('Enter');
		await dialog(page).getByText('none that cannot be seen').waitFor();
		await name.press('ControlOrMeta+A');
		await page.keyboard.type('Blue key');
		await page.keyboard.press('Enter');
		await dialog(page).getByText('is added.').waitFor();
		await clean();
		await page.keyboard.press('Escape');
		await dialog(page).getByRole('list', { name: 'Recovery codes' }).waitFor();
		await dialog(page).getByRole('button', { name: 'I have kept them' }).focus();
		await page.keyboard.press('Enter');

		const menu = keys(page).getByRole('button', { name: 'More for Blue key' });
		await menu.focus();
		await page.keyboard.press('Enter');
		await page.getByRole('menuitem', { name: 'Rename' }).press('Enter');
		await page.keyboard.type('Green key');
		await page.keyboard.press('Enter');
		await row(page, 'Green key').waitFor();
		await clean();

		await keys(page).getByRole('button', { name: 'More for Green key' }).focus();
		await page.keyboard.press('Enter');
		await page.getByRole('menuitem', { name: 'Remove' }).press('Enter');
		await dialog(page).getByText('It is your only key').waitFor();
		await clean();
		await dialog(page).getByRole('button', { name: 'Remove' }).focus();
		await page.keyboard.press('Enter');
		await keys(page).getByText('None yet.').waitFor();
	}
);
