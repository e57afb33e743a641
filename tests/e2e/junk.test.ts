import { describe, expect } from 'vitest';
import type { BedAccount } from '../bed/accounts.ts';
import { journey } from '../bed/journey.ts';
import { letter } from '../bed/letters.ts';
import { row } from '../bed/reading.ts';
import { signIn } from '../bed/sign-in.ts';

/** Flags of the one message in a folder, or null when the folder is empty. */
async function flagsIn(account: BedAccount, folder: string): Promise<string | null> {
	const imap = await account.imap();
	try {
		if ((await imap.select(folder)) === 0) return null;
		return /FLAGS \(([^)]*)\)/.exec((await imap.command('FETCH 1 (FLAGS)')).text)?.[1] ?? '';
	} finally {
		imap.close();
	}
}

describe('junk and phishing', () => {
	journey(
		'junk from the reader, and back by the strip, with what the filter learns',
		async ({ account, page }) => {
			const uid = await account.append(letter({ subject: 'Prize' }));
			await signIn(page, account, `/mail/INBOX/${uid}`);
			await page.getByRole('heading', { name: 'Prize' }).waitFor();
			await page.keyboard.press('!');
			await expect.poll(() => flagsIn(account, 'Junk')).toContain('$Junk');
			await page.goto('/mail/Junk');
			await row(page, 'Prize').first().click();
			await page.getByText('This message is in Junk.').waitFor();
			await page.getByRole('group', { name: 'Junk' }).getByRole('button', { name: 'Not junk' }).click();
			await expect.poll(() => flagsIn(account, 'INBOX')).toContain('$NotJunk');
			expect(await flagsIn(account, 'INBOX')).not.toContain('$Junk');
			expect(await flagsIn(account, 'Junk')).toBeNull();
		}
	);

	journey('phishing is asked once, moved, and can be taken back', async ({ account, page }) => {
		const uid = await account.append(letter({ subject: 'Your account' }));
		await signIn(page, account, `/mail/INBOX/${uid}`);
		await page.getByRole('heading', { name: 'Your account' }).waitFor();
		const more = page.getByRole('button', { name: 'More' }).last();
		const dialog = page.getByRole('dialog', { name: 'Report phishing' });
		await more.click();
		await page.getByRole('menuitem', { name: 'Report phishing' }).click();
		await dialog.getByText(/moves to Junk/).waitFor();
		await dialog.getByRole('button', { name: 'Cancel' }).click();
		expect(await flagsIn(account, 'Junk')).toBeNull();
		await more.click();
		await page.getByRole('menuitem', { name: 'Report phishing' }).click();
		await dialog.getByRole('button', { name: 'Report and move' }).click();
		await expect.poll(() => flagsIn(account, 'Junk')).toContain('$Phishing');
		expect(await flagsIn(account, 'Junk')).toContain('$Junk');
		await page.getByText('1 message moved to Junk as phishing').first().waitFor();
		await page.getByRole('button', { name: 'Undo' }).click();
		await expect.poll(() => flagsIn(account, 'INBOX')).toContain('$NotJunk');
		expect(await flagsIn(account, 'INBOX')).not.toMatch(/\$Junk|\$Phishing/);
	});
});
