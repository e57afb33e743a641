/**
 * The three locks that keep the script of a message from running, each of which must hold alone. To show that,
 * tests make a build of their own (`__LOCK_SWITCH__`) in which a cookie names the locks that stay on. The
 * ordinary build holds nothing of this file: callers ask for the switch first, and it is `false` there.
 */
export type Lock = 'sanitizer' | 'sandbox' | 'csp' | HalfLock;

/** The two steps of the sanitizer: DOMPurify, and the tree built from our own lists. Each alone is a lock too. */
export type HalfLock = 'purifier' | 'builder';

const COOKIE = /(?:^|; )test-locks=([\w,]*)/;

/** Whether a lock is on by the cookies of the reader; all are where none says otherwise. */
export function lockOn(lock: Lock, cookies: string): boolean {
	const named = COOKIE.exec(cookies)?.[1];
	return named === undefined || named.split(',').includes(lock);
}

/** Takes the sandbox from the frame, where it is not to be on, and puts the frame in anew: Chromium keeps the old one. */
export function openSandbox(frame: HTMLIFrameElement): void {
	if (lockOn('sandbox', document.cookie) || !frame.hasAttribute('sandbox')) return;
	frame.removeAttribute('sandbox');
	const { parentNode, nextSibling } = frame;
	frame.remove();
	parentNode?.insertBefore(frame, nextSibling);
}

/** Whether the one step of the sanitizer is on while the sanitizer as a whole is not. */
export function halfOn(half: HalfLock): boolean {
	return !lockOn('sanitizer', document.cookie) && lockOn(half, document.cookie);
}

/** The hostile tree as the frame's parser makes it, for the builder without DOMPurify before it. */
export function rawTree(html: string, view: Window): Node {
	return new (view as Window & typeof globalThis).DOMParser().parseFromString(html, 'text/html');
}

/** Puts the HTML of a message into the frame as it came, scripts and all. */
export function showRaw(html: string, into: HTMLElement): void {
	const range = into.ownerDocument.createRange();
	range.selectNodeContents(into);
	into.append(range.createContextualFragment(html));
}
