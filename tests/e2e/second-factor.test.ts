import type { Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import { Accounts } from '../../src/mailserver/accounts.ts';
import { placeAt } from '../../src/mailserver/place.ts';
import { freshAccount, type BedAccount } from '../bed/accounts.ts';
import { setUpApp, type AuthenticatorApp } from '../bed/authenticator-app.ts';
import { journey } from '../bed/journey.ts';
import type { MailServerFacts } from '../bed/mail-server.ts';
import { picture } from '../bed/picture.ts';
import { startProduct } from '../bed/product.ts';
import { fillSignIn, signIn } from '../bed/sign-in.ts';
import { VirtualKey, withoutOffers } from '../bed/virtual-key.ts';

/** The same journeys where Postern signs tokens and keeps no password. */
const tokenJourney = journey.extend({
	product: async ({ mail }, use) => {
		const product = await startProduct(mail, { tokenMode: true });
		await use(product.facts);
		await product.end();
	}
});

const PASSKEY = { transport: 'internal', hasResidentKey: true, hasUserVerification: true } as const;

/** As an administrator of the mail server does. */
async function changePassword(mail: MailServerFacts, address: string, password: string): Promise<void> {
	const accounts = new Accounts(placeAt(mail.dir, mail.ports));
	await accounts.put(address, password, 'Test Person').finally(() => accounts.close());
}

/** Registers the plugged key through the page's own server. */
async function register(page: Page): Promise<void> {
	await page.evaluate(async () => {
		const send = async (path: string, body: unknown): Promise<unknown> => {
			const answer = await fetch(path, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify(body)
			});
			if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
			return answer.json();
		};
		const options = await send('/api/security/keys/options', {});
		const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options as never);
		const made = (await navigator.credentials.create({ publicKey })) as PublicKeyCredential;
		await send('/api/security/keys', { name: 'Blue one', response: made.toJSON() });
	});
}

async function signInByCode(page: Page, account: BedAccount, app: AuthenticatorApp): Promise<void> {
	await page.goto('/login');
	await fillSignIn(page, account);
	await page.getByLabel('Code', { exact: true }).fill(app.code());
	await page.getByRole('button', { name: 'Continue' }).click();
	await inbox(page);
}

/** As if the browser were closed and opened: signed out, what the key knows stays. */
async function signOut(page: Page): Promise<void> {
	await page.context().clearCookies({ name: '__Host-postern' });
}

const inbox = (page: Page) => page.getByRole('tree', { name: 'Folders' }).waitFor();
const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true }).waitFor();

