import { SORTS, type Order, type Sort } from './summary.ts';

/** Which stretch of a folder's list is wanted, and in which order. */
export interface PageRequest {
	/** Index in the displayed order, from 0. */
	readonly from: number;
	/** 1 to 200. */
	readonly count: number;
	readonly order: Order;
	/** With sizes: their first touch is slow on a large Maildir. */
	readonly withSize: boolean;
	/** Words to look for; the list then holds what matches. Empty for all. */
	readonly query: string;
}

/** Rows of one window at most. */
export const MAX_COUNT = 200;
const MAX_QUERY = 500;

function parseNumber(text: string | null, otherwise: number, max: number): number | null {
	if (text === null || text === '') return otherwise;
	return /^[0-9]{1,10}$/.test(text) ? Math.min(Number(text), max) : null;
}

/** Reads `from`, `count`, `sort`, `order`, `size` and `q`. Null when one of them is nonsense. */
export function parsePageRequest(params: URLSearchParams): PageRequest | null {
	const from = parseNumber(params.get('from'), 0, 0xffffffff);
	const count = parseNumber(params.get('count'), 50, MAX_COUNT);
	const order = parseOrder(params);
	const query = params.get('q') ?? '';
	if (from === null || count === null || order === null || query.length > MAX_QUERY) return null;
	return { from, count, order, withSize: params.get('size') === '1', query: query.trim() };
}

/** Reads `sort` and `order`; newest first unless said otherwise. Null when one of them is nonsense. */
export function parseOrder(params: URLSearchParams): Order | null {
	const sort = (params.get('sort') || 'arrival') as Sort;
	const order = params.get('order') || 'desc';
	if (!SORTS.includes(sort) || (order !== 'asc' && order !== 'desc')) return null;
	return { sort, descending: order === 'desc' };
}
