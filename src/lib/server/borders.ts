/**
 * Headers and checks that hold for every answer, static files and errors included: `main.js` applies them before
 * anything else runs, `hooks.server.ts` again, so that no way of serving the app goes without.
 */

const PERMISSIONS = [
	...['accelerometer', 'autoplay', 'browsing-topics', 'camera', 'display-capture', 'geolocation'],
	...['gyroscope', 'hid', 'idle-detection', 'local-fonts', 'magnetometer', 'microphone', 'midi', 'payment'],
	...['screen-wake-lock', 'serial', 'storage-access', 'usb', 'window-management', 'xr-spatial-tracking']
];

/** For whatever brings no policy of its own; pages get SvelteKit's with nonces, frames their own. */
const CLOSED = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Hands each header to `set`. HSTS only where the origin is https: it would lock localhost out of http. */
export function secureHeaders(origin: string, set: (name: string, value: string) => void): void {
	set('content-security-policy', CLOSED);
	set('cross-origin-opener-policy', 'same-origin');
	set('cross-origin-resource-policy', 'same-origin');
	set('referrer-policy', 'no-referrer');
	set('permissions-policy', PERMISSIONS.map((name) => `${name}=()`).join(', '));
	// Else browsers look up the hosts of links before anybody follows one.
	set('x-dns-prefetch-control', 'off');
	set('x-content-type-options', 'nosniff');
	set('x-frame-options', 'DENY');
	set('x-robots-tag', 'noindex, nofollow');
	if (origin.startsWith('https:')) set('strict-transport-security', 'max-age=63072000; includeSubDomains');
}

/** Only the configured host is served: links and cookies are made for it (security W12). */
export function hostAllowed(host: string | null | undefined, origin: string): boolean {
	return host?.toLowerCase() === new URL(origin).host;
}

/**
 * Answered under every name, because they are asked by address or, `config-v1.1.xml`, as `autoconfig.` + a mail
 * domain; they say the same to everybody and set no cookie.
 */
const ANY_HOST = /^\/(?:healthz|readyz|(?:\.well-known\/autoconfig\/)?mail\/config-v1\.1\.xml)(?:\?|$)/;

/** `path`: of the request, with or without its query. */
export function anyHost(path: string): boolean {
	return ANY_HOST.test(path);
}

/** What a request for another name gets, status 421. */
export function misdirected(origin: string): string {
	return `This server answers at ${origin} alone.\n`;
}
