import { expect, test } from 'vitest';
import { isStrong } from '$lib/server/accounts/strength';

test('what guessers try first is no password', () => {
	const weak = [
		'password',
		'Tr0ub4dor',
		'qwertzuiop',
		'aaaaaaaaaaaaaaaa',
		'lovelace1815',
		'ada.lovelace@demo.test'
	];
	for (const password of [...weak, 'short9!x', 'x'.repeat(300), 'line\nbreak-in-it-4711']) {
		expect(isStrong(password, 'ada.lovelace@demo.test'), password).toBe(false);
	}
	for (const password of ['correct horse battery staple', 'kite-vessel-onward-plum', 'xk7-pwe3-mm21-qq']) {
		expect(isStrong(password, 'ada.lovelace@demo.test'), password).toBe(true);
	}
});

test('a long one is judged within a second', () => {
	const from = performance.now();
	isStrong('4@8({[<36&#!1/|0$5+7%2'.repeat(11), 'ada@demo.test');
	expect(performance.now() - from).toBeLessThan(1000);
});
