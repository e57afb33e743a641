import { answering } from '$lib/server/api';
import { autoconfigFor } from '$lib/server/flows/told-servers';

/** Where Thunderbird and others look on the web server of a mail domain. */
export const GET = answering(
	({ url }) =>
		new Response(autoconfigFor(url.searchParams), {
			headers: { 'content-type': 'text/xml; charset=utf-8', 'cache-control': 'public, max-age=3600' }
		})
);
