import { browserName } from '$lib/security/browser-name';
import { auditTrail } from '$lib/server/store/audit';
import { sayDeed } from '$lib/server/wording/deed';

/** What administrators did, newest first; `before` is the line that ended the page before. */
export const load = async ({ url }) => {
	const before = Number(url.searchParams.get('before'));
	const { events, more } = await auditTrail(Number.isSafeInteger(before) && before > 0 ? before : undefined);
	const deeds = events.map((event) => {
		const { id, at, actor, client, agent } = event;
		return { id, at, actor, client, browser: agent && browserName(agent), what: sayDeed(event) };
	});
	return { deeds, more };
};