describe('the second step', () => {
	journey('a key: the page waits for it, a touch opens the mailbox', async ({ page, account }) => {
		await signIn(page, account);
		const key = await VirtualKey.plugIn(page);
		await register(page);
		await signOut(page);
		await key.touched(false);
		await page.goto('/login?next=%2Fmail%2FSent');
		await fillSignIn(page, account);
		await heading(page, 'Touch your key');
		await page.getByText('Waiting for a key').waitFor();
		await page.getByText('2 of 2').waitFor();
		await picture(page, 'second-key');
		expect(new URL(page.url()).pathname).toBe('/login');
		// A virtual key that was not touched when it was asked never is: it is asked anew, by way of another way.
		await key.touched(true);
		await page.getByRole('link', { name: 'A recovery code' }).click();
		await heading(page, 'Type a recovery code');
		await page.getByRole('link', { name: 'A security key or passkey' }).click();
		await page.waitForURL('**/mail/Sent');
		await inbox(page);
	});

	journey(
		'a code: a wrong one is said, the right one opens; trusted, the browser is not asked again',
		async ({ page, account, product }) => {
			const { app } = await setUpApp(product.origin, account);
			await page.goto('/login');
			await fillSignIn(page, account);
			await heading(page, 'Type the six digits');
			const field = page.getByLabel('Code', { exact: true });
			await expect.poll(() => field.evaluate((input) => input === document.activeElement)).toBe(true);
			await picture(page, 'second-code');
			await field.fill(app.wrong());
			await page.getByRole('button', { name: 'Continue' }).click();
			await page.getByRole('alert').getByText('That code was not accepted').waitFor();
			await picture(page, 'second-code-refused');
			await page.getByLabel('Trust this browser for 30 days').check();
			await field.fill(app.code());
			await field.press('Enter');
			await inbox(page);
			await signOut(page);
			await signIn(page, account);
			await page.goto('/settings/security');
			await page.getByRole('region', { name: 'Trusted browsers' }).getByText('This browser').waitFor();
			await picture(page, 'trusted-browsers');
			await page.getByRole('button', { name: /^Forget / }).click();
			await page.getByText('No browser is trusted').waitFor();
			await signOut(page);
			await page.goto('/login');
			await fillSignIn(page, account);
			await heading(page, 'Type the six digits');
		}
	);

	journey('a recovery code, found below the first way', async ({ page, account, product }) => {
		const { codes } = await setUpApp(product.origin, account);
		await page.goto('/login');
		await fillSignIn(page, account);
		await page.getByRole('link', { name: 'A recovery code' }).click();
		await heading(page, 'Type a recovery code');
		await page.getByLabel('Recovery code').fill(codes[0]!.toUpperCase());
		await page.getByRole('button', { name: 'Continue' }).click();
		await inbox(page);
		await page.getByText('A recovery code was used').first().waitFor();
	});

	journey(
		'given up, late, and of another account: each is said, and another way opens',
		async ({ page, account, product, newPage, mail }) => {
			const { app } = await setUpApp(product.origin, account);
			await signInByCode(page, account, app);
			const key = await VirtualKey.plugIn(page);
			await register(page);
			await signOut(page);
			await key.unplug();
			// What the browser says when its own dialog is closed, and when nobody touched anything in time.
			await page.clock.install();
			await page.addInitScript(() => {
				navigator.credentials.get = (options) => {
					const { asked = 0 } = window as { asked?: number };
					Object.assign(window, { asked: asked + 1 });
					const refused = new DOMException('', 'NotAllowedError');
					if (asked === 0) return Promise.reject(refused);
					return new Promise((_, fail) => {
						options?.signal?.addEventListener('abort', () => fail(new DOMException('', 'AbortError')));
						setTimeout(() => fail(refused), options?.publicKey?.timeout ?? 0);
					});
				};
			});
			await page.goto('/login');
			await fillSignIn(page, account);
			await page.getByText('No key is being asked').waitFor();
			await page.getByRole('alert').waitFor();
			await picture(page, 'second-key-cancelled');
			await page.getByRole('button', { name: 'Ask the key again' }).click();
			await page.getByText('Waiting for a key').waitFor();
			await page.getByText('60 s left.').waitFor();
			await page.clock.runFor(60_000);
			await page.getByRole('alert').getByText('No key answered in time').waitFor();
			await page.getByRole('button', { name: 'Ask the key again' }).click();
			await page.getByText('Waiting for a key').waitFor();
			await page.getByRole('link', { name: 'Six digits from an app' }).click();
			await heading(page, 'Type the six digits');
			expect(await page.getByRole('alert').count()).toBe(0);
			await page.getByRole('button', { name: 'Sign in as someone else' }).click();
			await heading(page, 'Sign in');

			const other = await newPage();
			await signIn(other.page, await freshAccount(mail));
			await VirtualKey.plugIn(other.page, PASSKEY);
			await register(other.page);
			await other.page.context().clearCookies();
			await other.page.addInitScript(() => {
				const get = navigator.credentials.get.bind(navigator.credentials);
				navigator.credentials.get = (options) => {
					delete options?.publicKey?.allowCredentials;
					return options?.mediation === 'conditional' ? new Promise(() => undefined) : get(options);
				};
			});
			await other.page.goto('/login');
			await fillSignIn(other.page, account);
			await other.page.getByRole('alert').getByText('That key was not accepted for this account').waitFor();
			await picture(other.page, 'second-key-wrong');
			await other.page.getByRole('link', { name: 'Six digits from an app' }).click();
			await other.page.getByLabel('Code', { exact: true }).fill(app.code());
			await other.page.getByRole('button', { name: 'Continue' }).click();
			await inbox(other.page);
		}
	);

	journey('without scripts: password, then code', async ({ newPage, account, product }) => {
		const { app } = await setUpApp(product.origin, account);
		const { page } = await newPage({ javaScriptEnabled: false });
		await page.goto('/login?next=%2Fsettings');
		expect(await page.getByRole('button', { name: 'Use a passkey' }).isVisible()).toBe(false);
		await fillSignIn(page, account);
		await page.getByLabel('Code', { exact: true }).fill(app.code());
		await page.getByRole('button', { name: 'Continue' }).click();
		await page.waitForURL('**/settings');
	});
});

