import { expect, test } from 'vitest';
import { asksFor, DEMANDS, mayEnrol, parsePolicy, type Policy } from '$lib/security/policy';

const rules = (secondFactor: Policy['secondFactor']): Policy => ({
	secondFactor,
	graceDays: 7,
	trustDays: 30
});

test('who must have a second factor, and who may', () => {
	const of = (admin: boolean) =>
		DEMANDS.map((demand) => [demand, asksFor(rules(demand), admin), mayEnrol(rules(demand), admin)]);
	expect(of(false)).toEqual([
		['off', false, false],
		['offered', false, true],
		['admins', false, true],
		['required', true, true]
	]);
	expect(of(true)).toEqual([
		['off', false, true],
		['offered', false, true],
		['admins', true, true],
		['required', true, true]
	]);
});

test('what is out of range or unknown is left out', () => {
	expect(parsePolicy({ secondFactor: 'required', graceDays: 0, trustDays: 365, more: 1 })).toEqual({
		...{ secondFactor: 'required', graceDays: 0, trustDays: 365 }
	});
	const odd = [null, 'off', { secondFactor: 'toString' }, { graceDays: -1, trustDays: 366 }];
	for (const value of [...odd, { graceDays: 1.5, trustDays: '30' }, { graceDays: NaN }]) {
		expect(parsePolicy(value)).toEqual({});
	}
});
