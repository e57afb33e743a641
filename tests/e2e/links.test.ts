import { describe, expect } from 'vitest';
import { axe } from '../bed/axe.ts';
import { journey } from '../bed/journey.ts';
import { letter } from '../bed/letters.ts';
import { picture } from '../bed/picture.ts';
import { bodyText, messageBody } from '../bed/reading.ts';
import { signIn } from '../bed/sign-in.ts';

const lying = letter({
	subject: 'Your account',
	from: 'Bank <service@bank.example>',
	html: `<style>a span { display: none !important } span { font-size: 0 !important }</style>
		<p>Please sign in: <a href="http://evil.test/login?x=1&y=2" title="https://bank.example">https://bank.example/login</a></p>
		<p>Or <a href="https://xn--pypal-4ve.example/">here</a>, or read the
		<a href="https://news.bank.example/today">news</a>.</p>`
});

describe('a link that lies', () => {
	journey('is marked with its true host and asks before it opens', async ({ account, page, recorder }) => {
		// What the driver itself tries to run in the frame is refused like anything else.
		recorder.expect('Blocked script execution');
		const uid = await account.append(lying);
		await signIn(page, account, `/mail/INBOX/${uid}`);
		const links = messageBody(page).getByRole('link');
		await bodyText(page, 'leads to evil.test').waitFor();
		await page.getByText('2 links do not lead where they say.').waitFor();
		await bodyText(page, 'leads to xn--pypal-4ve.example').waitFor();
		// The message's own sheet could not hide the mark.
		expect((await bodyText(page, 'leads to evil.test').boundingBox())?.height).toBe(20);
		expect(await links.nth(0).getAttribute('title')).toContain('evil.test');
		expect(await links.nth(2).getAttribute('href')).toBe('https://news.bank.example/today');
		await picture(page, 'lying-links');
		const opened = page.context().waitForEvent('page');
		await links.nth(0).click();
		const asks = await opened;
		await asks.getByText('The words of this link say').waitFor();
		await asks.getByRole('heading').getByText('evil.test').waitFor();
		await asks.getByText('http://evil.test/login?x=1&y=2').waitFor();
		const open = asks.getByRole('link', { name: 'Open evil.test' });
		expect(await open.getAttribute('href')).toBe('http://evil.test/login?x=1&y=2');
		expect(await open.getAttribute('rel')).toBe('noopener noreferrer');
		expect(await asks.evaluate(() => document.referrer)).toBe('');
		await picture(asks, 'leave-light');
		expect(await axe(asks)).toEqual([]);
		await asks.emulateMedia({ colorScheme: 'dark' });
		await picture(asks, 'leave-dark');
		expect(await axe(asks)).toEqual([]);
		await Promise.all([asks.waitForEvent('close'), asks.getByRole('link', { name: 'Close' }).click()]);
	});
});

describe('the page that asks', () => {
	journey(
		'works without script, for web addresses and signed-in people only',
		async ({ account, newPage }) => {
			const { page } = await newPage();
			await signIn(page, account);
			const storageState = await page.context().storageState();
			const plain = await newPage({ javaScriptEnabled: false, storageState });
			const ask = (search: string) => plain.page.goto(`/leave?${search}`);
			expect((await ask('to=http://evil.test/a&said=bank.example&why=elsewhere'))?.status()).toBe(200);
			await plain.page.getByText('The words of this link say').waitFor();
			expect(await plain.page.getByRole('link', { name: 'Open evil.test' }).getAttribute('href')).toBe(
				'http://evil.test/a'
			);
			expect(await plain.page.getByRole('link', { name: 'Close' }).getAttribute('href')).toBe('/mail');
			// No sentence of a stranger comes onto it.
			await ask(
				`to=https://xn--wgv71a119e.jp/&said=${encodeURIComponent('Verified by your bank')}&why=elsewhere`
			);
			await plain.page.getByText('日本語.jp').waitFor();
			expect(await plain.page.getByText('Verified').count()).toBe(0);
			for (const to of ['javascript:alert(1)', 'data:text/html,x', 'mailto:a@b.example', '/mail', '', 'x'])
				expect((await ask(`to=${encodeURIComponent(to)}`))?.status(), to).toBe(404);
			const stranger = await newPage();
			await stranger.page.goto('/leave?to=http://evil.test/');
			expect(new URL(stranger.page.url()).pathname).toBe('/login');
		}
	);
});
