import { api } from '$lib/server/api';
import { settleOutbox } from '$lib/server/flows/settle-outbox';

/** Settles what an interruption left open and answers with what the person should know: `Unsettled[]`. */
export const POST = api((_event, account) => settleOutbox(account));
