/**
 * What each route asks of whoever opens it, by SvelteKit's route id. A route that is not listed is closed to
 * everybody; a test walks the built routes and fails when one is missing.
 *
 * - `open`: no session.
 * - `enrol`: a session, even one that must set up a second factor before it may see mail.
 * - `session`: a full session.
 * - `fresh`: a full session; whatever writes needs a factor of the last five minutes (security A12).
 * - `enrol fresh`: as `fresh`, for setting up the first factor too.
 * - `admin`: an administrator who has shown a second factor and not paused for long; whatever writes needs a fresh one.
 */
export type Rule = 'open' | 'enrol' | 'session' | 'fresh' | 'enrol fresh' | 'admin';

const MESSAGE = '/api/folders/[folder]/messages/[uid=uid]';

export const RULES: Readonly<Record<string, Rule>> = {
	'/': 'session',
	'/login': 'open',
	'/logout': 'open',
	'/healthz': 'open',
	'/readyz': 'open',
	'/api/session': 'open',
	'/api/session/second': 'open',
	'/api/session/passkey': 'open',
	'/api/session/passkey/options': 'open',
	'/api/session/proof': 'enrol',
	'/prove': 'enrol',
	'/api/security/keys': 'enrol fresh',
	'/api/security/keys/options': 'enrol fresh',
	'/api/security/keys/[key]': 'enrol fresh',
	'/api/security/keys/[key]/unlock': 'fresh',
	'/[x+2e]well-known/autoconfig/mail/config-v1.1.xml': 'open',
	'/mail/config-v1.1.xml': 'open',
	'/api/admin/main-passwords': 'admin',
	'/api/security/app-passwords': 'fresh',
	'/api/security/app-passwords/[id]': 'fresh',
	// It only puts into a form what whoever asks knows already.
	'/api/security/app-passwords/[id]/profile': 'session',
	'/api/security/main-password': 'fresh',
	'/api/security/password': 'fresh',
	'/api/security/browsers': 'session',
	'/api/security/browsers/[browser]': 'session',
	'/leave': 'session',
	'/dev/look': 'session',
	'/frame/message': 'session',
	'/frame/control': 'session',
	'/(app)/admin': 'admin',
	'/(app)/admin/people': 'admin',
	'/(app)/admin/audit': 'admin',
	'/(app)/compose': 'session',
	'/(app)/mail': 'session',
	'/(app)/mail/[folder]': 'session',
	'/(app)/mail/[folder]/[uid=uid]': 'session',
	'/(app)/settings': 'session',
	'/(app)/settings/security': 'enrol',
	'/(app)/settings/self-test': 'session',
	'/api/admin/people/[address]/factors': 'admin',
	'/api/admin/policy': 'admin',
	'/api/drafts': 'session',
	'/api/drafts/[id=draft]': 'session',
	'/api/drafts/[id=draft]/attachments/[name]': 'session',
	'/api/drafts/[id=draft]/send': 'session',
	'/api/events': 'session',
	'/api/folders': 'session',
	'/api/folders/[folder]': 'session',
	'/api/folders/[folder]/actions': 'session',
	'/api/folders/[folder]/messages': 'session',
	[MESSAGE]: 'session',
	[`${MESSAGE}/authenticity`]: 'session',
	[`${MESSAGE}/headers`]: 'session',
	[`${MESSAGE}/images`]: 'session',
	[`${MESSAGE}/parts/[part=part]`]: 'session',
	[`${MESSAGE}/parts/[part=part]/contacts`]: 'session',
	[`${MESSAGE}/parts/[part=part]/invitation`]: 'session',
	[`${MESSAGE}/parts/[part=part]/message`]: 'session',
	[`${MESSAGE}/path`]: 'session',
	[`${MESSAGE}/sender`]: 'session',
	[`${MESSAGE}/source`]: 'session',
	[`${MESSAGE}/unsubscribe`]: 'session',
	[`${MESSAGE}/zip`]: 'session',
	'/api/identities': 'session',
	'/api/images/[signed]': 'session',
	'/api/outbox': 'session',
	'/api/security/events': 'enrol',
	'/api/security/recovery': 'enrol fresh',
	'/api/security/totp': 'enrol fresh',
	'/api/senders': 'session',
	'/api/senders/[address]': 'session',
	'/api/settings': 'session'
};

export interface Visitor {
	readonly admin: boolean;
	/** The second factor was shown in this stay. */
	readonly second: boolean;
	/** A factor was shown in the last five minutes. */
	readonly fresh: boolean;
	/** A factor must be set up before anything else. */
	readonly mustEnrol: boolean;
	/** On pages for administrators only: there is a second factor, and it was shown without a long pause since. */
	readonly enrolled?: boolean;
	readonly awake?: boolean;
}

export type Verdict = 'open' | 'sign-in' | 'enrol' | 'step-up' | 'forbidden';

/** What to do with a request; `visitor` null: nobody is signed in. */
export function guard(routeId: string | null, safe: boolean, visitor: Visitor | null): Verdict {
	// No route: SvelteKit answers 404, the same for everybody.
	if (routeId === null) return 'open';
	const rule = RULES[routeId];
	if (rule === 'open') return 'open';
	if (!visitor) return 'sign-in';
	if (rule === undefined) return 'forbidden';
	if (visitor.mustEnrol && rule !== 'enrol' && rule !== 'enrol fresh') return 'enrol';
	if (rule === 'admin' && !visitor.admin) return 'forbidden';
	if (rule === 'admin' && !visitor.enrolled) return 'enrol';
	if (rule === 'admin' && !(visitor.second && visitor.awake)) return 'step-up';
	const writes = !safe && (rule === 'fresh' || rule === 'enrol fresh' || rule === 'admin');
	return writes && !visitor.fresh ? 'step-up' : 'open';
}
