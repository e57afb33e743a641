import { buffer } from 'node:stream/consumers';
import { describe, expect } from 'vitest';
import { ZipFile } from 'yazl';
import { axe } from '../bed/axe.ts';
import { HttpSession } from '../bed/http-session.ts';
import { journey } from '../bed/journey.ts';
import { letter } from '../bed/letters.ts';
import { bodyText } from '../bed/reading.ts';
import { signIn } from '../bed/sign-in.ts';

async function archive(): Promise<Buffer> {
	const zip = new ZipFile();
	zip.addBuffer(Buffer.alloc(52_000), 'photos/one.jpg');
	zip.addBuffer(Buffer.from('MZ'), 'photos/<b>setup</b>.exe');
	zip.end();
	return buffer(zip.outputStream as unknown as NodeJS.ReadableStream);
}

const program = Buffer.concat([Buffer.from('MZ'), Buffer.alloc(400)]);

const letterWithFiles = async () =>
	letter({
		subject: 'Files of all kinds',
		attachments: [
			{ name: 'Photos.zip', type: 'application/zip', content: await archive() },
			{ name: 'plan.pdf', type: 'application/pdf', content: program },
			{ name: 'Invoice.pdf.exe', type: 'application/octet-stream', content: program },
			{ name: 'winmail.dat', type: 'application/ms-tnef', content: Buffer.from('789f3e22', 'hex') },
			{
				name: 'letter.eml',
				type: 'application/octet-stream',
				content: 'Subject: In a file\r\n\r\nWords of it.'
			},
			{ name: 'notes.txt', type: 'text/plain', content: 'Just notes.' }
		]
	});

describe('attached files', () => {
	journey('say what they are before they are opened, and are paged through', async ({ account, page }) => {
		const uid = await account.append(await letterWithFiles());
		await signIn(page, account, `/mail/INBOX/${uid}`);
		await bodyText(page, 'Hello.').waitFor();
		const files = page.getByRole('region', { name: 'Attachments' });
		await files.getByText('Program, disguised').waitFor();
		await files.getByRole('button', { name: /^Photos\.zip/ }).click();
		const dialog = page.getByRole('dialog');
		const row = dialog.getByRole('row').filter({ hasText: 'photos/<b>setup</b>.exe' });
		await row.getByText('Program').waitFor();
		await dialog.getByText('52 kB').waitFor();
		expect(await axe(page)).toEqual([]);
		await page.keyboard.press('ArrowRight');
		await dialog.getByText('Says it is a PDF, is a program').waitFor();
		await page.keyboard.press('ArrowRight');
		await dialog.getByText('Program, disguised.').waitFor();
		await page.keyboard.press('ArrowRight');
		await dialog.getByText('A message packed by Outlook').waitFor();
		await page.keyboard.press('ArrowRight');
		await dialog.getByText('Words of it.').waitFor();
		await page.keyboard.press('ArrowRight');
		await dialog.getByText('Just notes.').waitFor();
		await page.keyboard.press('Escape');
		await dialog.waitFor({ state: 'detached' });
	});

	journey('that are not what they say are looked at before they are saved', async ({ account, page }) => {
		const uid = await account.append(await letterWithFiles());
		await signIn(page, account, `/mail/INBOX/${uid}`);
		await bodyText(page, 'Hello.').waitFor();
		const files = page.getByRole('region', { name: 'Attachments' });
		await files.getByRole('link', { name: 'Download plan.pdf' }).click();
		await page.getByRole('dialog').getByText('Says it is a PDF, is a program').waitFor();
		await page.keyboard.press('Escape');
		// What is what it says is saved at once.
		const saved = page.waitForEvent('download');
		await files.getByRole('link', { name: 'Download notes.txt' }).click();
		expect((await saved).suggestedFilename()).toBe('notes.txt');
	});

	journey('are looked into only where there is something to see', async ({ account, product }) => {
		const uid = await account.append(await letterWithFiles());
		const session = await HttpSession.signedIn(product.origin, account);
		const at = `/api/folders/INBOX/messages/${uid}/parts`;
		const json = async (path: string) => {
			const { status, body } = await session.request(`${at}/${path}`);
			return { status, body: JSON.parse(body.toString()) as Record<string, unknown> };
		};
		expect((await json('2?list=1')).body).toMatchObject({ total: 2, broken: false });
		expect((await json('3?check=1')).body).toEqual({ says: 'pdf', is: 'program', differs: true });
		expect((await json('7?check=1')).body).toEqual({ says: 'text', is: 'text', differs: false });
		expect((await json('3?list=1')).status).toBe(404);
		expect((await json('99?check=1')).status).toBe(404);
		session.close();
	});
});
