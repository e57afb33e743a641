/** Names that many bear; two of them say nothing. */
const COMMON = new Set(
	(
		'admin administrator alerts billing contact feedback hello help helpdesk info information kontakt mail ' +
		'marketing me news newsletter noreply notification notifications office orders postmaster sales security ' +
		'service support system team test updates webmaster'
	).split(' ')
);

/**
 * A display name as it is compared: without case, accents, signs, spaces and order of its words, so that
 * “SOLHEIM, Ingrid” is “Ingrid Solheim”. Null for none, and for those that many bear.
 */
export function nameKey(name: string): string | null {
	const words = name
		.slice(0, 500)
		.normalize('NFKD')
		.replace(/\p{M}/gu, '')
		.toLowerCase()
		.split(/[^\p{L}\p{N}]+/u)
		.filter((word) => word !== '' && !COMMON.has(word));
	const key = words.sort().join(' ');
	return key.length < 3 && !/[^\p{ASCII}]/u.test(key) ? null : key;
}
