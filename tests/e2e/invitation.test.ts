import ICAL from 'ical.js';
import { simpleParser } from 'mailparser';
import { describe, expect } from 'vitest';
import { freshAccount, type BedAccount } from '../bed/accounts.ts';
import { asking, invitationMail, submitRaw } from '../bed/invitations.ts';
import { journey } from '../bed/journey.ts';
import { letter } from '../bed/letters.ts';
import { row } from '../bed/reading.ts';
import { signIn } from '../bed/sign-in.ts';

/** Raw messages in the inbox of an account. */
async function inboxOf(account: BedAccount): Promise<string[]> {
	const imap = await account.imap();
	try {
		await imap.select('INBOX');
		const found: string[] = [];
		for (const uid of await imap.search('ALL')) {
			const { text } = await imap.command(`UID FETCH ${uid} (BODY.PEEK[])`);
			found.push(text.slice(text.indexOf('\r\n') + 2));
		}
		return found;
	} finally {
		imap.close();
	}
}

/** The answer a message carries, read by ical.js as an organizer's calendar would. */
async function replyOf(raw: string): Promise<{ method: string; event: ICAL.Component }> {
	const mail = await simpleParser(Buffer.from(raw, 'latin1'));
	const part = mail.attachments.find(({ contentType }) => contentType === 'text/calendar');
	const calendar = new ICAL.Component(ICAL.parse(String(part?.content)) as never);
	return {
		method: String(calendar.getFirstPropertyValue('method')),
		event: calendar.getFirstSubcomponent('vevent')!
	};
}

