import { setTimeout as wait } from 'node:timers/promises';
import type { Target } from './in-page.ts';
import type { Worker } from './worker.ts';

/** What the page was found at after a click that should have left it where it was. */
export interface Poked {
	/** Paths and addresses the app's window went to, other than the message and, for an address, the composer. */
	readonly went: readonly string[];
	/** What a click on an address brought into the composer that does not belong there. */
	readonly composed: readonly (readonly [code: string, what: string])[];
}

/** What a link to an address may not do: hide a line end in a field, or bring a file along. */
async function composed(worker: Worker): Promise<Poked['composed']> {
	const { page } = worker;
	await page.getByLabel('Message text').waitFor();
	const subject = await page.getByLabel('Subject', { exact: true }).inputValue();
	const files = await page.getByRole('list', { name: 'Attachments' }).getByRole('listitem').count();
	const bcc = await page.getByLabel('Bcc', { exact: true }).count();
	return [
		...(/[\r\n]/.test(subject) || (/bcc:/i.test(subject) && bcc === 0)
			? ([['HEADER_INJECT', subject]] as const)
			: []),
		...(files > 0 ? ([['LOCALFILE', `${files} files`]] as const) : [])
	];
}

/** Closes the composer without keeping anything, when one is open. */
async function discard(worker: Worker): Promise<void> {
	await worker.page.getByRole('button', { name: 'Discard draft' }).click({ timeout: 5000 });
	await worker.page.getByLabel('Message text').waitFor({ state: 'detached', timeout: 5000 });
}

/** Milliseconds a pointer rests on a link before Chromium takes it for interest. */
const RESTS = 130;

/** Moves a real pointer over these points, and lets it rest on a link. */
export async function hover({ page }: Worker, targets: readonly Target[]): Promise<void> {
	for (const { x, y } of targets) await page.mouse.move(x, y);
	const link = targets.find(({ url }) => url !== '');
	if (!link) return;
	await page.mouse.move(link.x, link.y);
	await page.waitForTimeout(RESTS);
}

/** Clicks these points one after the other. */
export async function click(worker: Worker, targets: readonly Target[], path: string): Promise<Poked> {
	const { page, origin } = worker;
	const went: string[] = [];
	const found: (readonly [string, string])[] = [];
	for (const { x, y, url } of targets) {
		const windows = worker.popups.length;
		await page.mouse.click(x, y);
		const mail = url.startsWith('mailto:');
		if (mail) await page.waitForURL(/\/compose/, { timeout: 5000 }).catch(() => undefined);
		else if (url) await page.waitForTimeout(30);
		if (worker.popups.length > windows) await Promise.all(worker.popups);
		const at = page.url();
		if (at === origin + path || at.startsWith(`${origin}${path}#`)) continue;
		// An address is written to in the app; that is where its click may lead.
		if (mail && at.startsWith(`${origin}/compose`)) found.push(...(await composed(worker)));
		else went.push(at.slice(0, 200));
		await worker.fresh();
		break;
	}
	return { went, composed: found };
}

/** Milliseconds that pictures get to come, which our server fetches from the canary. */
const PICTURES = 5000;

/** Presses “Show images” where the app offers it, and waits until they stand. Returns whether it was there. */
export async function consent(worker: Worker): Promise<boolean> {
	const { page } = worker;
	const strip = page.getByRole('group', { name: 'Remote images' });
	const button = strip.getByRole('button', { name: 'Show images', exact: true });
	if ((await button.count()) === 0) return false;
	await Promise.all([page.waitForResponse((response) => response.url().endsWith('/images')), button.click()]);
	// Once it is answered: to hide them, or, where the server knows none of them, to show them still.
	await strip.getByRole('button', { name: /^(?:Show|Hide) images$/, disabled: false }).waitFor();
	const quiet = async (): Promise<void> => {
		// Pictures of styles begin with the next drawing; those that are waited for are counted by the worker.
		await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn, 60))));
		while (worker.fetching.size > 0) await wait(20);
	};
	await Promise.race([quiet(), wait(PICTURES)]);
	await page.mouse.move(1, 1);
	return true;
}

/** Shows the page as it is printed; `whole` goes through the app's own menu as well. */
export async function print(worker: Worker, whole: boolean): Promise<void> {
	const { page } = worker;
	if (whole) {
		// All of it on the screen: an open menu does not outlast a change of medium in Firefox. Nor does it outlast the
		// moment in which the message is marked as read, which comes once.
		const item = page.getByRole('menuitem', { name: 'Print' });
		const more = page.getByRole('toolbar').getByRole('button', { name: 'More', exact: true }).last();
		const press = async (): Promise<boolean> => {
			if (!(await item.isVisible())) await more.click();
			return item.click({ timeout: 3000 }).then(
				() => true,
				() => false
			);
		};
		if (!(await press()) && !(await press())) throw new Error('“Print” could not be pressed.');
		await item.waitFor({ state: 'hidden' });
	}
	await page.emulateMedia({ media: 'print' });
	await page.emulateMedia({ media: null });
}

/** Begins an answer, reads what is quoted, and discards it. */
export async function answer(worker: Worker, how: 'Reply' | 'Forward'): Promise<string> {
	const { page } = worker;
	await page.locator('.replybar').getByRole('button', { name: how, exact: true }).click();
	const text = page.getByLabel('Message text');
	await text.waitFor();
	const quoted = await text.inputValue();
	await discard(worker);
	return quoted;
}
