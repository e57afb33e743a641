import { lookup, Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import { config } from './config';

let asked: Resolver | undefined;

/** Asks for DNS records: the name servers of `POSTERN_RESOLVER`, else the system's. Errors: Node's own. */
export function resolver(): Resolver {
	if (asked) return asked;
	asked = new Resolver({ timeout: 2500, tries: 2 });
	if (config().resolvers.length > 0) asked.setServers(config().resolvers);
	return asked;
}

/**
 * Every address of a host; an address stands for itself. Without `POSTERN_RESOLVER` as the system finds it, its
 * hosts file included. Empty when there is none. Errors: Node's own.
 */
export async function addressesOf(host: string): Promise<string[]> {
	if (isIP(host)) return [host];
	if (config().resolvers.length === 0)
		return (await lookup(host, { all: true })).map(({ address }) => address);
	const found = await Promise.allSettled([resolver().resolve4(host), resolver().resolve6(host)]);
	return found.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
}
