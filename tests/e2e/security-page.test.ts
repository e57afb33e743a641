import { describe, expect } from 'vitest';
import type { Page } from 'playwright-core';
import type { BedAccount } from '../bed/accounts.ts';
import { AuthenticatorApp } from '../bed/authenticator-app.ts';
import { axe } from '../bed/axe.ts';
import { journey } from '../bed/journey.ts';
import { LOOKS } from '../bed/looks.ts';
import { picture } from '../bed/picture.ts';
import { signIn } from '../bed/sign-in.ts';

const HOME = '/settings/security';
const section = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const codesIn = (page: Page) =>
	page
		.getByRole('dialog')
		.getByRole('list', { name: 'Recovery codes' })
		.getByRole('listitem')
		.allInnerTexts();

/** The secret in the open dialog, as somebody without a camera reads it. */
async function secretIn(page: Page): Promise<AuthenticatorApp> {
	const dialog = page.getByRole('dialog', { name: 'Set up an app' });
	await dialog.getByRole('img', { name: 'QR code for the authenticator app' }).waitFor();
	return new AuthenticatorApp(await dialog.getByText(/^(?:[A-Z2-7]{4} ?){8}$/).innerText());
}

/** Sets an app up and puts its recovery codes away. */
async function setUp(page: Page): Promise<{ app: AuthenticatorApp; codes: string[] }> {
	await page.getByRole('button', { name: 'Set up an app' }).click();
	const app = await secretIn(page);
	await page.getByLabel('Code', { exact: true }).fill(app.typed());
	await page.getByRole('button', { name: 'Continue' }).click();
	await page.getByRole('dialog', { name: 'Recovery codes' }).waitFor();
	const codes = await codesIn(page);
	await page.getByRole('button', { name: 'I have kept them' }).click();
	await section(page, 'Authenticator app').getByText('Six digits from an app').waitFor();
	return { app, codes };
}

/** Shows a recovery code once more, as step-up does; returns the status. */
const show = (page: Page, code: string): Promise<number> =>
	page.evaluate(async (typed) => {
		const body = JSON.stringify({ kind: 'recovery', code: typed });
		const headers = { 'content-type': 'application/json' };
		return (await fetch('/api/session/proof', { method: 'POST', headers, body })).status;
	}, code);

/** The letters in the inbox, whole, as soon as there are this many. */
async function letters(account: BedAccount, count: number): Promise<string[]> {
	const imap = await account.imap();
	try {
		await expect.poll(() => imap.select('INBOX')).toBeGreaterThanOrEqual(count);
		const answer = await imap.command('FETCH 1:* (BODY.PEEK[])');
		return JSON.stringify(answer).split('Message-ID').slice(1);
	} finally {
		imap.close();
	}
}

