import { answering } from '$lib/server/api';
import { askPasskey } from '$lib/server/flows/open-door';

/** A question to whatever passkey the person picks: it depends on nothing that was sent (security A7). */
export const POST = answering((event) => askPasskey(event));
