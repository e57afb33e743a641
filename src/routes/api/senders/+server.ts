import { api } from '$lib/server/api';
import { listSenders } from '$lib/server/flows/list-senders';

/** `{ senders: ChosenSender[] }`: those for whom something was chosen. */
export const GET = api(async (_event, account) => ({ senders: await listSenders(account) }));
