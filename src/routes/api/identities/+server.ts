import { api } from '$lib/server/api';
import { listIdentities } from '$lib/server/flows/list-identities';
import { attachmentLimit } from '$lib/server/flows/sending-limit';

/** Who one may write as, and how many octets of files a message may carry: `{identities, limit}`. */
export const GET = api(async (_event, account) => ({
	identities: listIdentities(account),
	limit: await attachmentLimit()
}));
