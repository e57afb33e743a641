import { api, ApiProblem } from '$lib/client/api';
import type { Folder } from '$lib/mail/folder';

/** The folders, once; afterwards the event stream keeps them up. Without them the page still opens and says why. */
export const load = async ({ data, fetch }) => {
	try {
		return { ...data, folders: await api.get<Folder[]>('/api/folders', { fetch }), away: false };
	} catch (problem) {
		if (!(problem instanceof ApiProblem)) throw problem;
		return { ...data, folders: [], away: true };
	}
};
