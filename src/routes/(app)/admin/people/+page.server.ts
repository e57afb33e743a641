import { policy } from '$lib/server/auth/policy';
import { closedForAll } from '$lib/server/flows/close-main-password';
import { listPeople } from '$lib/server/flows/list-people';

/** The rules and those they are for. The guard has let administrators alone come here. */
export const load = async ({ url }) => {
	const part = url.searchParams.get('q') ?? '';
	return { part, policy: await policy(), closed: closedForAll(), ...(await listPeople(part)) };
};
