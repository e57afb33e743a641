import { leadsTo } from '$lib/mail/leave-path';
import { faceOfHost } from '$lib/mail/look-alike';

/** Where a link leads, in the pieces a reader should tell apart. */
export interface LinkAhead {
	readonly before: string;
	/** What decides: the host, or the mail address. */
	readonly host: string;
	readonly after: string;
	/** It goes by way of the page that asks. */
	readonly asks: boolean;
}

/** Reads the address of a link in the frame; null when it leads nowhere. */
export function aheadOf(href: string): LinkAhead | null {
	const target = leadsTo(href);
	const url = URL.parse(target);
	if (!url) return null;
	const asks = target !== href;
	if (url.host === '') {
		const [host = '', ...after] = url.pathname.split(/(?=\?)/);
		return { before: url.protocol, host, after: after.join(''), asks };
	}
	const { ascii, letters, trouble } = faceOfHost(url.hostname);
	return {
		before: `${url.protocol}//`,
		host: (trouble ? ascii : letters) + (url.port && `:${url.port}`),
		after: url.pathname + url.search + url.hash,
		asks
	};
}

/** Tells which link of the frame is under the pointer or has the focus. Returns what stops it. */
export function watchLinks(frame: HTMLIFrameElement, tell: (link: LinkAhead | null) => void): () => void {
	const page = frame.contentDocument;
	if (!page) return () => {};
	const at = (event: Event): void => {
		// The element is of the frame's own realm, so it is no `Element` of ours.
		const link = (event.target as Element | null)?.closest?.('a[href]');
		tell(link ? aheadOf(link.getAttribute('href') ?? '') : null);
	};
	const away = (): void => tell(null);
	page.addEventListener('mouseover', at);
	page.addEventListener('focusin', at);
	page.addEventListener('focusout', away);
	frame.addEventListener('mouseleave', away);
	return () => {
		tell(null);
		page.removeEventListener('mouseover', at);
		page.removeEventListener('focusin', at);
		page.removeEventListener('focusout', away);
		frame.removeEventListener('mouseleave', away);
	};
}
