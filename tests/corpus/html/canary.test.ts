import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { isErrand, openBrowser, type BrowserName, type OpenBrowser } from './browser.ts';
import { startCanary, type Canary } from './canary.ts';

/** A page as hostile as they come: every way to make a browser ask for a name or a file. */
const CONTROL = `<!doctype html><title>Control</title>
<link rel="dns-prefetch" href="http://prefetched.canary.test">
<link rel="preconnect" href="https://preconnected.canary.test">
<img src="http://picture.canary.test/a.gif"><img src="https://secret.canary.test/b.gif">
<a href="http://linked.canary.test/page">a link</a>`;

describe.each<BrowserName>(['Chromium', 'Firefox'])('the canary and %s', (name) => {
	let canary: Canary;
	let opened: OpenBrowser;
	let page: Page;
	const control = createServer((_, response) => {
		response.writeHead(200, { 'content-type': 'text/html' });
		response.end(CONTROL);
	});

	beforeAll(async () => {
		canary = await startCanary();
		opened = await openBrowser(name, canary.address);
		page = await opened.context.newPage();
		await new Promise<void>((done) => control.listen(0, '127.0.0.1', done));
	});
	afterAll(async () => {
		control.close();
		await opened.end();
		await canary.end();
	});

	test('sees nothing while nothing is asked for', async () => {
		canary.take();
		await page.goto('about:blank');
		await wait(3000);
		expect(canary.take().filter(({ host }) => !isErrand(host))).toEqual([]);
	});

	test('sees names that are asked for ahead, connections and requests', async () => {
		await page.goto(`http://localhost:${(control.address() as AddressInfo).port}/`);
		const seen: string[] = [];
		await expect
			.poll(() => {
				seen.push(...canary.take().map(({ kind, host, url }) => `${kind} ${url || host}`));
				return seen;
			})
			.toEqual(
				expect.arrayContaining([
					'name prefetched.canary.test',
					'name preconnected.canary.test',
					'tls preconnected.canary.test',
					'request http://picture.canary.test/a.gif',
					'request https://secret.canary.test/b.gif'
				])
			);
	});
});
