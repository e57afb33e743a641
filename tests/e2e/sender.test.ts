import { describe, expect } from 'vitest';
import type { Page } from 'playwright-core';
import { axe } from '../bed/axe.ts';
import { journey } from '../bed/journey.ts';
import { letter } from '../bed/letters.ts';
import { LOOKS } from '../bed/looks.ts';
import { picture } from '../bed/picture.ts';
import { arrived, hop } from '../bed/proved-letters.ts';
import { messageBody, row } from '../bed/reading.ts';
import { signIn } from '../bed/sign-in.ts';

const ingrid = { from: 'Ingrid Solheim <ingrid@halden-sails.example>', subject: 'Quote 2217' };
const long = `${'a-very-long-local-part-'.repeat(3)}end@mail.customers.evil.test`;
const deceiving = {
	failed: arrived(
		{ from: 'Northern Bank <service@northern-bank.example>', subject: 'Closing your account' },
		'northern-bank.example',
		'fail'
	),
	'look-alike': arrived(
		{ from: 'Ada Brandt <ada@dem\u043e.test>', subject: 'Invoice' },
		'xn--dem-ued.test',
		'pass'
	),
	claim: arrived(
		{ from: `"support@northern-bank.example" <${long}>`, subject: 'Password' },
		'mail.customers.evil.test',
		'pass'
	),
	several: letter({ from: 'Ann <ann@one.example>, Ben <ben@two.example>', subject: 'Two of us' })
};

/** A sentence of ours; a stranger's name in it stands between marks that isolate its direction. */
const said = (text: string) =>
	new RegExp([...text].map((letter) => letter.replace(/[.*+?^${}()|[\]\\]/, '\\$&')).join('[\u2068\u2069]?'));
const head = (page: Page) => page.getByRole('article');
const how = (page: Page) => page.getByRole('button', { name: 'How we know' });

