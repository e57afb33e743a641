import { Readable } from 'node:stream';
import { setImmediate as breathe } from 'node:timers/promises';
import { authenticate } from 'mailauth';
import { canonicalHost } from '$lib/mail/registrable';
import { AUTH_RESULTS, type Authenticity, type AuthResult, type AuthVerdict } from '$lib/mail/sender-truth';
import { Problem } from '$lib/server/problem';
import { boundedNames, type Ask } from './names';

/** Octets of a message that are checked. */
export const MAX_MESSAGE = 30 * 1024 * 1024;
/** Octets hashed between two looks at what else there is to do: some milliseconds. */
const SLICE = 32 * 1024;
const MAX_DKIM = 20;
/** Octets of one line; RFC 5322 §2.1.1 allows 998. The checking code copies a line anew with each slice of it. */
const MAX_LINE = 64 * 1024;

/** Who handed the message to our own server, as that server wrote it down. */
export interface Client {
	readonly address: string | null;
	readonly helo: string | null;
	/** Envelope sender; empty for none, null when it is not known. */
	readonly sender: string | null;
}

function verdict(result: string, domain: unknown): AuthVerdict {
	const known = AUTH_RESULTS.has(result)
		? (result as AuthResult)
		: result === 'temperr'
			? 'temperror'
			: 'neutral';
	const host = typeof domain === 'string' ? canonicalHost(domain.slice(0, 320)) : '';
	return { result: known, domain: /^[a-z0-9._-]+$/.test(host) ? host : null };
}

/** The message in small pieces with pauses between, so that nobody else waits. Errors: `check/too-much`. */
async function* slices(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
	let size = 0;
	let line = 0;
	for await (const piece of source) {
		size += piece.length;
		if (size > MAX_MESSAGE) throw new Problem('check/too-much');
		for (let at = 0; at < piece.length; at += SLICE) {
			const slice = piece.subarray(at, at + SLICE);
			const end = slice.lastIndexOf(10);
			line = end === -1 ? line + slice.length : slice.length - end - 1;
			if (line > MAX_LINE) throw new Problem('check/too-much');
			yield slice;
			await breathe();
		}
	}
}

/**
 * Checks a message's signatures (RFC 6376), its sender's addresses (RFC 7208) and what the domain in From asks for
 * (RFC 7489), as of now. SPF needs the client's address. What name servers answer stays here: only results go on.
 * Errors: `check/too-much`, and those of the source.
 */
export async function check(
	source: AsyncIterable<Buffer>,
	client: Client,
	by: string,
	ask: Ask = boundedNames()
): Promise<Authenticity> {
	const found = await authenticate(Readable.from(slices(source), { objectMode: false }), {
		...(client.address === null ? {} : { ip: client.address, helo: client.helo ?? client.address }),
		...(client.sender ? { sender: client.sender } : {}),
		// `mta` is for a header that is not made here.
		...{ mta: 'localhost', trustReceived: false, disableBimi: true, strict: true, resolver: ask }
	});
	const dkim = found.dkim.results
		.filter((each) => each.status.result !== 'none')
		.slice(0, MAX_DKIM)
		.map((each) =>
			// RFC 6376 §6.1.2: without a key a signature can never hold.
			each.status.comment === 'no key'
				? verdict('permerror', each.signingDomain)
				: verdict(each.status.result, each.signingDomain)
		);
	const spf = client.address !== null && found.spf ? found.spf : null;
	const dmarc = found.dmarc || null;
	return {
		source: 'checked',
		by,
		spf: spf && verdict(spf.status.result, spf.domain),
		dkim,
		dmarc: dmarc && verdict(dmarc.status.result, dmarc.status.header?.from)
	};
}
