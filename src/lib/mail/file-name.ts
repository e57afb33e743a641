/** Reserved on Windows whatever the extension; a file so named cannot be saved there. */
const RESERVED = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)/i;
const MAX = 180;

/**
 * A name under which a file may travel: no path, no control, no direction mark that would turn `gpj.exe`
 * around, nothing Windows or a zip stumbles over, at most 180 characters with the extension kept.
 */
export function safeFileName(name: string): string {
	const last = name.toWellFormed().split(/[/\\]/).pop() ?? '';
	const clean = last
		.replaceAll(/[\p{Cc}\u2028\u2029\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu, '')
		.replaceAll(/[<>:"|?*]/g, '_')
		.replaceAll(/\s+/gu, ' ')
		.replace(/^[\s.]+/u, '')
		.replace(/[\s.]+$/u, '');
	if (clean === '') return 'file';
	const named = RESERVED.test(clean) ? `_${clean}` : clean;
	if (named.length <= MAX) return named;
	const dot = named.lastIndexOf('.');
	const extension = dot > 0 && named.length - dot <= 20 ? named.slice(dot) : '';
	return (
		named
			.slice(0, MAX - extension.length)
			.toWellFormed()
			.replaceAll('\ufffd', '') + extension
	);
}

/** The name itself, or with ` (2)`, ` (3)` … before its extension when it is taken. */
export function freeFileName(name: string, taken: ReadonlySet<string>): string {
	const safe = safeFileName(name);
	const dot = safe.lastIndexOf('.');
	const [stem, extension] = dot > 0 ? [safe.slice(0, dot), safe.slice(dot)] : [safe, ''];
	let free = safe;
	for (let n = 2; taken.has(free); n++) free = `${stem} (${n})${extension}`;
	return free;
}

/** A media type without parameters, or `application/octet-stream` for what is none or would nest (RFC 2045 §5.1). */
export function safeMediaType(type: string): string {
	const bare = type.split(';')[0]!.trim().toLowerCase();
	const known =
		/^(?:application|audio|font|image|model|text|video|message|x-[a-z-]+)\/[a-z0-9][a-z0-9!#$&^_.+-]{0,99}$/;
	return known.test(bare) && (!bare.startsWith('message/') || bare === 'message/rfc822')
		? bare
		: 'application/octet-stream';
}