describe('who sent a message', () => {
	journey('is proved in words, with what that rests on', async ({ account, page }) => {
		const before = Array.from({ length: 20 }, (_, n) =>
			hop(`r${n}.far.example`, `r${n + 1}.far.example`, `Sat, 21 Nov 2026 10:${30 - n}:00 +0000`, n > 0)
		);
		const uid = await account.append(arrived(ingrid, 'halden-sails.example', 'pass', before));
		await signIn(page, account, `/mail/INBOX/${uid}`);
		await page
			.getByText(said('halden-sails.example signed this message, and one of its own servers'))
			.waitFor();
		await head(page).getByText('ingrid@halden-sails.example').waitFor();
		await how(page).press('Enter');
		const details = page.getByRole('region', { name: 'How we know who sent this' });
		await details.getByText(said('Signed by halden-sails.example, and not changed since.')).waitFor();
		await details.getByText(said('localhost, when the message came in.')).waitFor();
		await details.getByRole('button', { name: 'Show each step' }).click();
		const steps = details.getByRole('list', { name: 'Steps of this message' });
		await steps.getByText('localhost', { exact: true }).waitFor();
		await steps.getByText('not encrypted').waitFor();
		await steps.getByText(/^waited/).waitFor();
		await details.getByRole('button', { name: /^Show \d+ more steps/ }).click();
		await steps.getByText('r11.far.example', { exact: true }).waitFor();
		await picture(page, 'sender-proved');
	});

	journey('can be checked again, and says when that was not possible', async ({ account, page }) => {
		const uid = await account.append(arrived(ingrid, 'halden-sails.example', 'none'));
		await signIn(page, account, `/mail/INBOX/${uid}`);
		await page.getByText('Not proved.').waitFor();
		await how(page).click();
		const check = page.getByRole('button', { name: 'Check again' });
		await page.route('**/authenticity', (route) => route.fulfill({ status: 503 }));
		await check.click();
		await page.getByText('The check could not be made.').waitFor();
		await page.unroute('**/authenticity');
		const dkim = [{ result: 'pass', domain: 'halden-sails.example' }];
		await page.route('**/authenticity', (route) =>
			route.fulfill({ json: { source: 'checked', by: 'Postern', spf: null, dkim, dmarc: null } })
		);
		await check.click();
		await page.getByText(said('Signed by halden-sails.example, and not changed since.')).waitFor();
		await page.getByText(said('Postern, just now')).first().waitFor();
	});

	journey('is warned of when it deceives', async ({ account, page }) => {
		const words = {
			failed: 'This is probably not from northern-bank.example.',
			'look-alike': 'xn--dem-ued.test is not demo.test, it only looks like it.',
			claim: 'The name says support@northern-bank.example, but that is not the address.',
			several: 'This message names several senders, ben@two.example among them.'
		};
		await signIn(page, account);
		for (const [name, text] of Object.entries(words)) {
			const uid = await account.append(deceiving[name as keyof typeof deceiving]);
			await page.goto(`/mail/INBOX/${uid}`);
			await head(page).getByText(said(text)).first().waitFor();
			expect(await head(page).getByText('Proved.', { exact: true }).count(), name).toBe(0);
		}
		// The row shows the true address in place of a name that is another's.
		await row(page, 'Password').getByText(long).waitFor();
		expect(await page.getByText('support@northern-bank.example').count()).toBe(0);
	});

	journey('is one we know by another address', async ({ account, page }) => {
		const known = (n: number) =>
			arrived({ ...ingrid, subject: `Letter ${n}` }, 'halden-sails.example', 'pass');
		for (const n of [1, 2, 3]) await account.append(known(n));
		await signIn(page, account);
		for (const n of [1, 2, 3]) {
			await page.goto(`/mail/INBOX/${n}`);
			await page.getByText('Proved.').waitFor();
		}
		const other = { ...ingrid, from: 'Ingrid Solheim <ingrid.solheim@freemail.test>' };
		const uid = await account.append(arrived(other, 'freemail.test', 'pass'));
		await page.goto(`/mail/INBOX/${uid}`);
		await page
			.getByText(said('You know this name with another address, ingrid@halden-sails.example.'))
			.waitFor();
	});
});

describe('where a link leads', () => {
	journey('stands at the foot of the reader, by pointer and by key', async ({ account, page }) => {
		const html = '<p><a href="https://news.shop.example/a?b=1">News</a></p>';
		const uid = await account.append(letter({ subject: 'News', html }));
		await signIn(page, account, `/mail/INBOX/${uid}`);
		const link = messageBody(page).getByRole('link', { name: 'News' });
		await link.hover();
		const line = page.getByText('https://news.shop.example/a?b=1');
		await line.waitFor();
		await page.mouse.move(0, 0);
		await line.waitFor({ state: 'detached' });
		await link.focus();
		await line.waitFor();
		await link.blur();
		await line.waitFor({ state: 'detached' });
	});
});

describe('axe finds nothing in what is said of a sender', () => {
	journey.for(LOOKS)('%s', async ([name, options], { account, newPage }) => {
		const { page } = await newPage(options);
		await signIn(page, account);
		const proved = arrived(ingrid, 'halden-sails.example', 'pass');
		for (const [what, raw] of Object.entries({ proved, ...deceiving })) {
			const uid = await account.append(raw);
			await page.goto(`/mail/INBOX/${uid}`);
			await how(page).click();
			await page.getByRole('button', { name: 'Show each step' }).click();
			await page
				.getByRole('list', { name: 'Steps of this message' })
				.or(page.getByText('names no server'))
				.waitFor();
			await picture(page, `sender ${what} ${name}`.replaceAll(' ', '-'));
			expect(await axe(page), what).toEqual([]);
			const pane = await head(page).evaluate((article) => article.scrollWidth - article.clientWidth);
			expect(pane, what).toBe(0);
		}
	});
});
