import type { Mistake } from '$lib/mail/outgoing';
import { m } from '$lib/paraglide/messages';

/** The sentence for what keeps a draft from going out. */
export function sayMistake(mistake: Mistake): string {
	if (mistake.kind === 'address') return m.compose_not_an_address({ text: mistake.text });
	if (mistake.kind === 'nobody') return m.compose_nobody();
	return mistake.kind === 'too-many' ? m.compose_too_many() : m.compose_subject_too_long();
}
