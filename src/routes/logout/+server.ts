import { redirect } from '@sveltejs/kit';
import { SESSION_COOKIE } from '$lib/server/auth/cookie';
import { signOut } from '$lib/server/flows/sign-out';

/** Only POST: a link or an image of another site cannot sign anybody out. */
export const POST = async ({ locals, cookies, setHeaders }) => {
	if (locals.session && locals.account) await signOut(locals.session, locals.account.address);
	cookies.delete(SESSION_COOKIE, { path: '/', secure: true });
	setHeaders({ 'clear-site-data': '"cache", "storage"' });
	redirect(303, '/login');
};
