import { beforeAll, expect, test } from 'vitest';
import {
	grantedUntil,
	pictureKey,
	readGrant,
	signImage,
	type ImageGrant
} from '$lib/server/flows/image-signature';

beforeAll(() => {
	process.env.POSTERN_IMAP = 'imaps://mail.demo.test';
	process.env.POSTERN_KEY = Buffer.alloc(32, 7).toString('base64');
});

const grant = {
	folder: 'INBOX',
	uid: 7,
	address: 'http://a.example/ü"\0.png',
	until: 2_000_000
} as unknown as ImageGrant;

test('what was signed comes back, to the same person, in time', () => {
	const signed = signImage('ada@demo.test', grant);
	expect(signed).toMatch(/^[\w.-]+$/);
	expect(readGrant('ada@demo.test', signed, 1_999_999)).toEqual(grant);
	expect(readGrant('ada@demo.test', signed, 2_000_000)).toBeNull();
	expect(readGrant('ben@demo.test', signed, 1)).toBeNull();
});

test('no letter of it can be changed', () => {
	const signed = signImage('ada@demo.test', grant);
	for (let i = 0; i < signed.length; i++) {
		const other = signed[i] === 'A' ? 'B' : 'A';
		expect(readGrant('ada@demo.test', signed.slice(0, i) + other + signed.slice(i + 1), 1)).toBeNull();
	}
	const [payload = '', mac = ''] = signed.split('.');
	for (const made of [
		'',
		'.',
		payload,
		`${payload}.`,
		`.${mac}`,
		`${signed}.`,
		`${signed}=`,
		`${signed}.${mac}`
	])
		expect(readGrant('ada@demo.test', made, 1), made).toBeNull();
});

test('a picture keeps its address for a while, and its name says nothing', () => {
	const noon = Date.UTC(2026, 10, 22, 12);
	expect(grantedUntil(noon)).toBe(grantedUntil(noon + 3_600_000));
	expect(grantedUntil(noon) - noon).toBe(24 * 3_600_000);
	expect(grantedUntil(noon + 43_199_999) - noon).toBe(24 * 3_600_000);
	expect(pictureKey('http://a.example/x')).toMatch(/^[0-9a-f]{64}$/);
	expect(pictureKey('http://a.example/x')).not.toBe(pictureKey('http://a.example/y'));
});
