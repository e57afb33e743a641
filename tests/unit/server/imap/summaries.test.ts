import { expect, test } from 'vitest';
import type { FolderPath, Uid } from '$lib/mail/ids';
import type { Fixed } from '$lib/server/imap/rows';
import { forgetSummaries, known, remember } from '$lib/server/imap/summaries';

const folder = (name: string) => name as FolderPath;
const row = (uid: number) => ({ uid: uid as Uid }) as Fixed;

test('what is still read after a sign-out takes no room from others', () => {
	for (let person = 0; person < 11; person++) {
		const late = known(`p${person}@x.test`, folder('INBOX'), '1');
		forgetSummaries(`p${person}@x.test`);
		for (let uid = 1; uid <= 4000; uid++) remember(late, row(uid));
	}
	remember(known('ada@x.test', folder('INBOX'), '1'), row(1));
	remember(known('ada@x.test', folder('Sent'), '1'), row(1));
	expect(known('ada@x.test', folder('INBOX'), '1').size).toBe(1);
});
