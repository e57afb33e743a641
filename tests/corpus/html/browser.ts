import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, firefox, type BrowserContext, type BrowserContextOptions } from 'playwright-core';
import { CHROMIUM, FIREFOX } from '../../bed/browsers.ts';

export type BrowserName = 'Chromium' | 'Firefox';

export interface OpenBrowser {
	readonly context: BrowserContext;
	/** Name and version, as in `Chromium 156.0.8078.108`. */
	readonly version: string;
	readonly end: () => Promise<void>;
}

/** As in `tests/bed/browsers.ts`, but names are asked for: only the browser's own errands are left out. */
const CHROMIUM_FLAGS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--no-default-browser-check',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-domain-reliability',
	'--disable-sync',
	'--gaia-url=http://localhost:9/'
];

/** Hosts that browsers ask by themselves, though told not to. No item of the collection names one. */
const ERRANDS =
	/^(?:update\.googleapis\.com|clients2\.google\.com|redirector\.gvt1\.com|(?:content-autofill|passwordsleakcheck-pa)\.googleapis\.com|firefox\.settings\.services\.mozilla\.com|[\w-]+\.cdn\.mozilla\.net)$/;

/** Whether the browser itself wanted something of this host, with no page asking for it. */
export const isErrand = (host: string): boolean => ERRANDS.test(host);

/** Firefox's own errands, which would be booked on a message. */
const FIREFOX_PREFS = {
	'network.proxy.allow_hijacking_localhost': false,
	'browser.shell.checkDefaultBrowser': false,
	'network.captive-portal-service.enabled': false,
	'network.connectivity-service.enabled': false,
	'network.trr.mode': 5,
	'browser.safebrowsing.malware.enabled': false,
	'browser.safebrowsing.phishing.enabled': false,
	'browser.safebrowsing.downloads.remote.enabled': false,
	'app.normandy.enabled': false,
	'app.update.auto': false,
	'services.settings.server': 'data:,',
	'extensions.update.enabled': false,
	'extensions.systemAddon.update.enabled': false,
	'extensions.getAddons.cache.enabled': false,
	'browser.newtabpage.activity-stream.feeds.section.topstories': false,
	'browser.newtabpage.enabled': false,
	'browser.startup.page': 0,
	'browser.region.network.url': '',
	'browser.region.update.enabled': false,
	'browser.search.update': false,
	'dom.push.connection.enabled': false,
	'media.gmp-manager.updateEnabled': false,
	'datareporting.healthreport.uploadEnabled': false,
	'toolkit.telemetry.enabled': false,
	'toolkit.telemetry.server': 'data:,',
	'network.http.speculative-parallel-limit': 20,
	'security.OCSP.enabled': 0
};

/**
 * A browser that asks the name server at `address` and no other. It runs in a mount namespace of its own, where
 * another file lies over /etc/resolv.conf; the machine's own is left alone.
 */
export async function openBrowser(name: BrowserName, address: string): Promise<OpenBrowser> {
	const dir = mkdtempSync(join(tmpdir(), 'postern-names-'));
	const [resolver, wrapper] = [join(dir, 'resolv.conf'), join(dir, 'browser')];
	writeFileSync(resolver, `nameserver ${address}\noptions timeout:5 attempts:1\n`);
	const program = name === 'Chromium' ? CHROMIUM : FIREFOX;
	const inside = `mount --bind ${resolver} /etc/resolv.conf && exec ${program} "$@"`;
	writeFileSync(wrapper, `#!/bin/sh\nexec unshare --mount sh -c '${inside}' sh "$@"\n`, { mode: 0o755 });
	const profile = join(dir, 'profile');
	const options = { viewport: { width: 1440, height: 900 }, locale: 'en-GB', ignoreHTTPSErrors: true };
	const open = name === 'Chromium' ? openChromium : openFirefox;
	const context = await open(wrapper, profile, options);
	return {
		context,
		version: `${name} ${context.browser()?.version() ?? ''}`,
		async end() {
			await context.close();
			await context.browser()?.close();
			rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
		}
	};
}

/** Only a profile that is kept asks for names ahead, so Chromium gets one. */
function openChromium(program: string, profile: string, options: BrowserContextOptions) {
	return chromium.launchPersistentContext(profile, {
		...options,
		executablePath: program,
		args: CHROMIUM_FLAGS
	});
}

async function openFirefox(program: string, _profile: string, options: BrowserContextOptions) {
	const browser = await firefox.launch({
		channel: 'moz-firefox',
		executablePath: program,
		firefoxUserPrefs: FIREFOX_PREFS
	});
	return browser.newContext(options);
}
