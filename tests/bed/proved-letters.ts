import { letter, type Letter } from './letters.ts';

/** What the product under test takes for its own mail server: the host it asks for mail. */
const OURS = 'localhost';

type Result = 'pass' | 'fail' | 'none';

/** A message as our own server would have filed it: where it came from, and what it found out about the sender. */
export function arrived(of: Letter, domain: string, result: Result, before: readonly string[] = []): Buffer {
	const top = [
		`Received: from mail.${domain} (mail.${domain} [203.0.113.9])\r\n` +
			'\t(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits))\r\n' +
			`\tby ${OURS} (Postfix) with ESMTPS id 1; Sat, 21 Nov 2026 11:12:03 +0000`,
		`Authentication-Results: ${OURS}; dkim=${result} header.d=${domain};\r\n` +
			`\tspf=${result} smtp.mailfrom=${domain}; dmarc=${result} header.from=${domain}`,
		...before
	];
	return Buffer.concat([Buffer.from(top.map((line) => `${line}\r\n`).join('')), letter(of)]);
}

/** A step on a stranger's side, as their server might have written it. */
export function hop(from: string, by: string, at: string, tls = true): string {
	return `Received: from ${from} (${from} [203.0.113.4])\r\n\tby ${by} with ${tls ? 'ESMTPS' : 'ESMTP'} id 2; ${at}`;
}
