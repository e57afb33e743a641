import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { closeAccount, closeAll } from '$lib/server/imap/close';
import { GET } from '../../src/routes/api/events/+server.ts';
import { freshAccount } from '../bed/accounts.ts';
import { letter, signedIn, until, use } from './imap-bed.ts';

beforeAll(() => use(inject('mailServer')));
afterAll(closeAll);

test('the event stream tells of new mail under an id, and ends when the account signs out', async () => {
	const bed = await freshAccount(inject('mailServer'), 'events');
	const account = signedIn(bed);
	const request = new Request('http://localhost/api/events');
	const event = { request, locals: { account, session: { id: 's1' } }, route: { id: '/api/events' } };
	const response = await GET(event as unknown as Parameters<typeof GET>[0]);
	expect(response.headers.get('content-type')).toBe('text/event-stream');
	expect(response.headers.get('x-accel-buffering')).toBe('no');
	let text = '';
	let ended = false;
	const reading = (async () => {
		for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) text += chunk;
		ended = true;
	})();
	await until(async () => {
		await bed.append(letter('news'));
		await new Promise((resolve) => setTimeout(resolve, 400));
		return /^id: [0-9a-f]{8}-\d+\ndata: \{"kind":"list","path":"INBOX","change":"new"\}$/m.test(text);
	}, 10_000);
	expect(text.startsWith('retry: ')).toBe(true);
	closeAccount(account.address);
	await until(() => ended, 2000);
	await reading;
});
