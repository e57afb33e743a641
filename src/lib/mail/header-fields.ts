/** Fields read of one header block, and octets of one value (security M2). */
const MAX_FIELDS = 2000;
const MAX_VALUE = 64 * 1024;

/** A raw header block taken apart: values unfolded, still bytes (binary strings), by lower-case name. */
export interface HeaderFields {
	readonly all: ReadonlyMap<string, readonly string[]>;
	/** True when a limit left something out. */
	readonly shortened: boolean;
}

/** One field: name in lower case, value unfolded but otherwise as it came, name as it was written before the colon. */
export type Field = readonly [name: string, value: string, written: string];

/**
 * Splits a header block (RFC 5322 §2.2) given as a binary string. Takes bare LF and bare CR as line ends, drops
 * lines that are no field, and never looks past the first empty line.
 */
export function splitHeader(block: string): HeaderFields {
	const all = new Map<string, string[]>();
	let shortened = false;
	let count = 0;
	for (const [name, value] of eachField(block)) {
		if (++count > MAX_FIELDS) {
			shortened = true;
			break;
		}
		if (value.length > MAX_VALUE) shortened = true;
		const list = all.get(name) ?? [];
		list.push(value.slice(0, MAX_VALUE).trim());
		all.set(name, list);
	}
	return { all, shortened };
}

/** The fields of a header block in their order, as `splitHeader` sees them; values may pass the limit a little. */
export function* eachField(block: string): Generator<Field> {
	let name = '';
	let value = '';
	let written = '';
	for (const line of lines(block)) {
		if (line === '') break;
		if (line[0] === ' ' || line[0] === '\t') {
			// Unfolding only takes the line break away (§2.2.3).
			if (value.length <= MAX_VALUE) value += line;
			continue;
		}
		if (name !== '') yield [name, value, written];
		name = '';
		const colon = line.indexOf(':');
		const candidate = colon > 0 ? line.slice(0, Math.min(colon, 200)).trim().toLowerCase() : '';
		if (candidate === '' || !/^[!-9;-~]+$/.test(candidate)) continue;
		name = candidate;
		written = line.slice(0, colon);
		value = line.slice(colon + 1);
	}
	if (name !== '') yield [name, value, written];
}

function* lines(block: string): Generator<string> {
	let start = 0;
	while (start < block.length) {
		const end = block.indexOf('\n', start);
		const stop = end === -1 ? block.length : end;
		yield block.slice(start, block[stop - 1] === '\r' && stop > start ? stop - 1 : stop);
		start = stop + 1;
	}
}

/** First value of a field, or an empty string. */
export function first(fields: HeaderFields, name: string): string {
	return fields.all.get(name)?.[0] ?? '';
}
