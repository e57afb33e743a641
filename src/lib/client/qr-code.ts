import { encode } from 'uqr';

/** A QR code as the path of its dark squares, each one unit wide, with the quiet rim that readers need. */
export interface QrCode {
	/** Units from edge to edge. */
	readonly size: number;
	readonly path: string;
}

/** Squares of white around the code (ISO/IEC 18004: four). */
const RIM = 4;

/** Draws nothing itself: the page puts the path into an SVG of its own making. */
export function qrCode(text: string): QrCode {
	const { size, data } = encode(text, { ecc: 'M', border: RIM });
	const runs = data.flatMap((row, y) =>
		row.map((dark, x) => {
			if (!dark || row[x - 1]) return '';
			const end = row.indexOf(false, x);
			return `M${x} ${y}h${end - x}v1H${x}z`;
		})
	);
	return { size, path: runs.join('') };
}
