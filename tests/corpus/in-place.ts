import type { Page } from 'playwright-core';

/**
 * Opens a message of the inbox from a page that shows another one, without leaving it, and waits until its body has
 * taken the place of the one before. Fails after `timeout` milliseconds.
 */
export async function openInPlace(page: Page, uid: number, timeout = 30_000): Promise<void> {
	await page.evaluate((path) => {
		const frame = document.querySelector<HTMLIFrameElement>('iframe[title="Message body"]');
		frame?.contentDocument?.body.setAttribute('data-before', '');
		const link = document.createElement('a');
		link.href = path;
		document.body.append(link);
		link.click();
		link.remove();
	}, `/mail/INBOX/${uid}`);
	await page.waitForFunction(
		() => {
			const frame = document.querySelector<HTMLIFrameElement>('iframe[title="Message body"]');
			const body = frame?.contentDocument?.body;
			return body && !body.hasAttribute('data-before') && body.style.height === 'auto';
		},
		undefined,
		{ timeout }
	);
}
