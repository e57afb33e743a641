import { randomUUID } from 'node:crypto';

/** What a test wants to find in a message; everything else is filled in. */
export interface Letter {
	readonly from?: string;
	readonly to?: string;
	readonly subject?: string;
	readonly text?: string;
	readonly html?: string;
	readonly headers?: readonly string[];
	readonly attachments?: readonly { name: string; type: string; content: Buffer | string }[];
	readonly date?: Date;
}

const wrapped = (bytes: Buffer) => bytes.toString('base64').replace(/.{76}/g, '$&\r\n');

function body(letter: Letter): { header: string; body: string } {
	const type = letter.html === undefined ? 'plain' : 'html';
	const content = Buffer.from((letter.html ?? letter.text ?? 'Hello.').replace(/\r?\n/g, '\r\n'));
	return {
		header: `Content-Type: text/${type}; charset=utf-8\r\nContent-Transfer-Encoding: base64`,
		body: wrapped(content)
	};
}

/** A whole message in CRLF lines, ready for APPEND or LMTP. */
export function letter(of: Letter = {}): Buffer {
	const { header, body: content } = body(of);
	const head = [
		`From: ${of.from ?? 'Greta Stern <greta@example.org>'}`,
		`To: ${of.to ?? 'someone@demo.test'}`,
		`Subject: ${of.subject ?? 'A letter'}`,
		`Date: ${(of.date ?? new Date()).toUTCString().replace('GMT', '+0000')}`,
		`Message-ID: <${randomUUID()}@example.org>`,
		'MIME-Version: 1.0',
		...(of.headers ?? [])
	].join('\r\n');
	if (!of.attachments) return Buffer.from(`${head}\r\n${header}\r\n\r\n${content}\r\n`);
	const parts = of.attachments.map(
		({ name, type, content: file }) =>
			`Content-Type: ${type}; name="${name}"\r\nContent-Disposition: attachment; filename="${name}"\r\n` +
			`Content-Transfer-Encoding: base64\r\n\r\n${wrapped(Buffer.from(file))}\r\n`
	);
	const all = [`${header}\r\n\r\n${content}\r\n`, ...parts].map((part) => `--outer\r\n${part}`).join('');
	return Buffer.from(`${head}\r\nContent-Type: multipart/mixed; boundary=outer\r\n\r\n${all}--outer--\r\n`);
}
