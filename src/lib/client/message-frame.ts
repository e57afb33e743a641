/** The parent's side of the message frame: its looks, its height, its keys. The frame itself runs no script. */

const TOKENS = [
	...['ink', 'ink-2', 'ink-3', 'accent', 'hair', 'hair-2', 'press', 'measure'],
	...['label-ochre', 'label-plum', 'label-moss']
];

/** Narrower than this share of its natural width a message scrolls sideways instead of shrinking on. */
const SMALLEST = 0.55;

/** Gives the frame the page's colours and theme. */
export function dressFrame(page: Document): void {
	const app = document.documentElement;
	const style = getComputedStyle(app);
	const root = page.documentElement;
	for (const name of TOKENS) root.style.setProperty(`--${name}`, style.getPropertyValue(`--${name}`));
	const theme = app.dataset.theme;
	root.style.colorScheme = theme === 'dark' || theme === 'light' ? theme : 'light dark';
	root.lang = app.lang;
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
	const fit = (): void => {
		const room = frame.clientWidth;
		if (room === 0) return;
		body.style.removeProperty('zoom');
		const wide = root.scrollWidth;
		if (wide > room + 1) body.style.setProperty('zoom', String(Math.max(room / wide, SMALLEST)));
		const bar = root.scrollWidth > room + 1 ? 16 : 0;
		const height = Math.max(24, Math.ceil(body.getBoundingClientRect().bottom + root.scrollTop) + bar);
		if (Math.abs(height - last) < 1) return;
		last = height;
		frame.style.height = `${height}px`;
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
