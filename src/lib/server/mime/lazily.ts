import { Readable } from 'node:stream';

/**
 * A stream that opens its source when it is first read. A message with fifty files then holds one descriptor at a
 * time, and none when it is given up before.
 */
export function lazily(open: () => Readable): Readable {
	return Readable.from(
		(async function* () {
			for await (const chunk of open()) yield chunk as Buffer;
		})(),
		{ objectMode: false }
	);
}
