import ipaddr from 'ipaddr.js';

/** Everything IPv6 that is given to somebody (RFC 4291 §2.4); the rest is for special use. */
const GLOBAL = ipaddr.parseCIDR('2000::/3');

/**
 * May a stranger make us connect to this address? Only what is public: everything else may be a machine that
 * trusts its neighbours. Addresses that carry another one inside (IPv4-mapped, NAT64, 6to4, Teredo) are never
 * public. `allowed`: blocks the operator opened. Anything that is no address is refused.
 */
export function mayReach(address: string, allowed: readonly string[]): boolean {
	if (!ipaddr.isValid(address) || address.includes('%')) return false;
	const parsed = ipaddr.parse(address);
	if (allowed.some((block) => within(parsed, block))) return true;
	if (parsed.range() !== 'unicast') return false;
	return parsed.kind() === 'ipv4' || parsed.match(GLOBAL);
}

/** The address in its one spelling, IPv4 in IPv6 clothes turned back into itself. */
export function canonical(address: string): string {
	return ipaddr.isValid(address) ? ipaddr.process(address).toString() : address;
}

function within(address: ipaddr.IPv4 | ipaddr.IPv6, block: string): boolean {
	const network = ipaddr.parse(block.split('/')[0] ?? '');
	const bits = Number(block.split('/')[1] ?? (network.kind() === 'ipv4' ? 32 : 128));
	return network.kind() === address.kind() && address.match(network, bits);
}
