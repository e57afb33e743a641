import ipaddr from 'ipaddr.js';

/** An address, IPv4 in IPv6 clothes turned back into itself; null when it is none. */
function parse(text: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
	const bare = text.trim().replace(/^\[(.*)\](?::\d+)?$/, '$1');
	return ipaddr.isValid(bare) ? ipaddr.process(bare) : null;
}

function within(address: ipaddr.IPv4 | ipaddr.IPv6, block: string): boolean {
	try {
		const [network, bits] = block.includes('/')
			? ipaddr.parseCIDR(block)
			: ([ipaddr.process(block), undefined] as const);
		if (network.kind() !== address.kind()) return false;
		return address.match(network, bits ?? (network.kind() === 'ipv4' ? 32 : 128));
	} catch {
		return false;
	}
}

/**
 * The browser's address: the peer, unless the peer is one of our proxies; then the last entry of
 * `X-Forwarded-For` that no trusted proxy wrote about another of our proxies (security A14).
 */
export function clientAddress(peer: string, forwarded: string | null, trusted: readonly string[]): string {
	let client = parse(peer);
	const hops = (forwarded ?? '').split(',');
	while (client && trusted.some((block) => within(client!, block))) {
		const before = parse(hops.pop() ?? '');
		if (!before) break;
		client = before;
	}
	return client?.toString() ?? peer;
}

/** What one customer of a provider usually holds: a /24 of IPv4, a /64 of IPv6. */
export function addressBlock(client: string): string {
	const address = parse(client);
	if (!address) return client;
	const bits = address.kind() === 'ipv4' ? 24 : 64;
	const bytes = address.toByteArray().map((byte, i) => (i < bits / 8 ? byte : 0));
	return `${ipaddr.fromByteArray(bytes).toString()}/${bits}`;
}
