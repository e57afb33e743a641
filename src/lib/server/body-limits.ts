/** Routes that take more than a form, bytes. Everything else takes 512 kB. */
const LARGER: Readonly<Record<string, number>> = {
	'/api/drafts/[id=draft]': 8 * 1024 * 1024,
	'/api/drafts/[id=draft]/send': 8 * 1024 * 1024,
	// What the mail server takes decides; it is asked when the upload begins.
	'/api/drafts/[id=draft]/attachments/[name]': 512 * 1024 * 1024
};

const USUAL = 512 * 1024;

export function bodyLimit(routeId: string | null): number {
	return LARGER[routeId ?? ''] ?? USUAL;
}

/**
 * Is the announced body more than the route takes? A body of unknown length is more than any: browsers always
 * announce it, and what cannot be measured cannot be bounded (security W13).
 */
export function tooLarge(headers: Headers, routeId: string | null): boolean {
	if (headers.has('transfer-encoding')) return true;
	const length = Number(headers.get('content-length') ?? 0);
	return !(length <= bodyLimit(routeId));
}
