import { SORTS, type Order, type Sort } from '$lib/mail/summary';

/** What a list shows, as its address says it: `?q=` the search, `?sort=` and `?order=asc` when not arrival, newest first. */
export interface ListAddress {
	readonly folder: string;
	readonly query: string;
	readonly order: Order;
	/** Only messages not yet read. */
	readonly unread: boolean;
}

export function parseListAddress(folder: string, search: URLSearchParams): ListAddress {
	const sort = search.get('sort');
	const known = (SORTS as readonly (string | null)[]).includes(sort) ? (sort as Sort) : 'arrival';
	return {
		folder,
		query: (search.get('q') ?? '').slice(0, 500).trim(),
		order: { sort: known, descending: search.get('order') !== 'asc' },
		unread: search.get('show') === 'unread'
	};
}

/** The part after `?`, with it; empty for the plain list. */
export function printListSearch({ query, order, unread }: Omit<ListAddress, 'folder'>): string {
	const search = new URLSearchParams();
	if (query) search.set('q', query);
	if (order.sort !== 'arrival') search.set('sort', order.sort);
	if (!order.descending) search.set('order', 'asc');
	if (unread) search.set('show', 'unread');
	const text = search.toString();
	return text ? `?${text}` : '';
}

export function sameList(a: ListAddress, b: ListAddress): boolean {
	return a.folder === b.folder && printListSearch(a) === printListSearch(b);
}

/** `/mail/{folder}`, the path as one segment. */
export function folderHref(path: string): string {
	return `/mail/${encodeURIComponent(path)}`;
}

/** What the server is asked to look for. */
export function printQuery({ query, unread }: Pick<ListAddress, 'query' | 'unread'>): string {
	return [unread ? 'is:unread' : '', query].filter(Boolean).join(' ');
}
