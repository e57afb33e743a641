/** The parent's side of the message frame: its looks, its height, its keys. The frame itself runs no script. */

const TOKENS = [
	...['ink', 'ink-2', 'ink-3', 'accent', 'hair', 'hair-2', 'press', 'measure', 'warn', 'warn-wash'],
	...['label-ochre', 'label-plum', 'label-moss']
];

/** Narrower than this share of its natural width a message scrolls sideways instead of shrinking on. */
const SMALLEST = 0.55;

/** Gives the frame the page's colours, theme and typeface. */
export function dressFrame(page: Document): void {
	const app = document.documentElement;
	const style = getComputedStyle(app);
	const root = page.documentElement;
	for (const name of TOKENS) root.style.setProperty(`--${name}`, style.getPropertyValue(`--${name}`));
	const theme = app.dataset.theme;
	root.style.colorScheme = theme === 'dark' || theme === 'light' ? theme : 'light dark';
	root.lang = app.lang;
	lendTypeface(page);
}

/** Whether the page is dark now. */
export function isDark(): boolean {
	const { theme } = document.documentElement.dataset;
	return theme === 'dark' || (theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
}

/** Tells of each change of the page's theme. Returns what stops it. */
export function followTheme(again: () => void): () => void {
	const system = matchMedia('(prefers-color-scheme: dark)');
	const watch = new MutationObserver(again);
	watch.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'lang'] });
	system.addEventListener('change', again);
	return () => {
		watch.disconnect();
		system.removeEventListener('change', again);
	};
}

/** The page's typeface as bytes: the frame's policy lets it load none. */
let typeface: Promise<ArrayBuffer | null> | undefined;

function lendTypeface(page: Document): void {
	const view = page.defaultView as (Window & typeof globalThis) | null;
	if (!view || page.fonts.size > 0) return;
	typeface ??= loadTypeface();
	void typeface.then(async (bytes) => {
		// The frame may have left the page meanwhile, and its constructors with it.
		if (!bytes || page.defaultView !== view || page.fonts.size > 0) return;
		const face = new view.FontFace('Inter Variable', bytes, { weight: '100 900' });
		page.fonts.add(await face.load());
	});
}

/** The file the page itself has loaded, from its cache. Without it the system's face is fine. */
async function loadTypeface(): Promise<ArrayBuffer | null> {
	const loaded = performance
		.getEntriesByType('resource')
		.find(({ name }) => /inter-latin-[^/]*\.woff2/.test(name));
	const answer = loaded && (await fetch(loaded.name).catch(() => null));
	return answer?.ok ? answer.arrayBuffer() : null;
}

/** What keeps a frame fitting. */
export interface Fitting {
	/** How large it is wanted, 1 for its own size. */
	zoom(by: number): void;
	stop(): void;
}

/** Keeps the frame as high as what is in it, and shrinks a body that is too wide. */
export function fitFrame(frame: HTMLIFrameElement): Fitting {
	const page = frame.contentDocument;
	if (!page) return { zoom: () => {}, stop: () => {} };
	const { body, documentElement: root } = page;
	// What a message says about the height of its page must not feed back into the height of the frame.
	for (const element of [root, body]) {
		element.style.setProperty('height', 'auto', 'important');
		element.style.setProperty('min-height', '0', 'important');
		element.style.setProperty('max-height', 'none', 'important');
	}
	body.style.setProperty('margin', '0', 'important');
	let wanted = 1;
	let last = 0;
	let known = '';
	const sizes = (room: number): string =>
		[room, root.scrollWidth, body.getBoundingClientRect().bottom].join(' ');
	const fit = (): void => {
		const room = frame.clientWidth;
		// Heard of its own doing; measuring again would lay out the whole message twice.
		if (room === 0 || sizes(room) === known) return;
		body.style.removeProperty('zoom');
		const wide = root.scrollWidth;
		const scale = (wide > room + 1 ? Math.max(room / wide, SMALLEST) : 1) * wanted;
		if (scale !== 1) body.style.setProperty('zoom', String(scale));
		const bar = root.scrollWidth > room + 1 ? 16 : 0;
		const height = Math.max(24, Math.ceil(body.getBoundingClientRect().bottom + root.scrollTop) + bar);
		if (Math.abs(height - last) >= 1) frame.style.height = `${height}px`;
		last = height;
		known = sizes(room);
	};
	let asked = 0;
	const soon = (): void => {
		cancelAnimationFrame(asked);
		asked = requestAnimationFrame(fit);
	};
	const watch = new ResizeObserver(soon);
	watch.observe(body);
	watch.observe(frame);
	page.addEventListener('load', soon, true);
	fit();
	return {
		zoom(by) {
			if (by === wanted) return;
			wanted = by;
			known = '';
			fit();
		},
		stop() {
			cancelAnimationFrame(asked);
			watch.disconnect();
			page.removeEventListener('load', soon, true);
		}
	};
}

const ZOOM_KEYS: Readonly<Record<string, 1 | 0 | -1>> = { '+': 1, '=': 1, '-': -1, '0': 0 };

/** Ctrl or ⌘ with + - 0 in the message zooms the message; anywhere else, the browser's page. Returns what stops it. */
export function zoomKeys(page: Document, zoom: (steps: 1 | 0 | -1) => void): () => void {
	const pressed = (event: KeyboardEvent): void => {
		const steps = ZOOM_KEYS[event.key];
		if (steps === undefined || !(event.ctrlKey || event.metaKey) || event.altKey) return;
		event.preventDefault();
		event.stopImmediatePropagation();
		zoom(steps);
	};
	page.addEventListener('keydown', pressed);
	return () => page.removeEventListener('keydown', pressed);
}

/** Keys pressed while the focus is in the message mean what they mean outside. Returns what stops it. */
export function passKeys(frame: HTMLIFrameElement): () => void {
	const page = frame.contentDocument;
	if (!page) return () => {};
	const pass = (event: KeyboardEvent): void => {
		// Keys that scroll, move the focus or follow a link stay with the frame.
		if (['Tab', 'Enter', ' '].includes(event.key)) return;
		const copy = new KeyboardEvent('keydown', {
			key: event.key,
			code: event.code,
			ctrlKey: event.ctrlKey,
			metaKey: event.metaKey,
			altKey: event.altKey,
			shiftKey: event.shiftKey,
			bubbles: true,
			cancelable: true
		});
		if (!frame.dispatchEvent(copy)) event.preventDefault();
	};
	page.addEventListener('keydown', pass);
	return () => page.removeEventListener('keydown', pass);
}

/** Addresses in a message are written to here, not in another program. Returns what stops it. */
export function catchMail(frame: HTMLIFrameElement, write: (mailto: string) => void): () => void {
	const page = frame.contentDocument;
	if (!page) return () => {};
	const pressed = (event: MouseEvent): void => {
		// The element is of the frame's own realm, so it is no `Element` of ours.
		const link = (event.target as Element | null)?.closest?.('a[href^="mailto:"]');
		if (!link || event.ctrlKey || event.metaKey) return;
		event.preventDefault();
		write(link.getAttribute('href') ?? '');
	};
	page.addEventListener('click', pressed);
	return () => page.removeEventListener('click', pressed);
}
