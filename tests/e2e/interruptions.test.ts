import { describe, expect, inject } from 'vitest';
import { accountOf, freshAccount } from '../bed/accounts.ts';
import { journey } from '../bed/journey.ts';
import { letter } from '../bed/letters.ts';
import { bedMailServer } from '../bed/mail-server.ts';
import { startProduct } from '../bed/product.ts';
import { bodyText, row } from '../bed/reading.ts';
import { fillSignIn, signIn } from '../bed/sign-in.ts';
import { startMailServer } from '../../src/mailserver/server.ts';

const grid = { name: 'Messages' } as const;

describe('nothing lost, nothing twice', () => {
	journey('a message being written survives a reload', async ({ page, account }) => {
		await signIn(page, account);
		await page.getByRole('button', { name: 'Compose' }).click();
		const composer = page.getByRole('region', { name: 'New message' });
		await composer.getByRole('textbox', { name: 'Subject' }).fill('Half a thought');
		await composer.getByRole('textbox', { name: 'Message text' }).fill('It would be a pity to lose this.');
		await page.waitForTimeout(300);
		await page.reload();
		await page.getByRole('region', { name: 'New message' }).waitFor();
		expect(await composer.getByRole('textbox', { name: 'Subject' }).inputValue()).toBe('Half a thought');
		expect(await composer.getByRole('textbox', { name: 'Message text' }).inputValue()).toContain(
			'a pity to lose'
		);
	});

	journey('a message being written survives the end of the session', async ({ page, account, mail }) => {
		const friend = await freshAccount(mail, 'friend');
		await signIn(page, account);
		await page.getByRole('button', { name: 'Compose' }).click();
		const composer = page.getByRole('region', { name: 'New message' });
		await composer
			.getByRole('combobox', { name: 'To' })
			.or(composer.getByLabel('To', { exact: true }))
			.first()
			.fill(friend.address);
		await composer.getByRole('textbox', { name: 'Subject' }).fill('Written for an hour');
		await composer.getByRole('textbox', { name: 'Message text' }).fill('And then the session was gone.');
		await page.context().clearCookies();
		await composer.getByRole('button', { name: 'Send', exact: true }).click();
		const dialog = page.getByRole('dialog');
		await dialog.getByLabel('Password', { exact: true }).fill(account.password);
		await dialog.getByRole('button', { name: 'Sign in' }).click();
		await dialog.waitFor({ state: 'detached' });
		const send = composer.getByRole('button', { name: 'Send', exact: true });
		if (await send.isVisible()) await send.click({ timeout: 2000 }).catch(() => undefined);
		await composer.waitFor({ state: 'detached' });
		const theirs = await friend.imap();
		await expect.poll(() => theirs.select('INBOX'), { timeout: 10_000 }).toBe(1);
		theirs.close();
	});

	journey('a double click on Send sends once', async ({ page, account, mail }) => {
		const friend = await freshAccount(mail, 'friend');
		await signIn(page, account);
		await page.getByRole('button', { name: 'Compose' }).click();
		const composer = page.getByRole('region', { name: 'New message' });
		await composer
			.getByRole('combobox', { name: 'To' })
			.or(composer.getByLabel('To', { exact: true }))
			.first()
			.fill(friend.address);
		await composer.getByRole('textbox', { name: 'Subject' }).fill('Once');
		await composer.getByRole('textbox', { name: 'Message text' }).fill('Only once.');
		await composer.getByRole('button', { name: 'Send', exact: true }).dblclick();
		await composer.waitFor({ state: 'detached' });
		const theirs = await friend.imap();
		await expect.poll(() => theirs.select('INBOX'), { timeout: 10_000 }).toBe(1);
		await page.waitForTimeout(1000);
		expect(await theirs.select('INBOX')).toBe(1);
		theirs.close();
		const own = await account.imap();
		expect(await own.select('Sent')).toBe(1);
		own.close();
	});

	journey('two tabs show the same mailbox', async ({ page, account }) => {
		await account.append(letter({ subject: 'In both' }));
		await signIn(page, account);
		const other = await page.context().newPage();
		await other.goto('/mail/INBOX');
		await other.getByRole('grid', grid).getByText('In both').waitFor();
		await page.getByRole('grid', grid).getByText('In both').click();
		await page.getByRole('button', { name: 'Delete' }).first().click();
		await other.getByRole('grid', grid).getByText('In both').waitFor({ state: 'detached', timeout: 5000 });
		const own = await account.imap();
		expect(await own.select('INBOX')).toBe(0);
		expect(await own.select('Trash')).toBe(1);
		own.close();
	});

	journey('back and forward walk through what was open', async ({ page, account }) => {
		for (const n of [1, 2, 3]) await account.append(letter({ subject: `Number ${n}`, text: `Body ${n}.` }));
		await signIn(page, account);
		await page.getByRole('grid', grid).getByText('Number 1').click();
		await bodyText(page, 'Body 1.').waitFor();
		await page.getByRole('grid', grid).getByText('Number 3').click();
		await bodyText(page, 'Body 3.').waitFor();
		await page.goBack();
		await bodyText(page, 'Body 1.').waitFor();
		expect(await bodyText(page, 'Body 3.').count()).toBe(0);
		await page.goForward();
		await bodyText(page, 'Body 3.').waitFor();
	});
});

