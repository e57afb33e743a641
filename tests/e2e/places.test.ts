import { describe, expect } from 'vitest';
import { journey } from '../bed/journey.ts';
import { letter } from '../bed/letters.ts';
import { signIn } from '../bed/sign-in.ts';

describe('addresses that lead nowhere', () => {
	journey.for([
		['an unknown folder', '/mail/No%20such%20folder'],
		['an unknown message', '/mail/INBOX/4294967295'],
		['a message number that is none', '/mail/INBOX/0'],
		['a message number that is words', '/mail/INBOX/first'],
		['a message number beyond 32 bits', '/mail/INBOX/4294967296'],
		['a folder with a line end in its name', '/mail/INBOX%0D%0AX'],
		['an unknown page', '/nowhere/at/all']
	] as const)('%s says so with status 404', async ([, path], { page, account }) => {
		await signIn(page, account);
		const answer = await page.goto(path);
		expect(answer?.status()).toBe(404);
		await page.getByRole('heading', { level: 1 }).first().waitFor();
		expect(await page.getByRole('link').count()).toBeGreaterThan(0);
	});

	journey('a missing message leaves the folders and the list in place', async ({ page, account }) => {
		await account.append(letter({ subject: 'Present' }));
		await signIn(page, account);
		await page.goto('/mail/INBOX/4294967295');
		await page.getByRole('tree', { name: 'Folders' }).waitFor();
		await page.getByRole('grid', { name: 'Messages' }).getByText('Present').waitFor();
	});

	journey('a malformed escape is refused, not an error of ours', async ({ page, account }) => {
		await signIn(page, account);
		const answer = await page.request.get('/mail/%E0%A4%A', { maxRedirects: 0 });
		expect([400, 404]).toContain(answer.status());
	});
});
