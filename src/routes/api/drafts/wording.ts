import { printAddressList } from '$lib/mail/typed-addresses';
import type { Address } from '$lib/mail/address';
import type { MessageHeader } from '$lib/mail/structure';
import { m } from '$lib/paraglide/messages';
import { getLocale } from '$lib/paraglide/runtime';
import type { Wording } from '$lib/server/flows/start-draft';

/** What stands around a quoted message, in the person's language and time zone. */
export function wording(zone: string): Wording {
	// Plain English is set the European way, as everywhere in the product.
	const locale = getLocale() === 'en' ? 'en-GB' : getLocale();
	const date = (ms: number | null) => (ms === null ? '' : format(locale, zone, ms));
	return {
		attribution: ({ from, date: sent }) => {
			const name = from.map(shown).join(', ');
			if (name === '') return m.compose_quote_nobody();
			return sent === null ? m.compose_quote_undated({ name }) : m.compose_quote({ name, date: date(sent) });
		},
		forwarded: (header: MessageHeader) => ({
			title: m.compose_forwarded(),
			head: [
				[m.compose_head_from(), printAddressList(header.from)],
				[m.compose_head_date(), date(header.date)],
				[m.compose_head_subject(), header.subject],
				[m.compose_head_to(), printAddressList(header.to)],
				[m.compose_head_cc(), printAddressList(header.cc)]
			]
		})
	};
}

const shown = ({ name, address }: Address) => name || address;

/** A date in words. A time zone the browser made up counts as UTC. */
function format(locale: string, zone: string, ms: number): string {
	const options = { dateStyle: 'long', timeStyle: 'short' } as const;
	try {
		return new Intl.DateTimeFormat(locale, { ...options, timeZone: zone }).format(ms);
	} catch {
		return new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }).format(ms);
	}
}
