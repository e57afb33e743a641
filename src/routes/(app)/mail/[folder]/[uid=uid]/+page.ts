import { browser } from '$app/environment';
import { parsePartId } from '$lib/mail/ids';
import { ApiProblem } from '$lib/client/api';
import { messageCache, type MessageAddress } from '$lib/client/message-cache.svelte';
import type { OpenMessage } from '$lib/mail/open-message';
import { error } from '@sveltejs/kit';
import type { PageLoad } from './$types';

/**
 * In the browser a message that was fetched ahead is here at once; otherwise the page shows its frame and fills
 * it when the message comes. What is large never comes inside the page. `?part=` opens a nested message, `?form=text` the plain form, `?large=1` HTML of any size.
 */
export const load: PageLoad = async ({ fetch, params, url }) => {
	const view: MessageAddress = {
		folder: params.folder,
		uid: Number(params.uid),
		part: parsePartId(url.searchParams.get('part')),
		form: url.searchParams.get('form') === 'text' ? 'text' : 'html',
		large: url.searchParams.get('large') === '1'
	};
	if (!browser && view.large) return { view, opened: new Promise<OpenMessage>(() => {}) };
	const opened = messageCache().open(view, { fetch });
	if (browser) return { view, opened };
	try {
		return { view, opened: await opened };
	} catch (problem) {
		if (!(problem instanceof ApiProblem) || problem.status === 0) throw problem;
		error(problem.status, {
			message: problem.code,
			code: problem.code as Exclude<typeof problem.code, 'offline'>
		});
	}
};
