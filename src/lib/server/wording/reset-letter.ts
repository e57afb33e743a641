import type { Settings } from '$lib/mail/settings';
import { config } from '$lib/server/config';
import { m } from '$lib/paraglide/messages';
import { getLocale } from '$lib/paraglide/runtime';

/** What an administrator writes to somebody whose second factor they took away, in that person's language. */
export function resetLetter(
	address: string,
	administrator: string,
	locale: Settings['locale'] = getLocale()
): { subject: string; text: string } {
	const options = { locale };
	const page = `${config().origin}/settings/security`;
	return {
		subject: m.admin_letter_subject({}, options),
		text: m.admin_letter_text({ address, administrator, page }, options)
	};
}
