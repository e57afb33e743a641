import type { BrowserContextOptions } from 'playwright-core';

export const DESKTOP = { viewport: { width: 1440, height: 900 } };
export const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** What a page is looked at in, each under its name. */
export const LOOKS: [string, BrowserContextOptions][] = [
	['desktop, light', { ...DESKTOP, colorScheme: 'light' }],
	['desktop, dark', { ...DESKTOP, colorScheme: 'dark' }],
	['phone, light', { ...PHONE, colorScheme: 'light' }],
	['phone, dark', { ...PHONE, colorScheme: 'dark' }]
];
