import { describe, expect } from 'vitest';
import { axe } from '../bed/axe.ts';
import { journey } from '../bed/journey.ts';
import { letter } from '../bed/letters.ts';
import { PHONE } from '../bed/looks.ts';
import { imapOpens } from '../bed/mail-programs.ts';
import { addKey, leave, section, SECURITY } from '../bed/keys-page.ts';
import { fillSignIn, signIn } from '../bed/sign-in.ts';
import { VirtualKey } from '../bed/virtual-key.ts';

const PASSKEY = {
	transport: 'internal',
	hasResidentKey: true,
	hasUserVerification: true,
	hasPrf: true,
	defaultBackupEligibility: true,
	defaultBackupState: true
} as const;

describe('a phone and a laptop', () => {
	journey(
		'the phone becomes a passkey, signs the laptop out, and lets its mail program in',
		async ({ page: laptop, newPage, account, mail }) => {
			await account.append(letter({ subject: 'On both of them' }));
			await VirtualKey.plugIn(laptop);
			await signIn(laptop, account, SECURITY);
			const codes = await addKey(laptop, 'Laptop');

			const { page: phone } = await newPage(PHONE);
			await phone.addInitScript(() => {
				// A virtual key would answer the offer at the address field by itself.
				if (globalThis.PublicKeyCredential)
					PublicKeyCredential.isConditionalMediationAvailable = () => Promise.resolve(false);
			});
			await VirtualKey.plugIn(phone, PASSKEY);
			await phone.goto(`/login?next=${SECURITY}`);
			await fillSignIn(phone, account);
			await phone.getByRole('link', { name: 'A recovery code' }).click();
			await phone.getByLabel('Recovery code').fill(codes[0] ?? '');
			await phone.keyboard.press('Enter');
			await phone.waitForURL(`**${SECURITY}`);
			expect(await addKey(phone, 'Phone')).toEqual([]);
			await laptop.goto(SECURITY);
			await laptop.waitForURL('**/login**');

			await phone.getByRole('button', { name: 'More for Phone' }).click();
			await phone.getByRole('menuitem', { name: 'Unlock the mailbox alone…' }).click();
			await phone.getByLabel('Mail password').fill(account.password);
			await phone.getByRole('button', { name: 'Continue' }).click();
			await phone.getByText('alone, unlocks the mailbox').waitFor();
			await leave(phone);
			await phone.getByRole('button', { name: 'Use a passkey' }).click();
			await phone.waitForURL('**/mail/INBOX');
			await phone.getByText('On both of them').first().waitFor();

			await signInByKey();
			await phone.goto(SECURITY);
			const stays = section(phone, 'Where you are signed in');
			// The laptop, the phone now, and the phone before its session was forgotten there.
			expect(await stays.getByRole('listitem').count()).toBe(3);
			await stays.getByText('passkey', { exact: false }).first().waitFor();
			await phone.getByRole('button', { name: 'Sign out everywhere else' }).click();
			await expect.poll(() => stays.getByRole('listitem').count()).toBe(1);
			// The open page hears of it and asks for the way in again, over what stands on it.
			await laptop.getByRole('dialog').waitFor();
			await laptop.goto('/mail/INBOX');
			await laptop.waitForURL('**/login**');

			await phone.getByRole('button', { name: 'New app password' }).click();
			await phone.getByLabel('Program or device').fill('Mail on the phone');
			await phone.getByRole('button', { name: 'Make password' }).click();
			const password = await phone.getByRole('status', { name: 'App password' }).innerText();
			await phone.getByRole('button', { name: 'I have it' }).click();
			expect(await axe(phone)).toEqual([]);
			expect(await imapOpens(mail, { address: account.address, password })).toBe(true);
			await phone.reload();
			const row = phone.getByRole('row', { name: /Mail on the phone/ });
			await row.getByText('127.0.0.2').waitFor();
			await row.getByRole('button', { name: /^Revoke/ }).click();
			await row.waitFor({ state: 'detached' });
			expect(await imapOpens(mail, { address: account.address, password })).toBe(false);

			async function signInByKey(): Promise<void> {
				await laptop.goto('/login');
				await fillSignIn(laptop, account);
				await laptop.waitForURL('**/mail/INBOX');
				await laptop.getByText('On both of them').first().waitFor();
			}
		}
	);
});
