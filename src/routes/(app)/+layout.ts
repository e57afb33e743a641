import { api, ApiProblem } from '$lib/client/api';
import type { Folder } from '$lib/mail/folder';

/** The folders, once; afterwards the event stream keeps them up. Without them the page still opens and says why. */
export const load = async ({ data, fetch }) => {
	// Whoever must set up a second factor first is not let to their mail.
	if (data.enrol) return { ...data, folders: [], away: false };
	try {
		return { ...data, folders: await api.get<Folder[]>('/api/folders', { fetch }), away: false };
	} catch (problem) {
		if (!(problem instanceof ApiProblem)) throw problem;
		return { ...data, folders: [], away: true };
	}
};
