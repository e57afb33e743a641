/** The hostile messages of `static/self-test/items.json`, for the corpus job and for the page that runs them. */

/** One message body, what it tries, and what must not come of it. */
export interface SelfTestItem {
	readonly id: string;
	/** What kind of attack it is, for instance `track-html`, `exec`, `dos`; `benign-render` is none. */
	readonly class: string;
	readonly title: string;
	readonly contentType: 'text/html' | 'text/plain';
	/** Codes of what must not happen: `EXEC`, `NET`, `NET_ALWAYS`, `NAV_TOP` and so on. */
	readonly mustNot: readonly string[];
	/** Texts that must be readable, or null where nothing needs to be. */
	readonly mustShow: readonly string[] | null;
	/** What the payload does alone on a bare page in Chromium: `exec`, `net`, `exec-on-click` and so on. */
	readonly live: readonly string[];
	/** It does what it does only after a click. */
	readonly click: boolean;
	/** The body; where it is long because it repeats itself, its pieces with how often each comes in a row. */
	readonly payload: string | readonly (readonly [text: string, times: number])[];
}

export interface SelfTestItems {
	readonly items: readonly SelfTestItem[];
}

/** The body of an item as one text, up to 5,000,000 characters. */
export function payloadOf({ payload }: Pick<SelfTestItem, 'payload'>): string {
	if (typeof payload === 'string') return payload;
	return payload.map(([text, times]) => text.repeat(times)).join('');
}
