import { describe, expect } from 'vitest';
import { axe } from '../bed/axe.ts';
import { journey } from '../bed/journey.ts';
import { letter } from '../bed/letters.ts';
import { LOOKS } from '../bed/looks.ts';
import { picture } from '../bed/picture.ts';
import { signIn } from '../bed/sign-in.ts';

describe('axe finds nothing', () => {
	journey.for(LOOKS)('%s', async ([name, options], { account, newPage }) => {
		const { page } = await newPage(options);
		const found: Record<string, string[]> = {};
		const look = async (what: string) => {
			await page.waitForTimeout(250);
			await picture(page, `${what}, ${name}`.replace(/[^a-z]+/gi, '-'));
			found[what] = await axe(page);
		};
		for (let n = 1; n <= 12; n++) {
			await account.append(
				letter({ subject: `Message ${n}`, text: `Good morning.\n\n> quoted\n\nNumber ${n}.` })
			);
		}
		const html = await account.append(
			letter({
				subject: 'With pictures and a file',
				html: '<h1>News</h1><p>Hello <img src="https://pixel.example.test/a.png"></p>',
				attachments: [{ name: 'plan.pdf', type: 'application/pdf', content: '%PDF-1.4' }]
			})
		);
		await page.goto('/login');
		await look('login');
		await signIn(page, account);
		await page.getByRole('grid', { name: 'Messages' }).getByText('Message 12').waitFor();
		await look('list');
		await page.goto(`/mail/INBOX/${html}`);
		await page.locator('iframe').first().waitFor();
		await look('message');
		await page.goto('/mail/INBOX/4294967295');
		await look('missing message');
		await page.goto('/mail/Junk');
		await look('empty folder');
		await page.goto('/compose');
		await page.getByRole('region', { name: 'New message' }).waitFor();
		await look('composer');
		await page.goto('/settings');
		await look('settings');
		await page.goto('/nowhere');
		await look('unknown page');
		expect(Object.entries(found).filter(([, lines]) => lines.length > 0)).toEqual([]);
	});
});
