import { connect } from 'node:net';
import { createInterface } from 'node:readline';

/** CRLF line ends, and a dot before each line that begins with one (RFC 5321 §4.5.2). */
function onTheWire(message: Uint8Array | string): Buffer {
	const text = (typeof message === 'string' ? Buffer.from(message) : Buffer.from(message)).toString('latin1');
	const lines = text.replace(/\r?\n/g, '\r\n').replace(/^\./gm, '..');
	return Buffer.from(`${lines}${lines.endsWith('\r\n') ? '' : '\r\n'}.\r\n`, 'latin1');
}

/**
 * Delivers one message over LMTP (RFC 2033 §4).
 * @throws {Error} with the server's reply when it refuses.
 */
export async function deliver(
	port: number,
	address: string,
	message: Uint8Array | string,
	from = 'stranger@example.org'
): Promise<void> {
	const socket = connect({ port, host: '127.0.0.1' });
	const replies = createInterface({ input: socket })[Symbol.asyncIterator]();
	const say = async (line: string | Buffer | null) => {
		if (line !== null) socket.write(line);
		for (;;) {
			const { value, done } = await replies.next();
			if (done) throw new Error('LMTP: the server closed the connection.');
			if (/^\d{3}-/.test(value)) continue;
			if (!/^[23]/.test(value)) throw new Error(`LMTP: ${value}`);
			return;
		}
	};
	try {
		await say(null);
		await say('LHLO localhost\r\n');
		await say(`MAIL FROM:<${from}>\r\n`);
		await say(`RCPT TO:<${address}>\r\n`);
		await say('DATA\r\n');
		await say(onTheWire(message));
		await say('QUIT\r\n');
	} finally {
		socket.destroy();
	}
}
