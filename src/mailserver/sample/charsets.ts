const tables = new Map<string, Map<string, number[]>>();

/** Character to bytes, learned from Node's own decoder: it knows far more charsets than it can write. */
function tableOf(charset: string): Map<string, number[]> {
	const known = tables.get(charset);
	if (known) return known;
	const decoder = new TextDecoder(charset);
	const table = new Map<string, number[]>();
	const learn = (bytes: number[]) => {
		const text = decoder.decode(Uint8Array.from(bytes));
		if ([...text].length === 1 && text !== '\ufffd' && !table.has(text)) table.set(text, bytes);
	};
	for (let first = 0; first < 256; first++) learn([first]);
	if (charset === 'euc-jp' || charset === 'gb18030') {
		for (let first = 0xa1; first < 0xff; first++) {
			for (let second = 0xa1; second < 0xff; second++) learn([first, second]);
		}
	}
	tables.set(charset, table);
	return table;
}

/** @throws {RangeError} for a character that the charset does not have. */
export function encode(text: string, charset: string): Buffer {
	if (charset === 'utf-8') return Buffer.from(text);
	if (charset === 'iso-2022-jp') return toIso2022Jp(text);
	const table = tableOf(charset);
	return Buffer.from(
		[...text].flatMap((character) => {
			const bytes = table.get(character);
			if (!bytes) throw new RangeError(`${charset} has no “${character}”.`);
			return bytes;
		})
	);
}

/** RFC 1468: JIS X 0208 between escapes, ASCII at each line's end. */
function toIso2022Jp(text: string): Buffer {
	const runs = text.match(/[\x20-\x7e\n\t]+|[^\x20-\x7e\n\t]+/g) ?? [];
	return Buffer.concat(
		runs.map((run) => {
			if (run.charCodeAt(0) < 0x7f) return Buffer.from(run);
			const kanji = encode(run, 'euc-jp').map((byte) => byte & 0x7f);
			return Buffer.concat([Buffer.from('\x1b$B'), kanji, Buffer.from('\x1b(B')]);
		})
	);
}
