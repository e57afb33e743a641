import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Browser } from 'playwright-core';
import { partPath, type OpenMessage } from '$lib/mail/open-message';
import { freshAccount, type BedAccount } from '../bed/accounts.ts';
import { openChromium } from '../bed/browsers.ts';
import { HttpSession } from '../bed/http-session.ts';
import { residentMegabytes } from '../bed/product.ts';
import { record } from '../bed/recorder.ts';
import { signIn } from '../bed/sign-in.ts';
import { allItems, type Item } from './items.ts';

/** Milliseconds within which a message must open or say what is wrong. */
const OPENS = 3000;
/** Milliseconds in which the drawing of the body has surely begun. */
const DRAWS = 300;
/** Milliseconds for the list of a folder that holds all of them. */
const LISTS = 2000;
/** Megabytes the web process may grow by, over the whole run. */
const GROWS = 300;
/** How many messages of no special size are opened in a browser too. */
const SAMPLE = 40;

const product = inject('product');
const items = allItems();

interface Opened {
	readonly item: Item;
	readonly uid: number;
}

/** Attachments of one message that are fetched too. */
const FETCHED = 3;

/** What an answer leaves to be desired: nothing shown and nothing said, or a file that does not come as a download. */
async function doubts(session: HttpSession, item: Item, answer: Buffer): Promise<string[]> {
	const message = JSON.parse(answer.toString()) as OpenMessage;
	const bad: string[] = [];
	if (message.pieces.length + message.attachments.length + message.notices.length === 0) {
		bad.push(`${item.title}: shows nothing and says nothing`);
	}
	for (const { part, name } of message.attachments.slice(0, FETCHED)) {
		const file = await session.request(partPath(message.folder, message.uid, part));
		const { 'content-disposition': disposition = '', 'content-security-policy': policy = '' } = file.headers;
		const safe =
			disposition.startsWith('attachment') &&
			file.headers['x-content-type-options'] === 'nosniff' &&
			policy.includes('sandbox') &&
			!/[\\/\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(name);
		if (file.status !== 200 || file.ms > OPENS || !safe) {
			bad.push(
				`${item.title}, part ${part} “${name}”: ${file.status}, ${Math.round(file.ms)} ms, ${disposition}`
			);
		}
	}
	return bad;
}

describe('odd and hostile mail', () => {
	let account: BedAccount;
	let session: HttpSession;
	let browser: Browser;
	const stored: Opened[] = [];
	const refused: string[] = [];

	beforeAll(async () => {
		account = await freshAccount(inject('mailServer'), 'corpus');
		const imap = await account.imap();
		for (const item of items) {
			try {
				stored.push({ item, uid: await imap.append('INBOX', item.bytes()) });
			} catch (error) {
				refused.push(`${item.title}: ${String(error)}`);
			}
		}
		imap.close();
		session = await HttpSession.signedIn(product.origin, account);
		browser = await openChromium();
	}, 300_000);

	afterAll(async () => {
		session.close();
		await browser.close();
	});

	test('the mail server keeps each message', () => {
		expect(refused).toEqual([]);
		expect(stored.length).toBeGreaterThan(100);
	});

	test('the list of all of them stands in two seconds', async () => {
		const slow: string[] = [];
		for (let from = 0; from < stored.length; from += 50) {
			const answer = await session.request(`/api/folders/INBOX/messages?from=${from}&count=50&size=1`);
			if (answer.status !== 200 || answer.ms > LISTS)
				slow.push(`rows from ${from}: ${answer.status}, ${answer.ms} ms`);
		}
		expect(slow).toEqual([]);
	});

	test('each opens, or says what is wrong, in three seconds, and memory stays bounded', async () => {
		const before = residentMegabytes(product.pid);
		const bad: string[] = [];
		let most = before;
		for (const { item, uid } of stored) {
			for (const path of ['', '/headers', '/source']) {
				const answer = await session
					.request(`/api/folders/INBOX/messages/${uid}${path}`, { timeout: 4 * OPENS })
					.catch((error: Error) => ({ status: 0, ms: 4 * OPENS, body: Buffer.from(error.message) }));
				if (answer.status !== 200 || answer.ms > OPENS) {
					const words = answer.status === 200 ? '' : answer.body.toString().slice(0, 200);
					bad.push(
						`${item.title} (${item.kind})${path}: ${answer.status}, ${Math.round(answer.ms)} ms ${words}`
					);
				} else if (path === '') {
					bad.push(...(await doubts(session, item, answer.body)));
				}
			}
			most = Math.max(most, residentMegabytes(product.pid));
		}
		expect(bad).toEqual([]);
		expect(most - before).toBeLessThan(GROWS);
		expect((await session.request('/healthz')).status).toBe(200);
	});

	test('bombs and a sample of the rest open in a browser', async () => {
		const context = await browser.newContext({ baseURL: product.origin });
		const recorder = record(context, product.origin);
		// The sanitizer parses a handler such as onerror before it drops it, and the sandbox notes that none may run.
		recorder.expect(`Blocked script execution in '${product.origin}/frame/message'`);
		const page = await context.newPage();
		await signIn(page, account);
		const rest = stored.filter(({ item }) => item.kind !== 'bomb');
		const step = Math.max(1, Math.floor(rest.length / SAMPLE));
		const sample = [
			...stored.filter(({ item }) => item.kind === 'bomb'),
			...rest.filter((_, n) => n % step === 0)
		];
		const bad: string[] = [];
		for (const { item, uid } of sample) {
			const from = performance.now();
			const before = recorder.unexpected().length;
			try {
				await page.goto(`/mail/INBOX/${uid}`, { timeout: 4 * OPENS, waitUntil: 'commit' });
				await page
					.getByRole('article')
					.first()
					.waitFor({ timeout: 4 * OPENS });
				// The body is drawn a moment after its frame is there; what counts is when the page can be used.
				await page.waitForTimeout(DRAWS);
				await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn))));
				const ms = performance.now() - from - DRAWS;
				if (ms > OPENS) bad.push(`${item.title}: ${Math.round(ms)} ms`);
			} catch (error) {
				bad.push(`${item.title}: ${String(error).slice(0, 200)}`);
			}
			bad.push(
				...recorder
					.unexpected()
					.slice(before)
					.map((line) => `${item.title}: ${line}`)
			);
		}
		expect(bad).toEqual([]);
		await context.close();
	});
});
