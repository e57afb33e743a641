import { isIP } from 'node:net';
import { buildConnector, Client } from 'undici';
import { config } from '$lib/server/config';
import { addressesOf } from '$lib/server/resolver';
import { canonical, mayReach } from './addresses';
import { mailAddresses } from './mail-hosts';
import type { Target } from './target';

/** Addresses of one host that are tried, one after the other. */
const TRIED = 3;
/** ms until the next one is tried. */
const PATIENCE = 4000;

/** Nothing of one visit is told to the next: no kept connection, no TLS session to be known again by. */
const connectTo = buildConnector({ timeout: PATIENCE, maxCachedSessions: 0, allowH2: false });

/**
 * A client for one request to one target. The name is looked up here, every address of it must be one that may
 * be reached, and the connection is made to one of those very addresses, so that a second answer of the name
 * server changes nothing. Errors: of any kind; the caller makes one of all.
 */
export async function clientFor(target: Target): Promise<Client> {
	const addresses = (await addressesOf(target.host)).slice(0, 50);
	const own = await mailAddresses();
	const { fetchAllow } = config();
	if (addresses.length === 0) throw new Error('no address');
	for (const address of addresses)
		if (own.has(canonical(address)) || !mayReach(address, fetchAllow)) throw new Error('not for us');
	// IPv4 first: many servers have no way out by IPv6 and find out only after a while.
	const order = addresses.sort((a, b) => isIP(a) - isIP(b)).slice(0, TRIED);
	return new Client(target.url.origin, {
		pipelining: 1,
		maxHeaderSize: 16_384,
		connect: (options, done) => reach(order, target, options, done)
	});
}

function reach(
	[address, ...others]: readonly string[],
	target: Target,
	options: buildConnector.Options,
	done: buildConnector.Callback
): void {
	const named = target.tls && !isIP(target.host);
	const { servername: _none, ...rest } = options;
	const to = { ...rest, hostname: address ?? '', ...(named ? { servername: target.host } : {}) };
	connectTo(to, (...result) => {
		if (result[0] !== null && others.length > 0) reach(others, target, options, done);
		else done(...result);
	});
}
