/** What we take from strangers: pictures made of pixels. */
export type PictureKind = 'jpeg' | 'png' | 'gif' | 'webp' | 'avif';

/**
 * What a file is by its first octets, whatever it is called; null for everything that is not one of ours, such
 * as SVG, HTML and PDF (security F2).
 */
export function pictureKind(bytes: Buffer): PictureKind | null {
	const at = (from: number, to: number): string => bytes.toString('latin1', from, to);
	if (at(0, 3) === '\xff\xd8\xff') return 'jpeg';
	if (at(0, 8) === '\x89PNG\r\n\x1a\n') return 'png';
	if (/^GIF8[79]a$/.test(at(0, 6))) return 'gif';
	if (at(0, 4) === 'RIFF' && at(8, 12) === 'WEBP') return 'webp';
	if (at(4, 8) === 'ftyp' && /^avi[fs]$/.test(at(8, 12))) return 'avif';
	return null;
}
