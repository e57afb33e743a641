import { parseDraftId } from '$lib/mail/draft';

/** Matches the id of a draft in a URL. */
export function match(value: string): boolean {
	return parseDraftId(value) !== null;
}
