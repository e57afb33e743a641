import { expect, inject, test } from 'vitest';
import { freshAccount } from '../bed/accounts.ts';
import { letter } from '../bed/letters.ts';

const mail = inject('mailServer');

test('an account of the bed has the folders of the product and keeps what is filed', async () => {
	const account = await freshAccount(mail);
	const uid = await account.append(
		letter({ subject: 'One', attachments: [{ name: 'a.txt', type: 'text/plain', content: 'x' }] })
	);
	expect(uid).toBe(1);
	const imap = await account.imap();
	const { text } = await imap.command('LIST "" "*" RETURN (SPECIAL-USE)');
	for (const use of ['Drafts', 'Sent', 'Archive', 'Junk', 'Trash']) expect(text).toContain(`\\${use}`);
	expect(await imap.select('INBOX')).toBe(1);
	expect(await imap.search('SUBJECT One')).toEqual([1]);
	await imap.idleUntil('EXISTS', () => void account.append(letter({ subject: 'Two' })));
	imap.close();
});
