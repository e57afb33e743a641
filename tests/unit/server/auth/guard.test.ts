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

test('the administration wants a factor that exists, was shown, and not long ago', () => {
	const routes = Object.entries(RULES).filter(([, rule]) => rule === 'admin');
	for (const [id] of routes) {
		const verdict = (more: Partial<Visitor>) => guard(id, true, visitor(more));
		const whole = { admin: true, enrolled: true, second: true, awake: true };
		expect(verdict({ ...whole, admin: false }), id).toBe('forbidden');
		expect(verdict({ ...whole, enrolled: false }), id).toBe('enrol');
		expect(verdict({ ...whole, second: false }), id).toBe('step-up');
		expect(verdict({ ...whole, awake: false }), id).toBe('step-up');
		expect(verdict(whole), id).toBe('open');
		expect(guard(id, false, visitor(whole)), id).toBe('step-up');
		expect(guard(id, false, visitor({ ...whole, fresh: true })), id).toBe('open');
	}
	expect(routes.length).toBeGreaterThan(0);
});