describe('the security page', () => {
	journey(
		'a wrong code sets nothing up, the right one does and brings ten codes',
		async ({ page, account }) => {
			await signIn(page, account, HOME);
			await page.getByText('Your password alone opens this mailbox.').waitFor();
			await page.getByRole('button', { name: 'Set up an app' }).click();
			const app = await secretIn(page);
			// Readers of codes want dark squares on a light ground, whatever the theme.
			await page.emulateMedia({ colorScheme: 'dark' });
			const fill = (part: string) =>
				page.locator(`dialog svg ${part}`).evaluate((e) => getComputedStyle(e).fill);
			expect(await fill('rect')).toBe('rgb(255, 255, 255)');
			expect(await fill('rect + path')).toBe('rgb(0, 0, 0)');
			const field = page.getByLabel('Code', { exact: true });
			await field.fill(app.wrong());
			await field.press('Enter');
			await page.getByRole('dialog').getByRole('alert').waitFor();
			expect(await field.inputValue()).toBe('');
			await field.fill(app.typed());
			await field.press('Enter');
			await page.getByRole('dialog', { name: 'Recovery codes' }).waitFor();
			const codes = await codesIn(page);
			expect(new Set(codes).size).toBe(10);
			for (const code of codes) expect(code).toMatch(/^(?:[0-9a-z]{4}-){3}[0-9a-z]{4}$/);
			await page.emulateMedia({ media: 'print' });
			for (const name of ['Copy', 'Print', 'I have kept them']) {
				expect(await page.getByRole('button', { name, includeHidden: true }).isVisible(), name).toBe(false);
			}
			expect(await page.getByText(`Recovery codes for ${account.address}`).isVisible()).toBe(true);
			expect(await page.getByText(codes[9] ?? '').isVisible()).toBe(true);
			expect(await page.getByRole('heading', { level: 1, includeHidden: true }).isVisible()).toBe(false);
			await picture(page, 'security-codes-print');
			await page.emulateMedia({ media: null });
			await page.getByRole('button', { name: 'I have kept them' }).click();
			await section(page, 'Recovery codes').getByText('10 of 10 left').waitFor();
			await page.getByText('it also takes your authenticator app').waitFor();
			await page.reload();
			await section(page, 'Recovery codes').getByText('10 of 10 left').waitFor();
			const html = await page.content();
			for (const code of codes) expect(html).not.toContain(code);
		}
	);

	journey('new codes void the old ones; few left are warned of', async ({ page, account }) => {
		await signIn(page, account, HOME);
		const { codes: old } = await setUp(page);
		expect(await show(page, old[0] ?? '')).toBe(204);
		await page.getByRole('button', { name: 'New codes' }).click();
		await page.getByRole('button', { name: 'Make new codes' }).click();
		await page.getByRole('dialog', { name: 'Recovery codes' }).waitFor();
		const codes = await codesIn(page);
		await page.getByRole('button', { name: 'I have kept them' }).click();
		expect(await show(page, old[1] ?? '')).toBe(401);
		for (const code of codes.slice(0, 7)) expect(await show(page, code)).toBe(204);
		expect(await show(page, codes[0] ?? '')).toBe(401);
		await page.reload();
		await section(page, 'Recovery codes').getByText('Only 3 recovery codes are left.').waitFor();
		const history = section(page, 'History');
		await history.getByText('New recovery codes made; the old ones are void').waitFor();
	});

	journey(
		'what changes is history and a letter in the inbox, in the owner’s language',
		async ({ page, account }) => {
			await signIn(page, account, HOME);
			await setUp(page);
			const [added = ''] = await letters(account, 1);
			for (const part of ['Authenticator app set up', account.address, 'Chrome, Linux', '127.0.0.1']) {
				expect(added).toContain(part);
			}
			await page.evaluate(() =>
				fetch('/api/settings', {
					method: 'PUT',
					headers: { 'content-type': 'application/json' },
					body: '{"locale":"de"}'
				})
			);
			await page.reload();
			await page.getByRole('button', { name: 'Authenticator-App entfernen' }).click();
			await page.getByText('Ihr Passwort allein öffnet dieses Postfach.').waitFor();
			expect((await letters(account, 2))[1]).toContain('Authenticator-App entfernt');
			await section(page, 'Verlauf').getByText('Authenticator-App entfernt').waitFor();
			expect(await section(page, 'Wiederherstellungscodes').getByText('übrig').count()).toBe(0);
			await picture(page, 'security-german');
		}
	);

	journey('one press signs out everywhere else', async ({ page, newPage, account }) => {
		const other = await newPage();
		const third = await newPage();
		for (const each of [other, third]) await signIn(each.page, account);
		await signIn(page, account, HOME);
		const stays = section(page, 'Where you are signed in');
		expect(await stays.getByRole('listitem').count()).toBe(3);
		await page.getByRole('button', { name: 'Sign out everywhere else' }).click();
		await expect.poll(() => stays.getByRole('listitem').count()).toBe(1);
		for (const each of [other, third]) {
			await each.page.goto('/mail/INBOX');
			await each.page.waitForURL('**/login**');
		}
		await section(page, 'History').getByText('Signed out in other browsers').waitFor();
	});

	journey(
		'older lines come on request, and the lead knows the sign-in before',
		async ({ page, newPage, account }) => {
			const other = await newPage();
			await signIn(other.page, account);
			await signIn(page, account, HOME);
			await page.getByText(/The sign-in before this one was today, \d\d:\d\d from 127\.0\.0\.1\./).waitFor();
			await setUp(page);
			await page.evaluate(async () => {
				for (let n = 0; n < 20; n++) await fetch('/api/security/recovery', { method: 'POST' });
			});
			await page.reload();
			const history = section(page, 'History');
			expect(await history.getByRole('listitem').count()).toBe(20);
			await history.getByRole('button', { name: 'Show earlier' }).click();
			await expect.poll(() => history.getByRole('listitem').count()).toBe(23);
			await history.getByText('Authenticator app set up').waitFor();
			expect(await history.getByText('Signed in with the password').count()).toBe(2);
			expect(await history.getByRole('button', { name: 'Show earlier' }).count()).toBe(0);
		}
	);

	journey('all of it by the keyboard', async ({ page, account }) => {
		await signIn(page, account, HOME);
		const open = page.getByRole('button', { name: 'Set up an app' });
		await page.getByRole('heading', { name: 'Security', exact: true, level: 1 }).focus();
		for (let presses = 0; presses < 10 && !(await focused(page, 'Set up an app')); presses++) {
			await page.keyboard.press('Tab');
		}
		await page.keyboard.press('Enter');
		const app = await secretIn(page);
		await page.keyboard.press('Escape');
		await page.getByRole('dialog').waitFor({ state: 'detached' });
		expect(await open.evaluate((element) => element === document.activeElement)).toBe(true);
		await page.keyboard.press('Enter');
		const again = await secretIn(page);
		// The seed of the dialog that was closed is void: only the one on the screen counts.
		await page.keyboard.type(app.typed());
		await page.keyboard.press('Enter');
		await page.getByRole('dialog').getByRole('alert').waitFor();
		await page.keyboard.type(again.typed());
		await page.keyboard.press('Enter');
		await page.getByRole('dialog', { name: 'Recovery codes' }).waitFor();
		await page.keyboard.press('Escape');
		expect(await page.getByRole('dialog', { name: 'Recovery codes' }).isVisible()).toBe(true);
		for (let presses = 0; presses < 5 && !(await focused(page, 'I have kept them')); presses++) {
			await page.keyboard.press('Tab');
		}
		await page.keyboard.press('Enter');
		await page.getByRole('dialog').waitFor({ state: 'detached' });
		await section(page, 'Authenticator app').getByText('Six digits from an app').waitFor();
	});
});

