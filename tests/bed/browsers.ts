import { chromium, firefox, type Browser } from 'playwright-core';

/** Debian's browsers. Names other than this machine's lead nowhere, so a stray request is refused at once. */
const CHROMIUM_FLAGS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	'--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1'
];

export const CHROMIUM = '/usr/bin/chromium';
export const FIREFOX = '/usr/bin/firefox-esr';

export function openChromium(): Promise<Browser> {
	return chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS });
}

/** Firefox ESR over WebDriver BiDi. */
export function openFirefox(): Promise<Browser> {
	return firefox.launch({
		channel: 'moz-firefox',
		executablePath: FIREFOX,
		firefoxUserPrefs: {
			'network.proxy.allow_hijacking_localhost': false,
			'browser.shell.checkDefaultBrowser': false
		}
	});
}
