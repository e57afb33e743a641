import { getDomain } from 'tldts';

/** A host name as it is compared: lower case, letters of other scripts as `xn--`, no dot at the end. */
export function canonicalHost(host: string): string {
	const plain = host.trim().toLowerCase().normalize('NFKC').replace(/\.$/, '');
	if (/^[\x20-\x7e]*$/.test(plain)) return plain;
	// What is no name that could be looked up is equal only to itself.
	return URL.parse(`http://${plain}`)?.hostname ?? plain;
}

/**
 * The part of a host name that somebody registered (`mail.shop.co.uk` → `shop.co.uk`), or null. Hosts of services
 * that give names to strangers (`github.io`) count as registries.
 */
export function registrable(host: string): string | null {
	return getDomain(canonicalHost(host), { allowPrivateDomains: true });
}

/** The host of a mail address as it is compared; empty when there is not exactly one. */
export function hostOf(address: string): string {
	const at = address.indexOf('@');
	if (at < 1 || at !== address.lastIndexOf('@')) return '';
	const host = canonicalHost(address.slice(at + 1));
	return /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/.test(host) ? host : '';
}

/** Do both belong to the same registered name? */
export function sameOwner(one: string, other: string): boolean {
	if (one === '' || other === '') return false;
	const [a, b] = [canonicalHost(one), canonicalHost(other)];
	return a === b || (registrable(a) !== null && registrable(a) === registrable(b));
}
