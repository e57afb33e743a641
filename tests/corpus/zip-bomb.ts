import { crc32, deflateRawSync } from 'node:zlib';

/** A zip archive of one entry of `size` zero octets, written by hand so that no archiver is needed. */
export function deflatedZeros(size: number): Buffer {
	const content = Buffer.alloc(size);
	const packed = deflateRawSync(content);
	const name = Buffer.from('zeros.bin');
	const shared = Buffer.alloc(26);
	shared.writeUInt16LE(20, 0); // version needed
	shared.writeUInt16LE(8, 4); // deflate
	shared.writeUInt32LE(crc32(content), 10);
	shared.writeUInt32LE(packed.length, 14);
	shared.writeUInt32LE(size, 18);
	shared.writeUInt16LE(name.length, 22);
	const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), shared, name, packed]);
	const central = Buffer.concat([
		Buffer.from('PK\x01\x02\x14\x00', 'latin1'),
		shared,
		Buffer.alloc(14), // comment, disk, attributes, offset of the local entry
		name
	]);
	const end = Buffer.alloc(22);
	end.write('PK\x05\x06', 'latin1');
	end.writeUInt16LE(1, 8);
	end.writeUInt16LE(1, 10);
	end.writeUInt32LE(central.length, 12);
	end.writeUInt32LE(local.length, 16);
	return Buffer.concat([local, central, end]);
}
