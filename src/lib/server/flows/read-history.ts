import { browserName } from '$lib/security/browser-name';
import type { Account } from '$lib/server/account';
import * as events from '$lib/server/store/security-events';
import { sayEvent } from '$lib/server/wording/security-words';

/** One line of the history in the reader's words. */
export interface HistoryLine {
	readonly id: number;
	/** Epoch milliseconds. */
	readonly at: number;
	readonly said: string;
	readonly browser: string;
	/** Network address; empty where nothing came over the network. */
	readonly client: string;
	/** Who did it, when it was not the owner. */
	readonly actor: string | null;
}

export interface HistoryPage {
	readonly lines: readonly HistoryLine[];
	/** There are older ones. */
	readonly more: boolean;
}

const LINES = 20;

/** What happened to the account, newest first; `before` is the last line of the page before. */
export async function readHistory({ address }: Account, before?: number): Promise<HistoryPage> {
	const found = await events.ofAddress(address, LINES + 1, before);
	const lines = found.slice(0, LINES).map(({ id, at, kind, detail, agent, client, actor }) => ({
		...{ id, at, client, said: sayEvent({ kind, detail }) },
		browser: agent ? browserName(agent) : '',
		actor: actor === address ? null : actor
	}));
	return { lines, more: found.length > LINES };
}
