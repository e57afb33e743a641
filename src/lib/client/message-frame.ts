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
	const dark = theme === 'dark' || (theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
	root.toggleAttribute('data-dark', dark);
	root.lang = app.lang;
	lendTypeface(page);
}

/** Follows the theme while a message is open. Returns what stops it. */
export function followTheme(page: Document): () => void {
	const again = (): void => dressFrame(page);
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
		if (!bytes || page.fonts.size > 0) return;
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

/** Keeps the frame as high as what is in it, and shrinks a body that is too wide. Returns what stops it. */
export function fitFrame(frame: HTMLIFrameElement): () => void {
	const page = frame.contentDocument;
	if (!page) return () => {};
	const { body, documentElement: root } = page;
	// What a message says about the height of its page must not feed back into the height of the frame.
	for (const element of [root, body]) {
		element.style.setProperty('height', 'auto', 'important');
		element.style.setProperty('min-height', '0', 'important');
		element.style.setProperty('max-height', 'none', 'important');
	}
	body.style.setProperty('margin', '0', 'important');
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
		if (wide > room + 1) body.style.setProperty('zoom', String(Math.max(room / wide, SMALLEST)));
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
	return () => {
		cancelAnimationFrame(asked);
		watch.disconnect();
		page.removeEventListener('load', soon, true);
	};
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
