import { lookup } from 'node:dns/promises';
import { config } from '$lib/server/config';
import { addressesOf } from '$lib/server/resolver';
import { canonical } from './addresses';

/** How long the addresses of the mail servers are believed, ms. */
const FRESH = 60_000;

let known: { at: number; addresses: Promise<ReadonlySet<string>> } | undefined;

/**
 * Addresses of our own mail servers, which only the mail code may reach (security F4). Errors: Node's own, when
 * a name cannot be found: what cannot be told apart is not fetched.
 */
export function mailAddresses(now: number = Date.now()): Promise<ReadonlySet<string>> {
	if (known && now - known.at < FRESH) return known.addresses;
	const { imap, submission, sieve } = config();
	const hosts = new Set([imap.host, submission.host, sieve.host]);
	const addresses = Promise.all([...hosts].map(everyAddress)).then(
		(found) => new Set(found.flat().map(canonical))
	);
	known = { at: now, addresses };
	addresses.catch(() => (known = undefined));
	return addresses;
}

/** As the mail code finds it, by the system, and as the fetching code would. */
async function everyAddress(host: string): Promise<string[]> {
	const bySystem = lookup(host, { all: true }).then((all) => all.map(({ address }) => address));
	const found = await Promise.allSettled([bySystem, addressesOf(host)]);
	const addresses = found.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
	if (addresses.length === 0) throw new Error('a mail server has no address');
	return addresses;
}
