import type { BedAccount } from '../bed/accounts.ts';
import { letter } from '../bed/letters.ts';

/** Messages in the INBOX of the large account. */
const MESSAGES = Number(process.env.BENCH_MESSAGES ?? 100_000);

const paragraph = (html: boolean) =>
	`${html ? '<p style="margin:0 0 12px">' : ''}the quick brown fox jumps over the lazy dog${html ? '</p>' : ''}\n`;

/** Fills the account with mail of known words, once. */
export async function fillLarge(account: BedAccount): Promise<void> {
	const imap = await account.imap();
	const there = await imap.select('INBOX');
	for (let n = there; n < MESSAGES - 3; n++) {
		const subject = n % 1123 === 0 ? `Kestrel ${n}` : `Message ${n}`;
		await imap.append('INBOX', letter({ subject, text: paragraph(false).repeat(10 + (n % 20)) }));
	}
	if (there < MESSAGES) {
		const file = { name: 'large.bin', type: 'application/octet-stream', content: Buffer.alloc(7_400_000, 7) };
		await imap.append('INBOX', letter({ subject: 'BENCH 10M', text: 'With a file.', attachments: [file] }));
		await imap.append('INBOX', letter({ subject: 'BENCH 20k', text: paragraph(false).repeat(440) }));
		await imap.append('INBOX', letter({ subject: 'BENCH newsletter', html: paragraph(true).repeat(960) }));
		for (const folder of ['Bulk1000', 'Bulk-Target']) await imap.command(`CREATE "${folder}"`);
		for (let n = 0; n < 1000; n++) await imap.append('Bulk1000', letter({ subject: `Bulk ${n}` }));
	}
	imap.close();
}
