import { describe, expect, test } from 'vitest';
import { answersBetween, isForward, isMessageHead } from '$lib/client/quote-marks';
import { LINEAR, growth } from '../growth.ts';

describe('marks of earlier messages', () => {
	test.each([
		'From: Ben <ben@example.org>\nSent: Monday\nTo: Ada\nSubject: Figures',
		'Von: Ben\nGesendet: Montag, 23. November\nAn: Ada\nBetreff: Zahlen',
		' De : Ben\nEnvoyé : lundi\nÀ : Ada',
		'差出人: Ben\n送信日時: 2026年11月23日'
	])('a head: %s', (text) => expect(isMessageHead(text)).toBe(true));

	test.each(['From here on it is easy. Sent with love.', 'Dear Ada,\nFrom: the start', '', 'From: Ben'])(
		'no head: %s',
		(text) => expect(isMessageHead(text)).toBe(false)
	);

	test('what is passed on is the message', () => {
		for (const subject of ['Fwd: a', 'FW: a', 'WG: a', '[list] Fwd: a', 'TR: a'])
			expect(isForward(subject)).toBe(true);
		for (const subject of ['Re: Fwd: a', 'AW: a', 'Forward planning', ''])
			expect(isForward(subject)).toBe(false);
	});

	test('answers between the lines are announced', () => {
		expect(answersBetween('My answers are below, in red.')).toBe(true);
		expect(answersBetween('Siehe unten')).toBe(true);
		expect(answersBetween('Thanks, see you on Thursday')).toBe(false);
	});

	test('reads endless text in no time', () => {
		const read = (size: number): void => {
			const text = 'from:'.repeat(size) + ' '.repeat(size);
			isMessageHead(text);
			isForward(text);
			answersBetween(text);
		};
		expect(growth(50_000, read)).toBeLessThan(LINEAR);
	});
});
