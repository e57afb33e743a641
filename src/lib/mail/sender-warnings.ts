import type { Address } from './address.ts';
import { hostsNamed, registered } from './link-truth.ts';
import { faceOfHost, lookAlike, skeleton } from './look-alike.ts';
import type { OpenHeader } from './open-message.ts';
import { hostOf } from './registrable.ts';
import type { SenderCaution, SenderTruth, SenderWarning, WarningKind } from './sender-truth.ts';

/** What the warnings are made of. */
export interface CautionFacts {
	readonly header: Pick<OpenHeader, 'from' | 'replyTo' | 'list'>;
	readonly truth: SenderTruth;
	/** The reader's own address. */
	readonly own: string;
	/** Addresses the reader is familiar with, the most familiar first. */
	readonly known: readonly string[];
}

/** A sender of fewer messages than this is a stranger, who may try to pass for somebody known. */
export const FAMILIAR = 3;

/** Strongest first. `bad`: made to deceive; `warn`: look twice; `note`: worth knowing. */
const SEVERITY: readonly (readonly [WarningKind, SenderWarning['severity']])[] = [
	['look-alike', 'bad'],
	['mixed', 'bad'],
	['disguised', 'bad'],
	['several-from', 'warn'],
	['name-address', 'warn'],
	['namesake', 'warn'],
	['near', 'warn'],
	['name-host', 'warn'],
	['changed', 'warn'],
	['reply-elsewhere', 'note']
];

/** Mail addresses inside a display name, in any disguise of the sign. */
function addressesIn(name: string): string[] {
	const text = name.normalize('NFKC').replace(/\p{Cf}/gu, '');
	return [...text.matchAll(/[^\s<>"'(),;:@]{1,64}@[^\s<>"'(),;:@]{1,255}/gu)].map(([found]) =>
		found.replace(/[.!]+$/, '')
	);
}

/** What a sender's name claims that the address does not keep (security D4); null when it claims nothing. */
export function claimOf({ name, address }: Address): { kind: WarningKind; other: string } | null {
	const domain = registered(hostOf(address));
	const other = addressesIn(name).find((claimed) => registered(hostOf(claimed)) !== domain);
	if (other !== undefined) return { kind: 'name-address', other };
	const local = address.slice(0, Math.max(0, address.lastIndexOf('@'))).toLowerCase();
	const host = hostsNamed(name).find(
		// “Anna.Kim” is a person, and `kim` an ending of domains.
		(named) => registered(named) !== domain && named !== local && registered(named).length > 6
	);
	return host === undefined ? null : { kind: 'name-host', other: host };
}

/** An address without what people write in several ways: dots, tags, letters that look alike. */
function shapeOf(address: string): string {
	const at = address.lastIndexOf('@');
	const local = address.slice(0, at).replace(/\+.*$/, '').replace(/[._-]/g, '');
	return `${skeleton(local)}@${registered(hostOf(address))}`;
}

/** Everything that makes the sender of a message look like somebody else. */
export function cautionOf({ header, truth, own, known }: CautionFacts): SenderCaution {
	const [from] = header.from;
	const host = from ? hostOf(from.address) : '';
	const face = faceOfHost(host);
	const found = new Map<WarningKind, string>();
	const mine = from?.address.toLowerCase() === own.toLowerCase();
	if (from && host !== '' && !mine) {
		const domain = registered(host);
		const isNew = (truth.passport?.messages ?? 0) < FAMILIAR;
		const familiar = isNew ? known.map((address) => registered(hostOf(address))) : [];
		const like = lookAlike(domain, [registered(hostOf(own)), ...familiar]);
		if (like) found.set('look-alike', like);
		else if (face.trouble) found.set(face.trouble, face.letters);
		const claim = claimOf(from);
		// A mailing list that writes under its own address says whom it writes for.
		if (claim && !(header.list.id && / via /i.test(from.name))) found.set(claim.kind, claim.other);
		const near = isNew && !found.has('look-alike') ? nearOf(from.address, known) : null;
		if (near) found.set('near', near);
	}
	if (header.from.length > 1) found.set('several-from', header.from[1]?.address ?? '');
	if (truth.namesake) found.set('namesake', truth.namesake);
	if (truth.passport?.changed) found.set('changed', truth.passport.usuallySignedBy ?? '');
	const reply = header.list.id ? null : replyElsewhere(header);
	if (reply) found.set('reply-elsewhere', reply);
	return {
		warnings: SEVERITY.flatMap(([kind, severity]) => {
			const other = found.get(kind);
			return other === undefined ? [] : [{ kind, severity, other }];
		}),
		host: face.trouble ? face.ascii : face.letters,
		otherHost: face.letters === face.ascii ? null : face.trouble ? face.letters : face.ascii
	};
}

/** A known address of the same place that this one would be taken for. */
function nearOf(address: string, known: readonly string[]): string | null {
	const shape = shapeOf(address);
	const mine = address.toLowerCase();
	if (known.some((other) => other.toLowerCase() === mine)) return null;
	return known.find((other) => shapeOf(other) === shape) ?? null;
}

/** The address that answers go to when it is another registered domain's (security D8), or null. */
export function replyElsewhere({ from, replyTo }: Pick<OpenHeader, 'from' | 'replyTo'>): string | null {
	const domains = new Set(from.map(({ address }) => registered(hostOf(address))));
	const other = replyTo.find(({ address }) => address !== '' && !domains.has(registered(hostOf(address))));
	return from.length === 0 ? null : (other?.address ?? null);
}
