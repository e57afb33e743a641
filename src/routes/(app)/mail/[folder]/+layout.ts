import { error } from '@sveltejs/kit';
import { browser } from '$app/environment';
import { api, ApiProblem, folderApi } from '$lib/client/api';
import { parseListAddress, printQuery } from '$lib/client/list-address';
import type { ListWindow } from '$lib/mail/summary';

/** Rows that come with the page. */
const FIRST = 50;
/** In the browser, after the page that came from the server. */
let running = false;

/**
 * The first window comes with the page; later lists are asked for by the list itself, which shows what it knows in
 * the same frame.
 */
export const load = async ({ params, url, fetch }) => {
	const address = parseListAddress(params.folder, url.searchParams);
	const nothing = { address, first: null, problem: null };
	if (browser && running) return nothing;
	running = browser;
	const ask = new URLSearchParams({ from: '0', count: `${FIRST}`, sort: address.order.sort });
	ask.set('order', address.order.descending ? 'desc' : 'asc');
	if (address.order.sort === 'size') ask.set('size', '1');
	const words = printQuery(address);
	if (words) ask.set('q', words);
	try {
		const first = await api.get<ListWindow>(`${folderApi(params.folder)}/messages?${ask}`, { fetch });
		return { ...nothing, first };
	} catch (problem) {
		if (!(problem instanceof ApiProblem)) throw problem;
		if (problem.code === 'folder/missing') error(404, { message: problem.code, code: problem.code });
		// As plain data: what `load` returns on the server must be the same in the browser.
		return { ...nothing, problem: { code: problem.code, status: problem.status } };
	}
};
