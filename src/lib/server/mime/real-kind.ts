import { fileTypeFromBuffer } from 'file-type';
import { kindOfEnd, type FileKind } from '$lib/mail/file-kind';

/** Octets of the beginning that tell. */
export const FIRST_BYTES = 4100;

const PAGE = /^<(?:!doctype\s+(?:html|svg)|html|head|body|script|svg|iframe)\b/i;
const SCRIPT = /^(?:#!\s?\/|<\?php\b|@echo off\b)/i;

/** Without what may stand before a page: blanks, comments, the line that says XML. */
function afterComments(text: string): string {
	for (let rest = text.trimStart(); ; rest = rest.trimStart()) {
		const end = rest.startsWith('<!--') ? '-->' : /^<\?xml\b/i.test(rest) ? '?>' : null;
		const at = end === null ? -1 : rest.indexOf(end, 4);
		if (end === null || at < 0) return rest;
		rest = rest.slice(at + end.length);
	}
}

/** What a file is by its first bytes, or null when they do not tell. Never fails. */
export async function realKind(bytes: Uint8Array): Promise<FileKind | null> {
	const text = Buffer.from(bytes.subarray(0, 1000))
		.toString('utf8')
		.replace(/^\ufeff/, '');
	if (SCRIPT.test(text)) return 'script';
	if (PAGE.test(afterComments(text))) return 'page';
	try {
		const found = await fileTypeFromBuffer(bytes);
		if (!found) return bytes.length > 0 && !bytes.subarray(0, 1000).includes(0) ? plain(bytes) : null;
		return kindOfEnd(found.ext) ?? kindOfType(found.mime);
	} catch {
		// A beginning that promises what the rest of it does not hold.
		return null;
	}
}

function plain(bytes: Uint8Array): FileKind | null {
	const seen = bytes.subarray(0, 1000);
	const odd = seen.reduce((sum, byte) => sum + (byte < 32 && ![9, 10, 12, 13, 27].includes(byte) ? 1 : 0), 0);
	return odd === 0 ? 'text' : null;
}

function kindOfType(type: string): FileKind | null {
	if (/executable|x-msdownload|x-mach|x-ms-shortcut|x-dosexec/.test(type)) return 'program';
	if (type.startsWith('image/')) return 'picture';
	if (type.startsWith('audio/')) return 'sound';
	if (type.startsWith('video/')) return 'film';
	return /zip|compress|x-tar|archive/.test(type) ? 'archive' : null;
}
