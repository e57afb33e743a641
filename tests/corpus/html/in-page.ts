/** What is asked of the app's page in one go. These functions run in the browser and use nothing from here. */

/** Follows a link within the app, unless it leads here, and waits until the message it leads to is drawn. */
export async function openInApp({
	path,
	subject
}: {
	path: string;
	subject: string;
}): Promise<number | null> {
	const body = (): HTMLElement | undefined =>
		document.querySelector<HTMLIFrameElement>('iframe[title="Message body"]')?.contentDocument?.body;
	const old = location.pathname === path ? undefined : body();
	const from = performance.now();
	if (location.pathname !== path) {
		const link = document.createElement('a');
		link.href = path;
		document.body.append(link);
		link.click();
		link.remove();
	}
	for (;;) {
		await new Promise((go) => setTimeout(go, 8));
		const waited = performance.now() - from;
		const current = body();
		const here = location.pathname === path && document.querySelector('article h1, article h2');
		if (here && here.textContent.includes(subject) && current && current !== old)
			// Done with when the height is taken; in a build with open locks, which may never come to that, when there is
			// something to see.
			if (current.style.height === 'auto' || (waited > 2000 && current.childElementCount > 0)) return waited;
		if (waited > 15_000) return null;
	}
}

export interface Target {
	readonly x: number;
	readonly y: number;
	/** Where a click here leads, absolute; empty where it is no link. */
	readonly url: string;
}

export interface Look {
	/** Text a reader could read or select in the frame. */
	readonly text: string;
	/** Absolute addresses of all links. */
	readonly links: readonly string[];
	/** Points to hover and click, inside the frame. */
	readonly targets: readonly Target[];
	/** Must-not codes that can be seen standing still, each with what was seen. */
	readonly found: readonly (readonly [code: string, what: string])[];
	/** Looks of the app around the frame, to be compared with those around a harmless message. */
	readonly looks: string;
	/** Shape of the app around the frame, likewise. */
	readonly shape: string;
	/** Own properties of the app's window. */
	readonly names: readonly string[];
}

/** Looks at the app and into the frame. */
export function lookAround({ origin, most }: { origin: string; most: number }): Look {
	const found: [string, string][] = [];
	const frame = document.querySelector<HTMLIFrameElement>('iframe[title="Message body"]');
	const page = frame?.contentDocument;
	const article = document.querySelector('article')?.parentElement?.getBoundingClientRect();
	if (!frame || !page || !article)
		return { text: '', links: [], targets: [], found, looks: '', shape: '', names: [] };
	const box = frame.getBoundingClientRect();
	const cut = (text: string): string => text.slice(0, 160);

	if (box.left < article.left - 1 || box.right > article.right + 1)
		found.push(['OVERLAY', `frame from ${box.left} to ${box.right}`]);
	const pane = { top: Math.max(box.top, article.top), bottom: Math.min(box.bottom, article.bottom) };
	for (let n = 0; n < 50; n++) {
		const x = ((n % 10) + 0.5) * (innerWidth / 10);
		const y = (Math.floor(n / 10) + 0.5) * (innerHeight / 5);
		const inside = x >= box.left && x <= box.right && y >= pane.top && y <= pane.bottom;
		if (!inside && document.elementFromPoint(x, y) === frame) found.push(['OVERLAY', `at ${x}, ${y}`]);
	}
	if (document.activeElement === frame || page.activeElement !== page.body)
		found.push(['FOCUS', page.activeElement?.nodeName ?? 'frame']);

	const links: string[] = [];
	for (const element of page.body.querySelectorAll('*')) {
		for (const name of ['accesskey', 'autofocus', 'popover', 'ping', 'nonce', 'slot', 'part'])
			if (element.hasAttribute(name)) found.push(['LEFT', name]);
		if (Number(element.getAttribute('tabindex')) > 0) found.push(['FOCUS', 'tabindex is left']);
		if (element.hasAttribute('contenteditable')) found.push(['EDITABLE', element.nodeName]);
		if (/^(?:input|textarea|select|form|keygen)$/.test(element.localName))
			found.push(['AUTOFILL', element.nodeName]);
		if (/^(?:script|iframe|frame|object|embed|base|meta|link|svg|math|portal)$/.test(element.localName))
			found.push(['LEFT', element.nodeName]);
		for (const { name } of element.attributes) if (/^on/i.test(name)) found.push(['LEFT', name]);
		const href = element.getAttribute('href') ?? element.getAttribute('xlink:href');
		if (href === null) continue;
		const url = URL.parse(href, page.baseURI);
		if (url && !href.startsWith('#')) {
			links.push(url.href);
			if (!/^(?:https?|mailto|tel):$/.test(url.protocol)) found.push(['BADSCHEME', cut(href)]);
			if (url.origin === origin && !url.pathname.startsWith('/leave'))
				found.push(['SAMEORIGIN_GET', cut(href)]);
			const rel = element.getAttribute('rel') ?? '';
			if (/^https?:$/.test(url.protocol) && !(/noopener/.test(rel) && /noreferrer/.test(rel)))
				found.push(['OPENER', cut(href)]);
		}
		if (element.hasAttribute('download')) found.push(['BADSCHEME', 'download is left']);
	}

	const targets: Target[] = [];
	const visible = { right: Math.min(box.right, innerWidth), bottom: Math.min(pane.bottom, innerHeight) };
	const first = [
		...page.body.querySelectorAll('a, area, button, input, summary, label, img, video, svg, marquee')
	];
	const rest = [...page.body.querySelectorAll('.piece *')].filter((one) => one.childElementCount === 0);
	for (const element of new Set([...first.slice(0, 200), ...rest.slice(0, 200)])) {
		if (targets.length >= most) break;
		const [place] = element.getClientRects();
		if (!place || place.width < 1 || place.height < 1) continue;
		const x = box.left + place.left + Math.min(place.width / 2, 20);
		const y = box.top + place.top + Math.min(place.height / 2, 20);
		if (x < box.left || x > visible.right || y < pane.top || y > visible.bottom) continue;
		if (targets.some((one) => Math.abs(one.x - x) < 2 && Math.abs(one.y - y) < 2)) continue;
		const href = element.closest('a, area')?.getAttribute('href') ?? null;
		targets.push({ x, y, url: href === null ? '' : (URL.parse(href, page.baseURI)?.href ?? '') });
	}

	const fixed =
		'html, body, nav, main, aside, [role=tree], [role=grid], [role=toolbar], article, article header, article h1, article h2, .replybar, .replybar button';
	const looks = [...document.querySelectorAll(fixed)].slice(0, 20).map((element) => {
		const style = getComputedStyle(element);
		return [
			...[element.localName, style.display, style.visibility, style.color, style.backgroundColor],
			...[style.opacity, style.filter, style.fontFamily, style.direction, style.transform, style.position]
		].join(' ');
	});
	const shape = [...document.body.children].map((element) => `${element.localName}#${element.id}`);
	const frames = document.querySelectorAll('iframe').length;
	return {
		text: page.body.textContent,
		links,
		targets,
		found,
		looks: looks.join('\n'),
		shape: `${document.documentElement.className} ${document.body.className} ${document.dir} ${frames} ${shape.join(' ')}`,
		names: Object.getOwnPropertyNames(window).filter((name) => !/^\d+$/.test(name))
	};
}
