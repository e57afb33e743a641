import type { Rgba } from './dark-colour';
import type { Ground } from './dark-map';
import type { Tones } from './dark-tones';

/** Pictures are looked at in this many pixels a side. */
const SIDE = 24;
/** Larger ones, in their own pixels, are photographs, not marks on a paper. */
const LARGEST = 1600;

/** Puts a light plate behind pictures with a clear ground whose dark lines would vanish. Other pictures stay as they are. */
export function platePictures(pictures: readonly (readonly [HTMLElement, Ground])[], tones: Tones): void {
	for (const [element, ground] of pictures) {
		const picture = element as HTMLImageElement;
		const look = (): void => {
			const colours = coloursOf(picture);
			if (colours && tones.needsPlate(colours, ground)) picture.dataset.plate = '';
		};
		if (picture.complete && picture.naturalWidth > 0) look();
		else picture.addEventListener('load', look, { once: true });
	}
}

let canvas: HTMLCanvasElement | undefined;

/** Colours of the pixels that are drawn, or null for a picture without a clear ground, or that cannot be read. */
function coloursOf(picture: HTMLImageElement): Rgba[] | null {
	const { naturalWidth: width, naturalHeight: height } = picture;
	if (width < 3 || height < 3 || width > LARGEST || height > LARGEST) return null;
	canvas ??= document.createElement('canvas');
	canvas.width = canvas.height = SIDE;
	const pen = canvas.getContext('2d', { willReadFrequently: true });
	if (!pen) return null;
	try {
		pen.clearRect(0, 0, SIDE, SIDE);
		pen.drawImage(picture, 0, 0, SIDE, SIDE);
		const { data } = pen.getImageData(0, 0, SIDE, SIDE);
		const colours: Rgba[] = [];
		let clear = 0;
		for (let i = 0; i < data.length; i += 4) {
			if (data[i + 3]! < 40) clear++;
			if (data[i + 3]! > 100) colours.push([data[i]! / 255, data[i + 1]! / 255, data[i + 2]! / 255, 1]);
		}
		return clear > SIDE && colours.length > 0 ? colours : null;
	} catch {
		// Pixels that may not be read, or are none.
		return null;
	}
}
