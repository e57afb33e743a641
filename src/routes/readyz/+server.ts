import { ready } from '$lib/server/flows/ready';

/** Can people work? Says yes or no, and no more, to whoever asks. */
export const GET = async () => {
	const yes = await ready();
	return new Response(yes ? 'ready\n' : 'not ready\n', {
		status: yes ? 200 : 503,
		headers: { 'cache-control': 'no-store' }
	});
};
