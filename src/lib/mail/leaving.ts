import { parsePrefill } from './mailto.ts';
import type { SenderTruth } from './sender-truth.ts';
import type { ListHeader } from './structure.ts';
import { isAddress } from './typed-addresses.ts';

/** How a list can be left. `url` and the rest are the sender's words: shown with their real host, never followed. */
export type LeavingWay =
	/** The list's server is told by one POST (RFC 8058). */
	| { readonly kind: 'post'; readonly url: string; readonly host: string }
	/** A message goes from the person to the list (RFC 2369 §3.2). */
	| { readonly kind: 'mail'; readonly address: string; readonly subject: string; readonly text: string }
	/** A page where the person goes on. `unproved`: one POST would do, but nobody vouches for who asks for it. */
	| { readonly kind: 'page'; readonly url: string; readonly host: string; readonly unproved: boolean };

/** What came of leaving. */
export interface Left {
	/**
	 * `done`: the list's server took it; `sent`: the message is on its way; `refused`: it answered with `status`;
	 * `away`: no answer; `unknown`: the message may have gone out.
	 */
	readonly outcome: 'done' | 'sent' | 'refused' | 'away' | 'unknown';
	/** Host or address that was told. */
	readonly told: string;
	/** HTTP status, with `refused`. */
	readonly status?: number;
	/** When the list was left, ms since 1970; null while it was not. */
	readonly at: number | null;
}

const web = (url: string, scheme: RegExp): URL | null => {
	const parsed = scheme.test(url) ? URL.parse(url) : null;
	return parsed && parsed.username === '' && parsed.password === '' ? parsed : null;
};

/**
 * Whether the fields that name the list's server are under a signature our own server found good (RFC 8058 §4):
 * otherwise anybody could have us send requests wherever they like.
 */
function isCovered(list: ListHeader, truth: SenderTruth): boolean {
	const good = truth.authenticity?.dkim.filter(({ result }) => result === 'pass') ?? [];
	return (
		truth.standing === 'proved' &&
		good.some(({ domain }) => domain !== null && list.signedBy.includes(domain))
	);
}

function mailWay(url: string): LeavingWay | null {
	if (!/^mailto:/i.test(url)) return null;
	const prefill = parsePrefill(new URLSearchParams({ mailto: url }));
	if (!isAddress(prefill.to)) return null;
	return {
		kind: 'mail',
		address: prefill.to,
		subject: prefill.subject.slice(0, 500) || 'unsubscribe',
		text: prefill.text.slice(0, 2000) || 'unsubscribe'
	};
}

/** Ways to leave the list, the best first: by one request, by mail, on a page. Empty for mail of no list. */
export function leavingWays(list: ListHeader, truth: SenderTruth): LeavingWay[] {
	const secure = list.unsubscribe.map((url) => web(url, /^https:\/\//i)).find((url) => url !== null);
	const oneClick = list.unsubscribePost && secure !== undefined && isCovered(list, truth);
	const mail = list.unsubscribe.map(mailWay).find((way) => way !== null);
	const page = secure ?? list.unsubscribe.map((url) => web(url, /^https?:\/\//i)).find((url) => url !== null);
	return [
		...(oneClick ? [{ kind: 'post', url: secure.href, host: secure.hostname } as const] : []),
		...(mail ? [mail] : []),
		...(page
			? [
					{
						kind: 'page',
						url: page.href,
						host: page.hostname,
						unproved: list.unsubscribePost && secure !== undefined && !oneClick
					} as const
				]
			: [])
	];
}

/**
 * What a list is remembered by: its own name and where one leaves it, so that a forger who borrows the name does not
 * make another list look left.
 */
export function listKey(list: ListHeader, sender: string): string {
	const hosts = list.unsubscribe.map((url) =>
		/^mailto:/i.test(url) ? url.slice(7).split('?')[0] : URL.parse(url)?.hostname
	);
	return JSON.stringify([list.id ?? sender, ...new Set(hosts)])
		.toLowerCase()
		.slice(0, 2000);
}
