/**
 * Did our own page send this? Browsers set both headers themselves. With `Referrer-Policy: no-referrer` a form's
 * Origin is the word `null`, so Sec-Fetch-Site decides first and Origin must not contradict it; a request with
 * neither comes from no page of ours and is refused, cookie or not (security W1).
 */
export function fromOwnPage(headers: Headers, ownOrigin: string): boolean {
	const site = headers.get('sec-fetch-site');
	const origin = headers.get('origin');
	if (origin !== null && origin !== 'null' && origin !== ownOrigin) return false;
	return site === null ? origin === ownOrigin : site === 'same-origin';
}

/** A foreign page embeds or fetches one of our addresses: it always gets the same refusal (security W6). */
export function embeddedElsewhere(headers: Headers): boolean {
	const site = headers.get('sec-fetch-site');
	if (site !== 'cross-site' && site !== 'same-site') return false;
	return headers.get('sec-fetch-mode') !== 'navigate' || headers.get('sec-fetch-dest') !== 'document';
}
