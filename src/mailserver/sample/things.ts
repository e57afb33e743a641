import { crc32, deflateRawSync, deflateSync } from 'node:zlib';

function chunk(type: string, data: Buffer): Buffer {
	const named = Buffer.concat([Buffer.from(type), data]);
	const out = Buffer.alloc(8 + named.length);
	out.writeUInt32BE(data.length, 0);
	named.copy(out, 4);
	out.writeUInt32BE(crc32(named), out.length - 4);
	return out;
}

/** A PNG; `colour` gives red, green, blue (0–255) for a place from 0 to 1 in both directions. */
export function png(width: number, height: number, colour: (x: number, y: number) => number[]): Buffer {
	const raw = Buffer.alloc((width * 3 + 1) * height);
	for (let y = 0; y < height; y++) {
		for (let x = 0; x < width; x++) {
			raw.set(colour(x / width, y / height), y * (width * 3 + 1) + 1 + x * 3);
		}
	}
	const header = Buffer.alloc(13);
	header.writeUInt32BE(width, 0);
	header.writeUInt32BE(height, 4);
	header.set([8, 2, 0, 0, 0], 8);
	return Buffer.concat([
		Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
		chunk('IHDR', header),
		chunk('IDAT', deflateSync(raw)),
		chunk('IEND', Buffer.alloc(0))
	]);
}

const mix = (from: number[], to: number[], share: number) =>
	from.map((value, index) => Math.round(value + ((to[index] ?? 0) - value) * share));

const TAN = [186, 120, 66];

/** A boat under sail before an evening sky: the photograph of the sample mail. */
export function boatPicture(width: number, height: number, dusk = 0.5): Buffer {
	return png(width, height, (x, y) => {
		const ripple = Math.sin(x * 60 + y * 200) * 0.05;
		if (y > 0.74) return mix([38, 92, 110], [12, 38, 60], (y - 0.74) * 3 + ripple);
		if (y > 0.68 && Math.abs(x - 0.5) < 0.22 - (y - 0.68) * 1.4) return [60, 42, 34];
		if (x > 0.5 && x < 0.51 && y > 0.12) return [90, 70, 50];
		if (y > 0.16 && y < 0.65 && x < 0.49 && x > 0.49 - (y - 0.16) * 0.55) return TAN;
		if (y > 0.2 && y < 0.62 && x > 0.52 && x < 0.52 + (y - 0.2) * 0.4) return mix(TAN, [230, 190, 150], 0.3);
		return mix([70, 100, 150], [250, 190, 140], Math.min(1, y * 0.9 + dusk * 0.3));
	});
}

const escape = (line: string) => line.replace(/[\\()]/g, '\\$&');

/** A PDF of one page with these lines, Latin letters only. */
export function pdf(title: string, lines: string[]): Buffer {
	const shown = lines.map((line) => `(${escape(line)}) Tj T*`).join('\n');
	const content = `BT /F1 20 Tf 60 770 Td (${escape(title)}) Tj /F1 11 Tf 0 -40 Td 16 TL\n${shown}\nET`;
	const objects = [
		'<< /Type /Catalog /Pages 2 0 R >>',
		'<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
		'<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
		`<< /Length ${Buffer.byteLength(content, 'latin1')} >>\nstream\n${content}\nendstream`,
		'<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>'
	];
	let out = '%PDF-1.4\n';
	const places = objects.map((object, index) => {
		const place = out.length;
		out += `${index + 1} 0 obj\n${object}\nendobj\n`;
		return place;
	});
	const table = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('');
	const end = `trailer << /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${out.length}\n%%EOF\n`;
	return Buffer.from(`${out}xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}${end}`, 'latin1');
}

/** A zip of these files, names in UTF-8. */
export function zip(files: Record<string, Buffer>): Buffer {
	const bodies: Buffer[] = [];
	const entries: Buffer[] = [];
	let offset = 0;
	for (const [name, data] of Object.entries(files)) {
		const packed = deflateRawSync(data);
		const label = Buffer.from(name);
		const common = Buffer.alloc(26);
		[20, 0x0800, 8, 0, 0x5b76].forEach((value, index) => common.writeUInt16LE(value, index * 2));
		[crc32(data), packed.length, data.length].forEach((value, index) =>
			common.writeUInt32LE(value, 10 + index * 4)
		);
		common.writeUInt16LE(label.length, 22);
		bodies.push(Buffer.from('PK\x03\x04', 'latin1'), common, label, packed);
		const tail = Buffer.alloc(14);
		tail.writeUInt32LE(offset, 10);
		entries.push(Buffer.from('PK\x01\x02\x14\x03', 'latin1'), common, tail, label);
		offset += 30 + label.length + packed.length;
	}
	const directory = Buffer.concat(entries);
	const end = Buffer.alloc(22);
	end.write('PK\x05\x06', 'latin1');
	end.writeUInt16LE(Object.keys(files).length, 8);
	end.writeUInt16LE(Object.keys(files).length, 10);
	end.writeUInt32LE(directory.length, 12);
	end.writeUInt32LE(offset, 16);
	return Buffer.concat([...bodies, directory, end]);
}

/** Bytes that look random but are the same each time. */
export function noise(length: number, seed: number): Buffer {
	const out = Buffer.alloc(length);
	let state = seed >>> 0 || 1;
	for (let index = 0; index < length; index++) {
		state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
		out[index] = state >>> 24;
	}
	return out;
}
