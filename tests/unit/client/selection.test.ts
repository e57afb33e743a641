import { expect, test } from 'vitest';
import { Selection } from '$lib/client/selection.svelte';
import type { Uid } from '$lib/mail/ids';

test('“all” means what was there when it was said', async () => {
	const selection = new Selection();
	expect(selection.upTo).toBeNull();
	selection.everything([1, 2] as Uid[], Promise.resolve(2 as Uid));
	expect(selection.target).toBe('all');
	expect(await selection.upTo).toBe(2);
	selection.toggle(1 as Uid);
	expect(selection.upTo).toBeNull();
	expect(selection.target).toEqual([2]);
});

test('a refusal to say which is the newest waits for whoever acts on it', async () => {
	const selection = new Selection();
	selection.everything([1] as Uid[], Promise.reject(new Error('offline')));
	await new Promise((resolve) => setTimeout(resolve));
	await expect(selection.upTo).rejects.toThrow('offline');
});