describe('the mail server', () => {
	journey('restarts in mid-session and the page goes on by itself', async ({ newPage }) => {
		const mail = await bedMailServer();
		const product = await startProduct(mail.facts);
		try {
			const account = await freshAccount(mail.facts);
			await account.append(letter({ subject: 'Before', text: 'Before the restart.' }));
			const { page, recorder } = await newPage({ baseURL: product.facts.origin });
			recorder.expect('request to another host');
			await signIn(page, account);
			await row(page, 'Before').waitFor();
			await mail.server.stop();
			const again = await startMailServer({ dir: mail.facts.dir, base: mail.facts.base });
			const back = performance.now();
			await accountOf(mail.facts, account.address, account.password).append(
				letter({ subject: 'After', text: 'After the restart.' })
			);
			await row(page, 'After').waitFor({ timeout: 5000 });
			await row(page, 'After').getByRole('link').first().click();
			await bodyText(page, 'After the restart.').waitFor();
			expect(performance.now() - back).toBeLessThan(8000);
			await again.stop();
		} finally {
			await product.end();
			await mail.end();
		}
	});

	journey('away, then asked: the page says so and keeps what is on screen', async ({ newPage }) => {
		const mail = await bedMailServer();
		const product = await startProduct(mail.facts);
		try {
			const account = await freshAccount(mail.facts);
			await account.append(letter({ subject: 'Kept on screen' }));
			const { page, recorder } = await newPage({ baseURL: product.facts.origin });
			recorder.expect('request to another host');
			await signIn(page, account);
			await page.getByRole('grid', grid).getByText('Kept on screen').waitFor();
			await mail.server.stop();
			await page.goto('/mail/INBOX');
			await page.getByRole('heading', { level: 1 }).first().waitFor();
			expect(await page.getByText(/mail server/i).count()).toBeGreaterThan(0);
			await page.context().clearCookies();
			await page.goto('/login');
			await fillSignIn(page, account);
			await page
				.getByRole('alert')
				.filter({ hasText: /server/i })
				.waitFor();
		} finally {
			await product.end();
			await mail.end();
		}
	});

	journey(
		'gives a folder new numbers: the list reloads and a stale action hits nothing',
		async ({ page, account }) => {
			expect(inject('mailServer').ports.imap).toBeGreaterThan(0);
			await account.append(letter({ subject: 'Old numbers' }));
			const own = await account.imap();
			await own.command('CREATE Shifting');
			await own.append('Shifting', letter({ subject: 'First life' }));
			await signIn(page, account, '/mail/Shifting');
			await page.getByRole('grid', grid).getByText('First life').waitFor();
			const before = await page.request.get('/api/folders/Shifting/messages?from=0&count=10');
			const { uidValidity, rows } = (await before.json()) as { uidValidity: string; rows: { uid: number }[] };
			await own.command('DELETE Shifting');
			await new Promise((wait) => setTimeout(wait, 1100)); // UIDVALIDITY counts seconds
			await own.command('CREATE Shifting');
			await own.append('Shifting', letter({ subject: 'Second life' }));
			const stale = await page.request.post('/api/folders/Shifting/actions', {
				headers: { origin: new URL(page.url()).origin },
				data: { uidValidity, choice: { uids: [rows[0]!.uid] }, action: { kind: 'delete' } }
			});
			// Dovecot itself may call the folder broken for a moment while another session still has the old one open.
			expect(['folder/changed', 'folder/missing']).toContain(((await stale.json()) as { code: string }).code);
			own.close();
			const fresh = await account.imap();
			expect(await fresh.select('Shifting')).toBe(1);
			fresh.close();
			await page.getByRole('grid', grid).getByText('Second life').waitFor({ timeout: 10_000 });
			expect(await page.getByRole('grid', grid).getByText('First life').count()).toBe(0);
		}
	);
});
