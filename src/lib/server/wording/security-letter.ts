import { browserName } from '$lib/security/browser-name';
import type { SecurityEvent } from '$lib/security/event';
import { m } from '$lib/paraglide/messages';
import { getLocale } from '$lib/paraglide/runtime';
import { config } from '$lib/server/config';
import { sayEvent, type Locale } from './security-words';

/** A letter of the product to the owner of a mailbox. */
export interface Letter {
	readonly from: string;
	readonly subject: string;
	readonly text: string;
}

/**
 * Tells the owner what happened, when, from which browser and address, and what to do if it was somebody else. No
 * link is more than an address to be read: letters that ask to press something are what forgers write.
 */
export function securityLetter(
	address: string,
	event: Omit<SecurityEvent, 'id'>,
	locale: Locale = getLocale()
): Letter {
	const options = { locale };
	const what = sayEvent(event, locale);
	const when = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, {
		dateStyle: 'full',
		timeStyle: 'long'
	}).format(event.at);
	const text = m.security_letter_text(
		{
			...{ address, what, when },
			browser: event.agent ? browserName(event.agent) : '–',
			client: event.client || '–',
			page: `${config().origin}/settings/security`
		},
		options
	);
	const by = event.actor === address ? '' : `${m.security_letter_by({ actor: event.actor }, options)}\n`;
	return {
		from: m.security_letter_from({}, options),
		subject: m.security_letter_subject({ what }, options),
		text: by ? `${by}\n${text}` : text
	};
}
