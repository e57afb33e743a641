import { describe, expect } from 'vitest';
import { journey } from '../bed/journey.ts';
import { letter } from '../bed/letters.ts';
import { bodyText } from '../bed/reading.ts';
import { fillSignIn, signIn } from '../bed/sign-in.ts';

describe('signing in', () => {
	journey('a wrong password is said in words and the address stays', async ({ page, account }) => {
		await page.goto('/');
		await page.waitForURL('**/login**');
		await fillSignIn(page, { address: account.address, password: 'not this one' });
		await page.getByRole('alert').waitFor();
		expect(await page.getByLabel('Email address').inputValue()).toBe(account.address);
	});

	journey('what is typed before the page is ready stays', async ({ page, account }) => {
		let ready = () => {};
		const held = new Promise<void>((resolve) => (ready = resolve));
		await page.route('**/*.js', async (route) => {
			await held;
			await route.continue();
		});
		await page.goto('/login', { waitUntil: 'commit' });
		await page.getByLabel('Email address').fill(account.address);
		await page.getByLabel('Stay signed in').check();
		ready();
		// The button that shows the password is there once scripts run.
		await page.getByRole('button', { name: 'Show what I typed' }).waitFor();
		expect(await page.getByLabel('Email address').inputValue()).toBe(account.address);
		expect(await page.getByLabel('Stay signed in').isChecked()).toBe(true);
	});

	journey('the right password leads to the list, and signing out leads back', async ({ page, account }) => {
		await account.append(letter({ subject: 'The first one' }));
		await page.goto('/');
		await fillSignIn(page, account);
		await page.waitForURL('**/mail/INBOX');
		await page.getByRole('grid', { name: 'Messages' }).getByText('The first one').waitFor();
		const cookies = await page.context().cookies();
		const session = cookies.filter(({ httpOnly }) => httpOnly);
		expect(session.length).toBeGreaterThan(0);
		for (const cookie of session) {
			expect(cookie).toMatchObject({ secure: true, path: '/' });
			expect(cookie.name).toMatch(/^__Host-/);
			expect(cookie.value).not.toContain(account.password);
		}
		await page.getByRole('button', { name: 'Account menu' }).click();
		await page.getByRole('menuitem', { name: 'Sign out' }).click();
		await page.waitForURL('**/login**');
		await page.goBack();
		await page.waitForURL('**/login**');
		expect(await page.getByText('The first one').count()).toBe(0);
	});

	journey('another browser is signed out from the settings', async ({ page, newPage, account }) => {
		const other = await newPage();
		await signIn(other.page, account);
		await signIn(page, account);
		await page.goto('/settings/security');
		await page.getByRole('button', { name: 'Sign out there' }).click();
		await page.getByRole('button', { name: 'Sign out there' }).waitFor({ state: 'detached' });
		await other.page.goto('/mail/INBOX');
		await other.page.waitForURL('**/login**');
		await page.reload();
		await page.getByText('This browser', { exact: true }).waitFor();
	});

	journey('a deep link comes back after signing in', async ({ page, account }) => {
		const uid = await account.append(letter({ subject: 'Linked to', text: 'You found me.' }));
		await page.goto(`/mail/INBOX/${uid}`);
		expect(new URL(page.url()).pathname).toBe('/login');
		await fillSignIn(page, account);
		await page.waitForURL(`**/mail/INBOX/${uid}`);
		await bodyText(page, 'You found me.').waitFor();
	});

	journey('next= never leads to another host', async ({ page, account, product }) => {
		for (const next of ['//evil.test/', 'https://evil.test/', '/\\evil.test', 'javascript:alert(1)']) {
			await page.context().clearCookies();
			await page.goto(`/login?next=${encodeURIComponent(next)}`);
			await fillSignIn(page, account);
			await page.getByRole('tree', { name: 'Folders' }).waitFor();
			expect(new URL(page.url()).origin).toBe(product.origin);
		}
	});

	journey('a session that ended asks again and goes on where it was', async ({ page, account }) => {
		await account.append(letter({ subject: 'Still here' }));
		await signIn(page, account);
		await page.getByText('Still here').first().waitFor();
		await page.context().clearCookies();
		await page.goto('/mail/Sent');
		await page.waitForURL('**/login**');
		await fillSignIn(page, account);
		await page.waitForURL('**/mail/Sent');
	});
});