describe('invitations', () => {
	journey('accepted by mail, once, and changed later', async ({ account, mail, page, newPage }) => {
		const ben = await freshAccount(mail, 'ben');
		const invitation = asking(ben, account, 'SEQUENCE:2');
		await submitRaw(mail, ben, account.address, invitationMail(ben.address, account.address, invitation));
		await signIn(page, account);
		await row(page, 'Invitation').first().click();

		const card = page.getByRole('region', { name: 'Varnish, then soup' });
		// Ten in New York is four in the afternoon in Berlin, where this browser is.
		await card.getByText(/27 Nov 2027, 16:00\s*[–-]\s*17:30/).waitFor();
		await card.getByText(/10:00\s*[–-]\s*11:30 in New York/).waitFor();
		await card.getByText('The shed').waitFor();
		await card.getByText('Updated').waitFor();
		await card.getByRole('button', { name: /2 invited/ }).click();
		await card.getByText('No answer yet').waitFor();

		// The same invitation in another window, before it is answered in the first.
		const { page: other } = await newPage();
		await signIn(other, account, new URL(page.url()).pathname);
		const second = other.getByRole('region', { name: 'Varnish, then soup' });
		await second.getByRole('button', { name: 'Accept' }).waitFor();

		await card.getByRole('button', { name: 'Add a note' }).click();
		await card.getByLabel('Note to the organizer').fill('Gladly; I bring 🍞.');
		const accept = card.getByRole('button', { name: 'Accept' });
		await accept.dblclick();
		await card.getByText(/^You accepted on/).waitFor();
		expect(await accept.getAttribute('aria-pressed')).toBe('true');
		await second.getByRole('button', { name: 'Accept' }).click();
		await second.getByText(/^You accepted on/).waitFor();

		await expect.poll(async () => (await inboxOf(ben)).length).toBe(1);
		const [raw] = await inboxOf(ben);
		expect(raw).toMatch(new RegExp(`^From: ${account.address}`, 'm'));
		expect(raw).toMatch(/^Subject: Accepted: Varnish, then soup/m);
		expect(raw).toMatch(/^Content-Type: text\/calendar; charset=utf-8; method=REPLY/m);
		const { method, event } = await replyOf(raw!);
		expect(method).toBe('REPLY');
		expect(event.getFirstPropertyValue('uid')).toBe('event@example.org');
		expect(event.getFirstPropertyValue('sequence')).toBe(2);
		expect(event.getFirstPropertyValue('dtstamp')).toBeTruthy();
		expect(event.getFirstPropertyValue('organizer')).toBe(`mailto:${ben.address}`);
		expect(event.getFirstPropertyValue('comment')).toBe('Gladly; I bring 🍞.');
		const people = event.getAllProperties('attendee');
		expect(people).toHaveLength(1);
		expect(people[0]!.getFirstValue()).toBe(`mailto:${account.address}`);
		expect(people[0]!.getParameter('partstat')).toBe('ACCEPTED');

		// A copy is in Sent; the answer is there after a reload, and can be changed.
		const own = await account.imap();
		expect(await own.select('Sent')).toBe(1);
		own.close();
		await page.reload();
		await card.getByText(/^You accepted on/).waitFor();
		await card.getByRole('button', { name: 'Decline' }).click();
		await card.getByText(/^You declined on/).waitFor();
		await expect.poll(async () => (await inboxOf(ben)).length).toBe(2);
		const answers = await Promise.all((await inboxOf(ben)).map(replyOf));
		expect(answers.map((each) => each.event.getFirstProperty('attendee')!.getParameter('partstat'))).toEqual([
			'ACCEPTED',
			'DECLINED'
		]);

		// Ben reads the answer as an answer.
		const { page: theirs } = await newPage();
		await signIn(theirs, ben);
		await row(theirs, 'Declined: Varnish').first().click();
		await theirs.getByText(/declined\.$/).waitFor();
	});

	journey('from strangers: said so, and nothing changes', async ({ account, mail, page }) => {
		const ben = await freshAccount(mail, 'ben');
		const eve = 'Eve <eve@example.org>';
		const about = asking(ben, account);
		const asked = await account.append(invitationMail(eve, account.address, about));
		const cancelled = await account.append(invitationMail(eve, account.address, about, 'CANCEL'));
		const really = await account.append(invitationMail(ben.address, account.address, about, 'CANCEL'));
		await signIn(page, account, `/mail/INBOX/${asked}`);
		const card = page.getByRole('region', { name: 'Varnish, then soup' });
		await card.getByText(/did not send this message/).waitFor();
		await page.goto(`/mail/INBOX/${cancelled}`);
		await card.getByText(/Nothing changes by it/).waitFor();
		expect(await card.getByText('Cancelled', { exact: true }).count()).toBe(0);
		await page.goto(`/mail/INBOX/${really}`);
		await card.getByText('Cancelled', { exact: true }).waitFor();
		expect(await card.getByRole('button', { name: 'Accept' }).count()).toBe(0);
	});

	journey('script in every field stays text, ten thousand people are counted', async ({ account, page }) => {
		const bad = '<img src=x onerror=alert(1)><script>alert(2)</script>';
		const people = Array.from({ length: 9000 }, (_, i) => `ATTENDEE;CN=P${i}:mailto:p${i}@example.org`);
		const uid = await account.append(
			invitationMail(
				'Eve <eve@example.org>',
				account.address,
				asking({ address: 'eve@example.org' }, account, `DESCRIPTION:${bad}`, `COMMENT:${bad}`, ...people)
					.replace('The shed', bad)
					.replace('CN=Ben Okafor', `CN="${bad}"`)
					.replace('Varnish', `${bad} Varnish`)
			)
		);
		await signIn(page, account, `/mail/INBOX/${uid}`);
		const card = page.getByRole('region', { name: /Varnish, then soup/ });
		await card.getByRole('button', { name: /9002 invited/ }).click();
		await card.getByText('and 8902 more').waitFor();
		expect(await card.locator('img, script').count()).toBe(0);
		expect(await card.getByText(bad, { exact: true }).count()).toBeGreaterThan(1);
	});

	journey(
		'a file that is no calendar is only a file; a contact card shows who it is',
		async ({ account, page }) => {
			const uid = await account.append(
				letter({
					attachments: [
						{ name: 'broken.ics', type: 'text/calendar', content: 'BEGIN:VCALENDAR\r\nBEGIN:VEVENT' },
						{
							name: 'bente.vcf',
							type: 'text/vcard',
							content:
								'BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Bente <b>Lund</b>\r\nEMAIL:bente@example.org\r\nTEL:+47 123\r\nEND:VCARD\r\n'
						}
					]
				})
			);
			await signIn(page, account, `/mail/INBOX/${uid}`);
			await page.getByText('The calendar file of this message cannot be read.').waitFor();
			const card = page.getByRole('region', { name: 'Contact card' });
			await card.getByText('Bente <b>Lund</b>').waitFor();
			await card.getByText('+47 123').waitFor();
			await card.getByRole('link', { name: /Write to .*bente@example.org/ }).click();
			const composer = page.getByRole('region', { name: 'New message' });
			await composer.getByText('bente@example.org').first().waitFor();
		}
	);
});
