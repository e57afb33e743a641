import { expect, test } from 'vitest';
import { guard, RULES, type Visitor } from '$lib/server/auth/guard';

const visitor = (more: Partial<Visitor> = {}): Visitor => ({
	...{ admin: false, second: false, fresh: false, mustEnrol: false },
	...more
});

test.each(['/login', '/logout', '/healthz', '/readyz', '/api/session'])('%s is open to all', (id) => {
	expect(guard(id, false, null)).toBe('open');
});

test('everything else wants a session', () => {
	for (const [id, rule] of Object.entries(RULES)) {
		if (rule !== 'open') expect(guard(id, true, null), id).toBe('sign-in');
	}
});

test('a route that is not listed is closed to everybody', () => {
	expect(guard('/a/route/of/tomorrow', true, null)).toBe('sign-in');
	expect(guard('/a/route/of/tomorrow', true, visitor({ admin: true, second: true, fresh: true }))).toBe(
		'forbidden'
	);
});

test('a session opens mail', () => {
	expect(guard('/(app)/mail/[folder]', true, visitor())).toBe('open');
	expect(guard('/api/folders', false, visitor())).toBe('open');
});

test('who must set up a factor first sees no mail', () => {
	expect(guard('/api/folders', true, visitor({ mustEnrol: true, fresh: true }))).toBe('enrol');
	expect(guard('/logout', false, visitor({ mustEnrol: true }))).toBe('open');
});

test('an unknown path is 404 for all', () => {
	expect(guard(null, true, null)).toBe('open');
});
