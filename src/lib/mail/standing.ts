import type { Address } from './address.ts';
import type { AuthResults, MethodResult } from './auth-results.ts';
import { canonicalHost, hostOf, sameOwner } from './registrable.ts';
import type { Authenticity, AuthVerdict, Standing } from './sender-truth.ts';

/** Signatures kept of one message. */
const MAX_DKIM = 20;

const host = (text: string | undefined): string | null => {
	const plain = canonicalHost((text ?? '').slice(0, 320));
	const domain = plain.slice(plain.lastIndexOf('@') + 1);
	return /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/.test(domain) ? domain : null;
};

/** The domain a result speaks of (RFC 8601 §2.7). */
function verdict({ method, result, properties }: MethodResult): AuthVerdict {
	const of = (...names: string[]) =>
		names.map((name) => host(properties.get(name))).find((domain) => domain !== null) ?? null;
	if (method === 'dkim') return { result, domain: of('header.d', 'header.i') };
	if (method === 'dmarc') return { result, domain: of('header.from') };
	return { result, domain: of('smtp.mailfrom', 'smtp.helo') };
}

/** The less good of those that speak at all: two opposite words of one server are no proof. */
const worst = (all: readonly AuthVerdict[]): AuthVerdict | null =>
	all.find(({ result }) => result === 'fail') ??
	all.find(({ result }) => result !== 'pass') ??
	all[0] ??
	null;

/** What trusted servers said, together; null when none did. */
export function authenticityOf(trusted: readonly AuthResults[]): Authenticity | null {
	const [first] = trusted;
	if (!first) return null;
	const all = trusted.flatMap(({ results }) => results);
	const of = (method: string) => all.filter((each) => each.method === method).map(verdict);
	// A server that checked both names of the envelope says the sender's first (RFC 8601 §2.7.2).
	const spf = all.filter(({ method, properties }) => method === 'spf' && !properties.has('smtp.helo'));
	return {
		source: 'server',
		by: first.authservId,
		spf: worst(spf.length > 0 ? spf.map(verdict) : of('spf')),
		dkim: of('dkim')
			.filter(({ result }) => result !== 'none')
			.slice(0, MAX_DKIM),
		dmarc: worst(of('dmarc'))
	};
}

/** The host of the one address in From; empty when there are none or several (security D5). */
export function fromHost(from: readonly Address[]): string {
	const [only] = from;
	return only && from.length === 1 ? hostOf(only.address) : '';
}

/**
 * How the sender stands. Proved: DMARC passed for the host of the one address in From; where our server came to no
 * DMARC result, a signature that holds and belongs to the same registered name. Failed: DMARC failed, or without
 * such a result everything there is.
 */
export function standingOf(from: readonly Address[], authenticity: Authenticity | null): Standing {
	if (!authenticity) return 'unproved';
	const { spf, dkim, dmarc } = authenticity;
	if (dmarc?.result === 'fail') return 'failed';
	const sender = fromHost(from);
	if (dmarc?.result === 'pass') return sender !== '' && dmarc.domain === sender ? 'proved' : 'unproved';
	if (signedBy(sender, authenticity) !== null) return 'proved';
	const tried = [...dkim, ...(spf && spf.result !== 'none' ? [spf] : [])];
	return tried.length > 0 && tried.every(({ result }) => result === 'fail') ? 'failed' : 'unproved';
}

/** The domain of a signature that holds and belongs to the sender's host, or null. */
export function signedBy(sender: string, authenticity: Authenticity | null): string | null {
	if (sender === '') return null;
	const good = authenticity?.dkim.filter(
		({ result, domain }) => result === 'pass' && domain !== null && sameOwner(domain, sender)
	);
	return good?.find(({ domain }) => domain === sender)?.domain ?? good?.[0]?.domain ?? null;
}
