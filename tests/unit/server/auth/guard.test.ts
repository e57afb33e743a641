import { expect, test } from 'vitest';
import { guard } from '$lib/server/auth/guard';

test.each(['/login', '/logout', '/healthz', '/readyz', '/api/session'])('%s is open to all', (id) => {
	expect(guard(id, false)).toBe('open');
});

test('whatever is not listed is closed', () => {
	expect(guard('/(app)/mail/[folder]', false)).toBe('sign-in');
	expect(guard('/a/route/of/tomorrow', false)).toBe('sign-in');
	expect(guard('/api/folders', false)).toBe('expired');
	expect(guard('/api/tomorrow', false)).toBe('expired');
});

test('a session opens the rest', () => {
	expect(guard('/(app)/mail/[folder]', true)).toBe('open');
	expect(guard('/api/folders', true)).toBe('open');
});
