/**
 * File names of attachments. A sender chooses them freely, so before one reaches a header, a disk or a zip it
 * loses paths, control and direction characters, and names that an operating system keeps for itself.
 */

/** Octets in UTF-8; what common file systems take. */
const MAX_BYTES = 200;

/** Controls, line and paragraph separators, zero-width and direction characters, private tags. */
const UNSEEN =
	// eslint-disable-next-line no-control-regex -- these are the characters to take out
	/[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc]|\udb40[\udc00-\udc7f]/g;

/** What Windows refuses in a name. */
const FORBIDDEN = /[<>:"|?*]/g;

const DEVICE = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$|clock\$)(?:\.|$)/i;

const bytes = (text: string): number => new TextEncoder().encode(text).length;

/** Cuts the stem so that name and extension fit; an overlong extension is part of the stem. */
function fit(name: string, max: number): string {
	if (bytes(name) <= max) return name;
	const dot = name.lastIndexOf('.');
	const end = dot > 0 && bytes(name.slice(dot)) <= 20 ? name.slice(dot) : '';
	const room = max - bytes(end);
	let stem = '';
	let used = 0;
	for (const char of end ? name.slice(0, dot) : name) {
		used += bytes(char);
		if (used > room) break;
		stem += char;
	}
	return stem + end;
}

/** Text of a stranger without what hides, turns or breaks it; paths stay. For showing, not for saving. */
export const shownText = (text: string): string =>
	text.toWellFormed().replace(UNSEEN, '').replace(/\s+/gu, ' ');

/**
 * A name that is safe to send, to save and to show. `fallback` is used when nothing is left, such as `part-2`.
 * The true end of the name stays its end: direction marks that would hide `.exe` are gone.
 */
export function safeFileName(name: string | null, fallback = 'file'): string {
	const seen = (name ?? '').slice(0, 4000).toWellFormed().normalize('NFC').replace(UNSEEN, '');
	const last = seen.split(/[/\\]/).findLast((step) => step.trim() !== '' && !/^\.+$/.test(step.trim())) ?? '';
	let clean = last.replace(FORBIDDEN, '_').replace(/\s+/gu, ' ').trim();
	// A leading dot hides the file; a trailing dot or blank is dropped by Windows without a word.
	while (clean.startsWith('.')) clean = clean.slice(1).trimStart();
	while (clean.endsWith('.') || clean.endsWith(' ')) clean = clean.slice(0, -1);
	clean = fit(clean, MAX_BYTES);
	if (clean === '') return fallback;
	return DEVICE.test(clean) ? `_${clean}` : clean;
}

/** Makes names differ, also for file systems that ignore case: `a.txt`, `a (2).txt`. */
export function uniqueFileNames(names: readonly string[]): string[] {
	const taken = new Set<string>();
	const next = new Map<string, number>();
	return names.map((name) => {
		const dot = name.lastIndexOf('.');
		const [stem, end] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
		let candidate = name;
		const key = name.toLowerCase();
		for (let n = next.get(key) ?? 2; taken.has(candidate.toLowerCase()); n++) {
			candidate = `${stem} (${n})${end}`;
			next.set(key, n + 1);
		}
		taken.add(candidate.toLowerCase());
		return candidate;
	});
}

/**
 * A Content-Disposition value (RFC 6266 §4): an ASCII name for old clients, the true one in UTF-8
 * (RFC 8187 §3.2). `name` must come from {@link safeFileName}.
 */
export function contentDisposition(kind: 'attachment' | 'inline', name: string): string {
	const ascii = name.replace(/[^\x20-\x7e]/g, '_').replace(/["\\%]/g, '_');
	const encoded = encodeURIComponent(name).replace(
		/['()*!]/g,
		(char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`
	);
	return `${kind}; filename="${ascii}"${ascii === name ? '' : `; filename*=UTF-8''${encoded}`}`;
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
