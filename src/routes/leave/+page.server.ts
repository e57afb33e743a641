import { error } from '@sveltejs/kit';
import { hostsNamed, LINK_REASONS, registered } from '$lib/mail/link-truth';
import { faceOfHost } from '$lib/mail/look-alike';
import { linkTarget } from '$lib/mail/message-url';

/**
 * Asks before a link of a message is followed. It goes nowhere by itself, and of what its address says only hosts
 * are shown: whoever makes a link to this page can put no sentence on it.
 */
export const load = ({ url }) => {
	const target = linkTarget(url.searchParams.get('to') ?? '');
	if (!target || !/^https?:/.test(target)) error(404, { message: 'page/missing', code: 'page/missing' });
	const { ascii, letters } = faceOfHost(new URL(target).hostname);
	const own = registered(ascii);
	const why = LINK_REASONS.find((reason) => reason === url.searchParams.get('why'));
	return {
		target,
		host: ascii,
		/** What stands before the part that someone registered; it says nothing about whose host this is. */
		before: ascii.endsWith(own) ? ascii.slice(0, -own.length) : '',
		letters: letters === ascii ? null : letters,
		said: hostsNamed(`https://${url.searchParams.get('said') ?? ''}`)[0] ?? null,
		why: why ?? null
	};
};