/** Is the control of this name the one that keys go to? */
const focused = (page: Page, name: string): Promise<boolean> =>
	page.evaluate((wanted) => document.activeElement?.textContent?.trim() === wanted, name);

describe('axe finds nothing and nothing is wider than the page', () => {
	journey.for(LOOKS)('%s', async ([name, options], { account, newPage }) => {
		const { page } = await newPage(options);
		const found: Record<string, string[]> = {};
		const look = async (what: string) => {
			await picture(page, `security ${what}, ${name}`.replace(/[^a-z]+/gi, '-'));
			const wide = await page.evaluate(() => {
				const main = document.querySelector('main')!;
				return main.scrollWidth > main.clientWidth ? [`${main.scrollWidth} in ${main.clientWidth}`] : [];
			});
			found[what] = [...(await axe(page)), ...wide];
		};
		await signIn(page, account, HOME);
		await look('bare');
		await page.getByRole('button', { name: 'Set up an app' }).click();
		const app = await secretIn(page);
		await look('app');
		await page.getByLabel('Code', { exact: true }).fill(app.typed());
		await page.getByRole('button', { name: 'Continue' }).click();
		await page.getByRole('dialog', { name: 'Recovery codes' }).waitFor();
		await look('codes');
		await page.getByRole('button', { name: 'I have kept them' }).click();
		await section(page, 'Authenticator app').getByText('Six digits from an app').waitFor();
		await look('guarded');
		expect(Object.entries(found).filter(([, lines]) => lines.length > 0)).toEqual([]);
	});
});
