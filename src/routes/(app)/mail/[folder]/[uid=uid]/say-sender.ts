import { isolate } from '$lib/mail/isolate';
import type { OpenMessage } from '$lib/mail/open-message';
import type { AuthVerdict, SenderTruth, SenderWarning, WarningKind } from '$lib/mail/sender-truth';
import { m } from '$lib/paraglide/messages';

/** What is wrong, and what to do about it. */
export interface Said {
	readonly title: string;
	readonly advice: string;
}

interface Names {
	readonly other: string;
	readonly host: string;
	readonly address: string;
}

const TITLES: Record<WarningKind, (names: Names) => string> = {
	'look-alike': m.truth_look_alike,
	mixed: m.truth_mixed,
	disguised: m.truth_disguised,
	'several-from': m.truth_several_from,
	'name-address': m.truth_name_address,
	'name-host': m.truth_name_host,
	namesake: m.truth_namesake,
	near: m.truth_near,
	changed: m.truth_changed,
	'reply-elsewhere': m.truth_reply_elsewhere
};
const ADVICE: Record<WarningKind, (names: Names) => string> = {
	'look-alike': m.truth_look_alike_advice,
	mixed: m.truth_mixed_advice,
	disguised: m.truth_disguised_advice,
	'several-from': m.truth_several_from_advice,
	'name-address': m.truth_name_address_advice,
	'name-host': m.truth_name_host_advice,
	namesake: m.truth_namesake_advice,
	near: m.truth_near_advice,
	changed: m.truth_changed_advice,
	'reply-elsewhere': m.truth_reply_elsewhere_advice
};

/** Characters of a stranger's name or address inside a sentence. */
const MAX_NAME = 48;

/** Short enough for a sentence: the middle gives way, since the end says whose it is. */
function short(text: string): string {
	return text.length <= MAX_NAME ? text : `${text.slice(0, 12)}…${text.slice(13 - MAX_NAME)}`;
}

const quoted = (text: string): string => isolate(short(text));
const host = (message: OpenMessage): string => quoted(message.caution.host || m.truth_some_domain());

/** One warning in words. */
export function sayWarning({ kind, other }: SenderWarning, message: OpenMessage): Said {
	const names = {
		other: quoted(other),
		host: host(message),
		address: quoted(message.header.from[0]?.address ?? '')
	};
	return { title: TITLES[kind](names), advice: ADVICE[kind](names) };
}

/** That the checks failed. */
export function sayFailed(message: OpenMessage): Said {
	return { title: m.truth_failed({ host: host(message) }), advice: m.truth_failed_advice() };
}

const passed = (verdict: AuthVerdict | null): boolean => verdict?.result === 'pass';

/** True when one domain is the other, or stands under it. */
const related = (one: string, other: string): boolean =>
	one === other || one.endsWith(`.${other}`) || other.endsWith(`.${one}`);

/** Why the sender counts as proved. */
export function sayProved(message: OpenMessage): string {
	const { spf, dkim } = message.truth.authenticity ?? { spf: null, dkim: [] };
	const own = message.header.from[0]?.address.replace(/^.*@/, '').toLowerCase() ?? '';
	const signed = dkim.find((each) => passed(each) && each.domain !== null && related(each.domain, own));
	const said = { host: quoted(signed?.domain ?? message.caution.host) };
	if (!signed) return m.truth_proved_server(said);
	const sent = passed(spf) && spf?.domain !== null && spf?.domain !== undefined && related(spf.domain, own);
	return sent ? m.truth_proved_both(said) : m.truth_proved_signed(said);
}

/** Why nothing is proved. */
export function sayUnproved(message: OpenMessage): string {
	const { authenticity } = message.truth;
	if (!authenticity) return m.truth_unproved_silent();
	const { dmarc } = authenticity;
	if (dmarc?.result === 'temperror') return m.truth_unproved_later();
	if (!dmarc || dmarc.result === 'none') return m.truth_unproved_no_rule({ host: host(message) });
	return m.truth_unproved_other({ host: host(message) });
}

/** What a signature is worth. */
export function sayDkim({ result, domain }: AuthVerdict): string {
	const said = { host: quoted(domain ?? m.truth_some_domain()) };
	if (result === 'pass') return m.truth_dkim_pass(said);
	return result === 'fail' || result === 'permerror' ? m.truth_dkim_fail(said) : m.truth_dkim_other(said);
}

/** Whether the server that sent it may. */
export function saySpf({ result, domain }: AuthVerdict): string {
	const said = { host: quoted(domain ?? m.truth_some_domain()) };
	if (result === 'pass') return m.truth_spf_pass(said);
	if (result === 'fail') return m.truth_spf_fail(said);
	if (result === 'softfail' || result === 'neutral') return m.truth_spf_soft(said);
	return result === 'none' ? m.truth_spf_none(said) : m.truth_spf_other(said);
}

/** Whether it is as the sender's domain asks. */
export function sayDmarc({ result, domain }: AuthVerdict): string {
	const said = { host: quoted(domain ?? m.truth_some_domain()) };
	if (result === 'pass') return m.truth_dmarc_pass(said);
	if (result === 'fail') return m.truth_dmarc_fail(said);
	return result === 'none' ? m.truth_dmarc_none(said) : m.truth_dmarc_other(said);
}

/** Since when the sender is known, in the reader's words. */
export function sayPassport({ passport }: SenderTruth, locale: string): string {
	if (!passport) return '';
	const signed = passport.usuallySignedBy
		? m.truth_known_signed({ host: quoted(passport.usuallySignedBy) })
		: '';
	if (passport.firstSeen === null) return m.truth_known_first();
	const date = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric' }).format(passport.firstSeen);
	const count = passport.messages;
	return [m.truth_known_since({ n: count, count, date }), signed].filter(Boolean).join(' ');
}
