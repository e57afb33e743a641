import type { BrowserContext, ConsoleMessage, Page } from 'playwright-core';

/** Begins each line of the recorder on the console; no payload can know it. */
const TOKEN = `corpus-recorder-${Math.random().toString(36).slice(2)}`;

/** Signs that a message did something, and what the page's own console says of it. */
export interface Notes {
	/** A script ran: a dialog, a marker, an error from within it, a file it made. */
	readonly ran: string[];
	/** Calls of `print`; those of the app's own window are wanted while a message is printed. */
	readonly printed: string[];
	/** Where windows and frames went that are not as they were. */
	readonly went: string[];
	/** Things that only a second lock has stopped: the browser's notes about policy and sandbox. */
	readonly leaned: string[];
	/** Requests to our own server that the message frame made. */
	readonly asked: string[];
	crashed: boolean;
}

export const emptyNotes = (): Notes => ({
	ran: [],
	printed: [],
	went: [],
	leaned: [],
	asked: [],
	crashed: false
});

/**
 * Runs in each window before any script of a page. Frames that may run scripts get it by themselves; those that
 * may not are given it by the window around them, so that a script would be heard were it to run there after all.
 */
function install(token: string): void {
	const log = console.info.bind(console);
	const hear = (what: string): void => log(`${token} ${what}`);
	const wire = (view: Window & { heard?: boolean }, where: string): void => {
		if (view.heard) return;
		Object.defineProperty(view, 'heard', { value: true });
		for (const name of ['alert', 'confirm', 'prompt', 'print'] as const)
			Object.defineProperty(view, name, {
				configurable: true,
				writable: true,
				value: (text: unknown) => hear(`${name} ${where} ${String(text).slice(0, 80)}`)
			});
	};
	wire(window, window === window.top ? 'top' : 'frame');
	addEventListener('message', ({ data }) => hear(`message top ${String(data).slice(0, 80)}`));
	addEventListener(
		'load',
		({ target }) => {
			const view = target instanceof HTMLIFrameElement ? target.contentWindow : null;
			try {
				if (view) wire(view, 'frame');
			} catch {
				// Of another origin: what runs there cannot reach the app, and its requests are seen.
			}
		},
		true
	);
}

/** Firefox tells of what it did not load in the same voice as of errors in scripts. */
const BY_BROWSER =
	/^(?:Content at|The stylesheet|The page’s settings|Loading |The resource|Cookie|Blocked|The connection to|Security Error|NS_)/;
const LEANED = /content.security.policy|blocked script execution|sandboxed|blocked a frame/i;

function heardOnConsole(message: ConsoleMessage, notes: Notes): void {
	const text = message.text();
	if (text.startsWith(`${TOKEN} print top`)) notes.printed.push(text.slice(TOKEN.length + 1));
	else if (text.startsWith(TOKEN)) notes.ran.push(text.slice(TOKEN.length + 1));
	// Errors quote the payload, so only what a script wrote on purpose counts.
	else if (message.type() === 'log') notes.ran.push(`console ${text.slice(0, 80)}`);
	else if (LEANED.test(text)) notes.leaned.push(text.slice(0, 200));
}

/**
 * Listens to all windows of a context. `notes` is asked each time, so that what belongs to one item is written to
 * that item's.
 */
export async function recordContext(
	context: BrowserContext,
	origin: string,
	notes: () => Notes
): Promise<void> {
	await context.addInitScript(install, TOKEN);
	const listen = (page: Page): void => {
		page.on('console', (message) => heardOnConsole(message, notes()));
		page.on('pageerror', ({ message }) =>
			(BY_BROWSER.test(message) ? notes().leaned : notes().ran).push(`error ${message.slice(0, 120)}`)
		);
		page.on('crash', () => (notes().crashed = true));
		page.on('download', (download) => {
			notes().went.push(`download ${download.url().slice(0, 120)}`);
			void download.cancel().catch(() => undefined);
		});
		page.on('dialog', (dialog) => {
			if (dialog.type() !== 'beforeunload') notes().ran.push(`dialog ${dialog.message().slice(0, 80)}`);
			void dialog.accept().catch(() => undefined);
		});
		page.on('framenavigated', (frame) => {
			const url = frame.url();
			const where = frame.parentFrame() ? 'frame' : frame.page() === page ? 'window' : 'other';
			if (where === 'frame' && !url.startsWith(`${origin}/frame/message`) && url !== 'about:blank')
				notes().went.push(`frame ${url.slice(0, 200)}`);
		});
	};
	for (const page of context.pages()) listen(page);
	context.on('page', listen);
	context.on('request', (request) => {
		const url = request.url();
		if (!url.startsWith(`${origin}/`) || request.isNavigationRequest()) return;
		const frame = request.serviceWorker() ? null : request.frame();
		if (frame?.parentFrame()) notes().asked.push(url.slice(origin.length, 200));
	});
}
