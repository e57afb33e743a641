import { describe, expect } from 'vitest';
import type { BrowserContextOptions } from 'playwright-core';
import { axe } from '../bed/axe.ts';
import { asking, invitationMail } from '../bed/invitations.ts';
import { journey } from '../bed/journey.ts';
import { letter } from '../bed/letters.ts';
import { bodyText } from '../bed/reading.ts';
import { signIn } from '../bed/sign-in.ts';

const cases: [string, BrowserContextOptions][] = [
	['desktop, dark', { colorScheme: 'dark' }],
	[
		'narrow phone, light',
		{ viewport: { width: 320, height: 700 }, hasTouch: true, isMobile: true, colorScheme: 'light' }
	]
];

describe('axe finds nothing in what stands around a message', () => {
	journey.for(cases)('%s', async ([, options], { account, newPage }) => {
		const { page } = await newPage(options);
		const found: Record<string, string[]> = {};
		const look = async (what: string) => {
			found[what] = await axe(page);
		};
		const ben = { address: 'ben@demo.test' };
		const invitation = await account.append(
			invitationMail(ben.address, account.address, asking(ben, account))
		);
		const list = await account.append(
			letter({
				subject: 'Harbour news',
				html: '<p>News <img src="https://pictures.example.test/a.png" width="300" height="80"></p>',
				headers: ['List-Id: <harbour.lists.test>', 'List-Unsubscribe: <mailto:leave@lists.test>']
			})
		);
		const junk = await account.append(
			letter({
				subject: 'Prize',
				attachments: [{ name: 'notes.txt', type: 'text/plain', content: 'Just notes.' }]
			}),
			'Junk'
		);
		await signIn(page, account, `/mail/INBOX/${invitation}`);
		await page
			.getByRole('region', { name: 'Varnish, then soup' })
			.getByRole('button', { name: 'Accept' })
			.waitFor();
		await look('invitation');

		await page.goto(`/mail/INBOX/${list}`);
		await page.getByRole('button', { name: 'Unsubscribe' }).waitFor();
		const strip = page.getByRole('group', { name: 'Remote images' });
		await strip.waitFor();
		// Beside its buttons or above them, the sentence keeps enough width to be read.
		expect((await strip.locator('details').boundingBox())?.width).toBeGreaterThan(150);
		expect((await strip.boundingBox())?.height).toBeLessThan(130);
		await look('list mail');
		await page.getByRole('button', { name: 'Unsubscribe' }).click();
		await page.getByRole('group', { name: 'Unsubscribe' }).waitFor();
		await look('leaving a list');
		await page.getByRole('button', { name: 'More' }).last().click();
		await page.getByRole('menuitem', { name: 'Report phishing' }).waitFor();
		await look('menu');
		await page.getByRole('menuitem', { name: 'Report phishing' }).click();
		await page.getByRole('dialog', { name: 'Report phishing' }).waitFor();
		await look('phishing');

		await page.goto(`/mail/Junk/${junk}`);
		await page.getByRole('group', { name: 'Junk' }).waitFor();
		await bodyText(page, 'Hello.').waitFor();
		await look('junk');
		await page
			.getByRole('region', { name: 'Attachments' })
			.getByRole('button', { name: /^notes\.txt/ })
			.click();
		await page.getByRole('dialog').getByText('Just notes.').waitFor();
		await look('preview');
		expect(Object.entries(found).filter(([, lines]) => lines.length > 0)).toEqual([]);
	});
});
