import sharp, { type Metadata, type Sharp } from 'sharp';
import { Problem } from '$lib/server/problem';
import { pictureKind, type PictureKind } from './kind';
import { Limiter } from './limiter';

/** A picture as we hand it out. */
export interface Picture {
	readonly type: 'image/jpeg' | 'image/png' | 'image/webp';
	readonly bytes: Buffer;
}

/** Pixels of a picture that is drawn; of all frames together where it moves, else only the first is drawn. */
const MAX_PIXELS = 30_000_000;
const MAX_MOVING = 8_000_000;
const MAX_FRAMES = 300;
/** Wider or higher pictures are drawn smaller. */
const MAX_WIDTH = 2400;
const MAX_HEIGHT = 8000;
/** Seconds for one picture. */
const PATIENCE = 8;
/** A PNG up to this many pixels keeps every one of them: it is a logo or a drawing. */
const EXACT = 2_000_000;

// One picture takes one thread of the pool, beside the event loop; what was drawn is not kept in memory.
sharp.concurrency(1);
sharp.cache(false);
// Whatever a stranger calls a picture, only these readers are there to be fooled.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
	operation: ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif'].map((reader) => `VipsForeignLoad${reader}`)
});

/** Two pools of memory at most: a picture of {@link MAX_PIXELS} takes about 120 MB while it is drawn. */
const drawing = new Limiter({ atOnce: 1, each: 1, queue: 200 });

/**
 * Draws a picture anew: what comes out has the pixels of what came in and nothing else of it, no words, no
 * places, no trailing bytes. Errors: `remote/away` for whatever is no picture, too large or too slow.
 */
export async function redraw(bytes: Buffer): Promise<Picture> {
	const kind = pictureKind(bytes);
	if (!kind) throw new Problem('remote/away');
	return drawing.run('', async () => {
		try {
			return await draw(bytes, kind);
		} catch (cause) {
			throw new Problem('remote/away', { cause });
		}
	});
}

async function draw(bytes: Buffer, kind: PictureKind): Promise<Picture> {
	const facts = await sharp(bytes, { limitInputPixels: false }).metadata();
	const animated = moves(facts);
	const pixels = facts.width * (facts.pageHeight ?? facts.height);
	if (pixels > MAX_PIXELS) throw new Error('too many pixels');
	const source = sharp(bytes, {
		limitInputPixels: animated ? MAX_MOVING : MAX_PIXELS,
		sequentialRead: true,
		failOn: 'error',
		animated
	}).timeout({ seconds: PATIENCE });
	const upright = animated ? source : source.autoOrient();
	const fitted = upright.resize({
		width: MAX_WIDTH,
		height: MAX_HEIGHT,
		fit: 'inside',
		withoutEnlargement: true
	});
	return encode(fitted, kind, pixels, animated);
}

/** True when all frames are to be drawn. */
function moves({ pages = 1, width, height, pageHeight = height }: Metadata): boolean {
	return pages > 1 && pages <= MAX_FRAMES && width * pageHeight * pages <= MAX_MOVING;
}

async function encode(
	picture: Sharp,
	kind: PictureKind,
	pixels: number,
	animated: boolean
): Promise<Picture> {
	if (kind === 'jpeg') return { type: 'image/jpeg', bytes: await picture.jpeg({ quality: 84 }).toBuffer() };
	if (!animated && (kind === 'png' || kind === 'gif') && pixels <= EXACT)
		return { type: 'image/png', bytes: await picture.png({ compressionLevel: 6 }).toBuffer() };
	return {
		type: 'image/webp',
		bytes: await picture.webp({ quality: 86, effort: animated ? 1 : 3 }).toBuffer()
	};
}
