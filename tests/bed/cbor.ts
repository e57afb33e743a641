/** As much of CBOR (RFC 8949) as a security key writes. */
export type Cbor = number | string | Uint8Array | ReadonlyMap<number | string, Cbor>;

function head(major: number, n: number): Buffer {
	if (n < 24) return Buffer.of((major << 5) | n);
	if (n < 0x100) return Buffer.of((major << 5) | 24, n);
	return Buffer.of((major << 5) | 25, n >> 8, n & 0xff);
}

export function cbor(value: Cbor): Buffer {
	if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value);
	if (typeof value === 'string')
		return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
	if (value instanceof Uint8Array) return Buffer.concat([head(2, value.length), value]);
	const map = value as ReadonlyMap<number | string, Cbor>;
	return Buffer.concat([head(5, map.size), ...[...map].flatMap(([key, item]) => [cbor(key), cbor(item)])]);
}
