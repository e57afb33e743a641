import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { freshAccount, type BedAccount } from '../bed/accounts.ts';
import { letter } from '../bed/letters.ts';
import { Firefox } from '../bed/marionette.ts';
import { startProduct, type BedProduct } from '../bed/product.ts';

const mail = inject('mailServer');
let product: BedProduct;
let origin: string;
let fox: Firefox;
let account: BedAccount;

/**
 * In token mode: Firefox's virtual key answers the question for a secret (PRF) with bytes that its own flags deny,
 * which no server may take, so a password cannot be unwrapped by it. Chromium's journey does that.
 */
beforeAll(async () => {
	product = await startProduct(mail, { tokenMode: true });
	({ origin } = product.facts);
	account = await freshAccount(mail, 'fox');
	await account.append(letter({ subject: 'Behind two doors' }));
	fox = await Firefox.open();
});
afterAll(async () => {
	await fox?.close();
	await product?.end();
});

async function password(path = '/mail/INBOX'): Promise<void> {
	await fox.goto(`${origin}/login?next=${encodeURIComponent(path)}`);
	await fox.fill('Email address', account.address);
	await fox.fill('Password', account.password);
	await fox.click('button', 'Sign in');
}

async function signOut(): Promise<void> {
	await fox.click('button', 'Account menu');
	await fox.click('menuitem', 'Sign out');
	await fox.at('/login');
}

test('Firefox: a key is added, opens the mailbox after the password and alone, is lost and replaced by paper', async () => {
	await password('/settings/security');
	await fox.at('/settings/security');
	const key = await fox.addKey();
	await fox.click('button', 'Add a key');
	await fox.fill('Name', 'The one on my collar');
	await fox.click('button', 'Continue');
	await fox.sees(/The one on my collar.{0,2} is added/);
	const codes = await fox.run<string[]>(
		'return [...document.querySelectorAll("dialog[open] li")].map((item) => item.textContent.trim())'
	);
	expect(codes).toHaveLength(10);
	await fox.click('button', 'I have kept them');
	await fox.sees(/Passkey, stays on the device\s+alone/);

	await signOut();
	await fox.click('button', 'Use a passkey');
	await fox.at('/mail/INBOX');
	await fox.sees('Behind two doors');

	await signOut();
	await password();
	await fox.at('/mail/INBOX');
	await fox.sees('Behind two doors');

	await signOut();
	await fox.removeKey(key);
	await password('/settings/security');
	await fox.click('link', 'A recovery code');
	await fox.fill('Recovery code', codes[0] ?? '');
	await fox.click('button', 'Continue');
	await fox.at('/settings/security');
	await fox.sees('9 of 10 left');
	await fox.sees('Signed in with a passkey');
	await fox.sees('Signed in with the password and a security key');
});
