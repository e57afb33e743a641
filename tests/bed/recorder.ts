import type { BrowserContext, Page } from 'playwright-core';

/** What must never happen on a page; each line names what did. */
export interface Recorder {
	readonly complaints: readonly string[];
	/** Leaves out complaints that hold one of these texts, for tests that provoke them. */
	readonly expect: (...texts: string[]) => void;
	readonly unexpected: () => string[];
}

/** The browser's own note about an answer of 4xx or 5xx: the tests look at the page instead. */
const NOTED_ANYWAY = /^Failed to load resource/;

function watchPage(page: Page, complain: (line: string) => void): void {
	page.on('pageerror', (error) => complain(`page error: ${error.stack ?? error.message}`));
	page.on('crash', () => complain('the page crashed'));
	page.on('console', (message) => {
		const told = message.type() === 'error' || message.type() === 'warning';
		if (told && !NOTED_ANYWAY.test(message.text())) complain(`console ${message.type()}: ${message.text()}`);
	});
	page.on('dialog', (dialog) => {
		// “Leave this page?” is the browser's and ours on purpose; nothing else may open one.
		if (dialog.type() !== 'beforeunload') complain(`dialog: ${dialog.type()} ${dialog.message()}`);
		void dialog.accept().catch(() => undefined);
	});
}

/**
 * Listens to all pages of a context: errors, violations of the content security policy (the browser writes them to
 * the console), dialogs, and requests that leave for another origin than the product's.
 */
export function record(context: BrowserContext, origin: string): Recorder {
	const complaints: string[] = [];
	const expected: string[] = [];
	const complain = (line: string) => void complaints.push(line);
	context.on('request', (request) => {
		const url = request.url();
		const inside = url.startsWith(`${origin}/`) || /^(?:data|blob|about):/.test(url);
		if (!inside) complain(`request to another host: ${url.slice(0, 200)}`);
	});
	context.on('page', (page) => watchPage(page, complain));
	return {
		complaints,
		expect: (...texts) => void expected.push(...texts),
		unexpected: () => complaints.filter((line) => !expected.some((text) => line.includes(text)))
	};
}
