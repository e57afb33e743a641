/** Where the page that asks before a lying link is followed stands. `claimed`: the host its words name. */
export function leavePath(target: string, reason: string, claimed: string | null): string {
	const search = new URLSearchParams({ to: target, why: reason });
	if (claimed) search.set('said', claimed);
	return `/leave?${search}`;
}

/** The address that a link of {@link leavePath} leads to in the end; any other is returned as it is. */
export function leadsTo(href: string): string {
	if (!href.startsWith('/leave?')) return href;
	return new URLSearchParams(href.slice('/leave?'.length)).get('to') ?? href;
}
