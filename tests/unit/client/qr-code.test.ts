import { encode } from 'uqr';
import { expect, test } from 'vitest';
import { qrCode } from '$lib/client/qr-code';

const text = 'otpauth://totp/Postern:ada%40demo.test?issuer=Postern&secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

test('the path covers the dark squares of the code and nothing else', () => {
	const { size, path } = qrCode(text);
	const drawn = Array.from({ length: size }, () => Array<boolean>(size).fill(false));
	for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)v1H\1z/g)) {
		for (let at = Number(x); at < Number(x) + Number(width); at++) drawn[Number(y)]![at] = true;
	}
	expect(drawn).toEqual(encode(text, { ecc: 'M', border: 4 }).data);
	expect(path.replace(/M\d+ \d+h\d+v1H\d+z/g, '')).toBe('');
});

test('four units around it are light', () => {
	const { size, path } = qrCode(text);
	const corners = [...path.matchAll(/M(\d+) (\d+)h(\d+)/g)].map(([, x, y, w]) => [
		Number(x),
		Number(y),
		Number(w)
	]);
	expect(Math.min(...corners.map(([x = 0]) => x))).toBe(4);
	expect(Math.min(...corners.map(([, y = 0]) => y))).toBe(4);
	expect(Math.max(...corners.map(([x = 0, , w = 0]) => x + w))).toBe(size - 4);
	expect(Math.max(...corners.map(([, y = 0]) => y))).toBe(size - 5);
});
