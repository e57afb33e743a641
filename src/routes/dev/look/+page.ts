import { error } from '@sveltejs/kit';
import { dev } from '$app/environment';

/** Parts and tokens on one page, for those who build Postern; a built one has no such page. */
export const load = () => {
	if (!dev) error(404, { message: 'page/missing', code: 'page/missing' });
};
