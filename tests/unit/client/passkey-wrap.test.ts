import { expect, test } from 'vitest';
import { unwrapPassword, wrapPassword } from '$lib/client/passkey-wrap';

const prf = crypto.getRandomValues(new Uint8Array(32));
const password = 'correct horse battery staple ✓';

test('what a key wrapped, the same key opens', async () => {
	const wrapped = await wrapPassword(prf, 'key', password);
	expect(await unwrapPassword(prf, 'key', wrapped)).toBe(password);
	expect(atob(wrapped)).not.toContain('correct');
	expect(await wrapPassword(prf, 'key', password)).not.toBe(wrapped);
});

test('nothing else opens it', async () => {
	const wrapped = await wrapPassword(prf, 'key', password);
	const other = crypto.getRandomValues(new Uint8Array(32));
	expect(await unwrapPassword(other, 'key', wrapped)).toBeNull();
	expect(await unwrapPassword(prf, 'another key', wrapped)).toBeNull();
	const bytes = Uint8Array.from(atob(wrapped), (letter) => letter.charCodeAt(0));
	for (const at of [0, 1, 13, bytes.length - 1]) {
		const changed = bytes.map((byte, i) => (i === at ? byte ^ 1 : byte));
		expect(await unwrapPassword(prf, 'key', btoa(String.fromCharCode(...changed)))).toBeNull();
	}
	for (const nothing of ['', 'AQ==', '%']) expect(await unwrapPassword(prf, 'key', nothing)).toBeNull();
});
