import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { payloadOf, type SelfTestItems } from '$lib/mail/self-test-items';

const file = join(import.meta.dirname, '../../../static/self-test/items.json');
const { items } = JSON.parse(readFileSync(file, 'utf8')) as SelfTestItems;

test('each item of the self-test is one of its kind and says what it shows', () => {
	expect(items.length).toBeGreaterThan(190);
	expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
	for (const item of items) {
		const body = payloadOf(item);
		expect(body).not.toBe('');
		expect(item.mustNot.every((code) => /^[A-Z_]+$/.test(code))).toBe(true);
		// The words an item must show are in its body, so that what hides them is the product.
		if (item.contentType === 'text/html')
			expect(item.mustShow?.filter((text) => !body.includes(text)) ?? []).toEqual([]);
	}
});

test('a long body is put together from its pieces', () => {
	expect(
		payloadOf({
			payload: [
				['<p>', 1],
				['ab', 3],
				['</p>', 1]
			]
		})
	).toBe('<p>ababab</p>');
	const long = items.filter(({ payload }) => typeof payload !== 'string').map(payloadOf);
	expect(Math.max(...long.map(({ length }) => length))).toBeGreaterThan(4_000_000);
});
