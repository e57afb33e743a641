import type { EventDetail, EventKind, SecurityEvent } from '$lib/security/event';
import type { SignInWay } from '$lib/security/factor';
import type { Settings } from '$lib/mail/settings';
import { isolate } from '$lib/mail/isolate';
import { m } from '$lib/paraglide/messages';
import { getLocale } from '$lib/paraglide/runtime';

export type Locale = Settings['locale'];

type Say = (detail: EventDetail, locale: Locale) => string;

const plain =
	(text: (values: object, options: { locale: Locale }) => string): Say =>
	(_detail, locale) =>
		text({}, { locale });
const named =
	(text: (values: { name: string }, options: { locale: Locale }) => string): Say =>
	({ name }, locale) =>
		text({ name: isolate(`${name ?? '–'}`) }, { locale });

const WAYS: Record<SignInWay, Say> = {
	password: plain(m.security_signed_in_password),
	key: plain(m.security_signed_in_key),
	totp: plain(m.security_signed_in_totp),
	recovery: plain(m.security_signed_in_recovery),
	passkey: plain(m.security_signed_in_passkey),
	trusted: plain(m.security_signed_in_trusted)
};

const KINDS: Record<EventKind, Say> = {
	'sign-in': (detail, locale) => (WAYS[detail.way as SignInWay] ?? WAYS.password)(detail, locale),
	'sign-in-refused': plain(m.security_event_sign_in_refused),
	'signed-out-elsewhere': plain(m.security_event_signed_out_elsewhere),
	'key-added': named(m.security_event_key_added),
	'key-renamed': named(m.security_event_key_renamed),
	'key-removed': named(m.security_event_key_removed),
	'key-copied': named(m.security_event_key_copied),
	'key-unlocks': named(m.security_event_key_unlocks),
	'key-locked': named(m.security_event_key_locked),
	'totp-added': plain(m.security_event_totp_added),
	'totp-replaced': plain(m.security_event_totp_replaced),
	'totp-removed': plain(m.security_event_totp_removed),
	'codes-made': plain(m.security_event_codes_made),
	'code-used': ({ left }, locale) => m.security_event_code_used({ left: Number(left ?? 0) }, { locale }),
	'browser-trusted': plain(m.security_event_browser_trusted),
	'browser-forgotten': plain(m.security_event_browser_forgotten),
	'app-password-made': named(m.security_event_app_password_made),
	'app-password-revoked': named(m.security_event_app_password_revoked),
	'main-password-closed': plain(m.security_event_main_password_closed),
	'main-password-opened': plain(m.security_event_main_password_opened),
	'main-passwords-closed': plain(m.security_event_main_passwords_closed),
	'main-passwords-opened': plain(m.security_event_main_passwords_opened),
	'password-changed': plain(m.security_event_password_changed),
	'factors-reset': plain(m.security_event_factors_reset),
	'policy-changed': plain(m.security_event_policy_changed)
};

/** What happened, as one clause without a full stop; in the language of the request unless another is named. */
export function sayEvent(
	event: Pick<SecurityEvent, 'kind' | 'detail'>,
	locale: Locale = getLocale()
): string {
	return KINDS[event.kind](event.detail, locale);
}
