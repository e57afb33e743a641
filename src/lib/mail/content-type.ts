/**
 * Which media type a part is answered with, whatever its sender called it. A browser never learns the sender's
 * own type: anything that is not a raster image, a PDF or text leaves as `application/octet-stream`, so that
 * no HTML, SVG, XML or script of a stranger is ever a document of our origin.
 */

/** How a part can be looked at without leaving the message. */
export type Preview = 'image' | 'pdf' | 'text' | 'message' | 'archive' | 'tnef';

const IMAGES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif', 'image/bmp'];

/** Other names of types in the table. */
const ALIASES = new Map([
	['image/jpg', 'image/jpeg'],
	['image/pjpeg', 'image/jpeg'],
	['image/x-png', 'image/png'],
	['image/x-ms-bmp', 'image/bmp'],
	['image/x-bmp', 'image/bmp'],
	['application/x-pdf', 'application/pdf'],
	['application/x-zip-compressed', 'application/zip'],
	['application/x-zip', 'application/zip'],
	['application/vnd.ms-tnef', 'application/ms-tnef']
]);

/** Types whose bytes are text to a person, beyond `text/*`. */
const TEXTS = new Set([
	'application/json',
	'application/xml',
	'application/javascript',
	'application/x-sh',
	'application/x-yaml',
	'application/sql',
	'application/pgp-signature',
	'application/pgp-keys',
	'image/svg+xml'
]);

/** By file name, where the sender only said `application/octet-stream`. */
const BY_EXTENSION = new Map([
	['png', 'image/png'],
	['jpg', 'image/jpeg'],
	['jpeg', 'image/jpeg'],
	['gif', 'image/gif'],
	['webp', 'image/webp'],
	['avif', 'image/avif'],
	['bmp', 'image/bmp'],
	['pdf', 'application/pdf'],
	['txt', 'text/plain'],
	['log', 'text/plain'],
	['md', 'text/plain'],
	['csv', 'text/csv'],
	['ics', 'text/calendar'],
	['vcf', 'text/vcard'],
	['json', 'application/json'],
	['eml', 'message/rfc822'],
	['zip', 'application/zip']
]);

/** The extension of a file name in lower case, without its dot; empty when there is none. */
export function extension(name: string): string {
	const dot = name.lastIndexOf('.');
	return dot > 0 ? name.slice(dot + 1).toLowerCase() : '';
}

/** The type that is believed: the declared one, or by file name when the sender did not know. */
export function knownType(declared: string, name: string | null): string {
	const type = ALIASES.get(declared) ?? declared;
	if (type !== 'application/octet-stream' && type !== 'application/x-download') return type;
	if (/^win(?:mail|dat)?\.dat$/i.test(name ?? '')) return 'application/ms-tnef';
	return BY_EXTENSION.get(extension(name ?? '')) ?? 'application/octet-stream';
}

/** The value of Content-Type in our answer. Text is served as UTF-8 only after it was decoded by us. */
export function responseType(declared: string, name: string | null): string {
	const type = knownType(declared, name);
	if (IMAGES.includes(type) || type === 'application/pdf') return type;
	return 'application/octet-stream';
}

/** True for the image types a browser may draw out of a message. */
export function isRasterImage(type: string): boolean {
	return IMAGES.includes(ALIASES.get(type) ?? type);
}

/** How the part can be previewed, or null when it can only be downloaded. */
export function previewOf(declared: string, name: string | null): Preview | null {
	const type = knownType(declared, name);
	if (IMAGES.includes(type)) return 'image';
	if (type === 'application/pdf') return 'pdf';
	if (type === 'message/rfc822' || type === 'message/global') return 'message';
	if (type === 'application/zip') return 'archive';
	// The box an Outlook puts a message in (MS-OXTNEF); nothing of it is unpacked here (security R20).
	if (type === 'application/ms-tnef') return 'tnef';
	if (type.startsWith('text/') || TEXTS.has(type)) return 'text';
	return null;
}