describe('a passkey alone', () => {
	tokenJourney('signs in where Postern signs tokens', async ({ page, account }) => {
		await signIn(page, account);
		await VirtualKey.plugIn(page, PASSKEY);
		await register(page);
		await signOut(page);
		// In the list that the browser offers at the address field, a virtual key picks itself.
		await page.goto('/login');
		await page.waitForURL('**/mail/INBOX');
		await inbox(page);
		await signOut(page);
		await withoutOffers(page);
		await page.goto('/login');
		await page.getByText('kept nowhere').waitFor();
		await picture(page, 'first-step');
		await page.getByRole('button', { name: 'Use a passkey' }).click();
		await page.waitForURL('**/mail/INBOX');
		await inbox(page);
	});

	journey(
		'that does not keep the password says so, and the password opens the mailbox',
		async ({ page, account }) => {
			await signIn(page, account);
			await VirtualKey.plugIn(page, PASSKEY);
			await register(page);
			await signOut(page);
			await withoutOffers(page);
			await page.goto('/login');
			await page.getByRole('button', { name: 'Use a passkey' }).click();
			await heading(page, 'Now the password');
			await page.getByText('It does not bring along the password').waitFor();
			await picture(page, 'passkey-password');
			const field = page.getByLabel('Password', { exact: true });
			await field.fill('not this one');
			await page.getByRole('button', { name: 'Continue' }).click();
			await page.getByRole('alert').getByText('not the right one').waitFor();
			await field.fill(account.password);
			await page.getByRole('button', { name: 'Continue' }).click();
			await inbox(page);
		}
	);

	journey(
		'that keeps the password signs in, until the password is another',
		async ({ page, account, mail }) => {
			await signIn(page, account);
			await VirtualKey.plugIn(page, { ...PASSKEY, hasPrf: true });
			await register(page);
			await page.goto('/settings/security');
			await page.getByRole('button', { name: 'More for Blue one' }).click();
			await page.getByRole('menuitem', { name: 'Unlock the mailbox alone…' }).click();
			await page.getByLabel('Mail password').fill(account.password);
			await page.getByRole('button', { name: 'Continue' }).click();
			await page.getByRole('dialog').waitFor({ state: 'detached' });
			const posted: string[] = [];
			page.on('request', (request) => posted.push(request.postData() ?? ''));
			for (const password of [account.password, 'another one']) {
				await changePassword(mail, account.address, password);
				await signOut(page);
				await withoutOffers(page);
				await page.goto('/login');
				await page.getByRole('button', { name: 'Use a passkey' }).click();
				if (password === account.password) await inbox(page);
				else await heading(page, 'Now the password');
			}
			const answer = posted.find((body) => body.includes('authenticatorData'))!;
			expect(answer).not.toMatch(/"results"|"first"/);
		}
	);

	journey('that was removed opens nothing, and says so', async ({ page, account }) => {
		await signIn(page, account);
		await VirtualKey.plugIn(page, PASSKEY);
		await register(page);
		await page.evaluate(async () => {
			const { keys } = (await (await fetch('/api/security/keys')).json()) as { keys: { id: string }[] };
			await fetch(`/api/security/keys/${keys[0]!.id}`, { method: 'DELETE' });
		});
		await signOut(page);
		await withoutOffers(page);
		await page.goto('/login');
		await page.getByRole('button', { name: 'Use a passkey' }).click();
		await page.getByRole('alert').getByText('belongs to no account here').waitFor();
	});
});

describe('in the middle of something', () => {
	journey(
		'a session that ended is opened again by both steps, and what was typed is still there',
		async ({ page, account, product }) => {
			const { app } = await setUpApp(product.origin, account);
			await signInByCode(page, account, app);
			await page.getByRole('button', { name: 'Compose' }).first().click();
			const text = page.getByRole('textbox', { name: 'Message text' });
			await text.fill('Typed before the session ended.');
			await page.context().clearCookies();
			await page.getByRole('treeitem', { name: /^Sent/ }).click();
			const dialog = page.getByRole('dialog', { name: 'Sign in again' });
			await dialog.getByLabel('Password').fill(account.password);
			await dialog.getByRole('button', { name: 'Sign in', exact: true }).click();
			await dialog.getByLabel('Code', { exact: true }).fill(app.code());
			await picture(page, 'sign-in-again-code');
			await dialog.getByRole('button', { name: 'Continue' }).click();
			await dialog.waitFor({ state: 'detached' });
			expect(await text.inputValue()).toContain('Typed before the session ended.');
		}
	);

	journey(
		'an action that wants a factor once more asks, and then goes on',
		async ({ page, account, product }) => {
			const { app, codes } = await setUpApp(product.origin, account);
			await page.goto('/login');
			await fillSignIn(page, account);
			await page.getByLabel('Trust this browser for 30 days').check();
			await page.getByLabel('Code', { exact: true }).fill(app.code());
			await page.getByRole('button', { name: 'Continue' }).click();
			await inbox(page);
			await signOut(page);
			// A trusted browser has shown nothing in this stay.
			await signIn(page, account, '/settings/security');
			await page.getByRole('button', { name: 'New codes' }).click();
			const make = page
				.getByRole('dialog', { name: 'New codes' })
				.getByRole('button', { name: 'Make new codes' });
			await make.click();
			const again = page.getByRole('dialog', { name: 'Show that it is you' });
			await again.getByLabel('Code', { exact: true }).waitFor();
			await picture(page, 'step-up');
			await again.getByRole('button', { name: 'Cancel' }).last().click();
			await again.waitFor({ state: 'detached' });
			await make.click();
			await again.getByRole('button', { name: 'A recovery code' }).click();
			await again.getByLabel('Recovery code').fill(codes[3]!);
			await again.getByRole('button', { name: 'Continue' }).click();
			await again.waitFor({ state: 'detached' });
			await page.getByRole('dialog', { name: 'Recovery codes' }).waitFor();
		}
	);

	journey('a page that wants one leads to it, and on', async ({ page, account }) => {
		await signIn(page, account);
		await page.goto('/prove?next=%2Fsettings');
		await heading(page, 'Show that it is you');
		await page.getByText('This account has no second factor').waitFor();
		await picture(page, 'prove');
		const field = page.getByLabel('Password', { exact: true });
		await field.fill('wrong');
		await field.press('Enter');
		await page.getByRole('alert').getByText('not the right one').waitFor();
		await field.fill(account.password);
		await field.press('Enter');
		await page.waitForURL('**/settings');
	});
});
