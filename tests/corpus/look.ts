/** Read in the browser: both functions stand alone, as they are sent there. */

/** What stands in the message frame. */
export interface FrameLook {
	readonly elements: string[];
	readonly attributes: { element: string; attribute: string; value: string }[];
	/** Style sheets of the message. */
	readonly sheets: string[];
}

/** What stands around it. */
export interface PageLook {
	/** Computed styles of twenty elements of the app, without what follows the size of a text. */
	readonly styles: string;
	/** What must never be so, whatever the message. */
	readonly wrong: string[];
}

export function lookAtFrame(): FrameLook {
	const frame = document.querySelector<HTMLIFrameElement>('iframe[title="Message body"]');
	const pieces = [...(frame?.contentDocument?.querySelectorAll('body > .piece') ?? [])];
	// The mark we put at a link that lies; no link of a message can lead to a page of ours.
	const ours = 'a[href^="/leave?"] > span:last-child';
	const inside = pieces
		.flatMap((piece) => [...piece.querySelectorAll('*')])
		.filter((one) => !one.matches(ours));
	const attributes = new Map<string, { element: string; attribute: string; value: string }>();
	for (const { localName: element, attributes: own } of inside)
		for (const { name: attribute, value } of own)
			attributes.set(`${element} ${attribute} ${value}`, { element, attribute, value });
	return {
		elements: [...new Set(inside.map(({ localName }) => localName))],
		attributes: [...attributes.values()],
		sheets: inside.filter(({ localName }) => localName === 'style').map((sheet) => sheet.textContent ?? '')
	};
}

export function lookAtPage(names: string[]): PageLook {
	const wrong: string[] = [];
	const frame = document.querySelector<HTMLIFrameElement>('iframe[title="Message body"]');
	if (!frame) return { styles: '', wrong: ['there is no frame'] };
	const view = window as unknown as Record<string, unknown>;
	// Names of elements that came from mail must be nothing of ours.
	for (const name of names)
		if (view[name] instanceof Node || view[name] instanceof HTMLCollection) wrong.push(`window.${name}`);
	// Focus stays outside, and nothing outside can be told to go in.
	if (document.activeElement === frame) wrong.push('the frame took the focus');
	const inner = frame.contentDocument;
	if (inner?.querySelector('[tabindex], [accesskey], [autofocus], [contenteditable], input, button, select'))
		wrong.push('something in the frame asks for the focus');
	// Fifty points of the window that are not in the frame belong to the app.
	const box = frame.getBoundingClientRect();
	const pane = frame.closest('.scroll')?.getBoundingClientRect();
	if (!pane) return { styles: '', wrong: ['there is no pane'] };
	if (box.left < pane.left - 1 || box.right > pane.right + 1) wrong.push('the frame is wider than its pane');
	const top = Math.max(box.top, pane.top);
	const bottom = Math.min(box.bottom, pane.bottom);
	let points = 0;
	for (let n = 0; points < 50 && n < 1000; n++) {
		// Spread evenly without a pattern, the same each time.
		const x = ((n * 0.754877666) % 1) * innerWidth;
		const y = ((n * 0.569840291) % 1) * innerHeight;
		if (x >= box.left && x <= box.right && y >= top && y <= bottom) continue;
		points++;
		if (document.elementFromPoint(x, y) === frame) wrong.push(`the frame is at ${x}, ${y}`);
	}
	if (points < 50) wrong.push(`only ${points} points outside the frame`);
	const sized = /size|width|height|origin|inset|^(?:top|left|right|bottom)$/;
	const chosen = [document.documentElement, document.body, ...document.querySelectorAll('[role="tree"] *')];
	const styles = chosen.slice(0, 20).map((element) => {
		const style = getComputedStyle(element);
		return Array.from(style, (name) => (sized.test(name) ? '' : style.getPropertyValue(name))).join(';');
	});
	return { styles: styles.join('\n'), wrong };
}
