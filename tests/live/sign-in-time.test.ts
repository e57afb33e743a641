import { randomBytes } from 'node:crypto';
import { hash } from '@node-rs/argon2';
import Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { placeAt } from '../../src/mailserver/place.ts';
import { freshAccount } from '../bed/accounts.ts';
import { ask } from '../bed/bare-http.ts';
import { startProduct, type BedProduct } from '../bed/product.ts';

/** Nobody learns by the clock which accounts there are (security A7): medians of 200 differ by less than 20 ms. */
const mail = inject('mailServer');
const EACH = 200;
const CLOSE = 20;
/** Requests that wait side by side. */
const AT_ONCE = 25;
let product: BedProduct;
let origin: string;

beforeAll(async () => {
	product = await startProduct(mail, { environment: { POSTERN_TRUSTED_PROXIES: '127.0.0.1 ::1' } });
	({ origin } = product.facts);
});
afterAll(async () => void (await product?.end()));

const median = (all: number[]) => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)]!;

/** Asks in turns, some at a time, for accounts that exist and for others; each time from another network. */
async function race(
	path: string,
	known: string[]
): Promise<{ known: number; unknown: number; answers: Set<string> }> {
	const times = { known: [] as number[], unknown: [] as number[] };
	const answers = new Set<string>();
	let next = 0;
	const one = async (kind: 'known' | 'unknown', i: number) => {
		const address =
			kind === 'known' ? known[i % known.length] : `nobody-${randomBytes(5).toString('hex')}@demo.test`;
		const from = performance.now();
		const { status, text, headers } = await ask(origin, path, {
			method: 'POST',
			headers: {
				origin,
				'content-type': 'application/json',
				'x-forwarded-for': `203.${next >> 8}.${next++ & 255}.5`
			},
			body: JSON.stringify({ address, password: 'wrong' })
		});
		times[kind].push(performance.now() - from);
		const said = text.replace(/"challenge":"[^"]*"/, '');
		answers.add([status, said, Object.keys(headers).sort().join()].join(' '));
	};
	const turns = Array.from({ length: EACH * 2 }, (_, i) => [i % 2 ? 'known' : 'unknown', i >> 1] as const);
	const worker = async () => {
		for (let turn = turns.shift(); turn; turn = turns.shift()) await one(...turn);
	};
	await Promise.all(Array.from({ length: AT_ONCE }, worker));
	return { known: median(times.known), unknown: median(times.unknown), answers };
}

/** An account whose password takes the mail server some 40 ms to look at, as real ones do. */
async function slowAccount(): Promise<string> {
	const { address } = await freshAccount(mail, 'time');
	const password = `{ARGON2ID}${await hash('right', { algorithm: 2, memoryCost: 32_768, timeCost: 2 })}`;
	const store = new Sqlite(placeAt(mail.dir, mail.ports).accounts);
	store.prepare('UPDATE accounts SET password = ? WHERE address = ?').run(password, address);
	store.close();
	return address;
}

test('a wrong password: same words, same time, whether or not there is the account', async () => {
	// Ten tries are all that an account is given.
	const known = await Promise.all(Array.from({ length: EACH / 10 }, slowAccount));
	const times = await race('/api/session', known);
	expect([...times.answers]).toHaveLength(1);
	expect([...times.answers][0]).toContain('auth/wrong');
	expect(Math.abs(times.known - times.unknown), JSON.stringify(times)).toBeLessThan(CLOSE);
});

test('the question to a passkey: the same whatever is sent along', async () => {
	const { address } = await freshAccount(mail, 'options');
	const times = await race('/api/session/passkey/options', [address]);
	expect([...times.answers]).toHaveLength(1);
	expect([...times.answers][0]).toMatch(/^200 .*"allowCredentials":\[\]/);
	expect(Math.abs(times.known - times.unknown), JSON.stringify(times)).toBeLessThan(CLOSE);
});
