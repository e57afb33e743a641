/**
 * Where to go after signing in: a path of ours, or `/`. Browsers read `//host`, `/\host` and paths with tabs or
 * line breaks in them as other hosts, so only a plain path is taken (security W8).
 */
export function parseNext(value: string | null | undefined): string {
	if (!value || value.length > 2000 || !/^\/(?![/\\])[\x21-\x7e]*$/.test(value) || value.includes('\\'))
		return '/';
	const url = URL.parse(value, 'http://postern.invalid');
	if (!url || url.origin !== 'http://postern.invalid' || url.pathname.startsWith('//')) return '/';
	if (/^\/(login|logout|api)(\/|$)/.test(url.pathname)) return '/';
	return url.pathname + url.search;
}
