import type { PasswordsView } from '$lib/security/app-password';
import type { Ways } from '$lib/security/factor';
import type { ToldServers } from '$lib/security/mail-programs';
import { mayEnrol } from '$lib/security/policy';
import { passwordsOf } from '$lib/server/accounts/view';
import { policy } from '$lib/server/auth/policy';
import * as sessions from '$lib/server/auth/sessions';
import { waysOf } from '$lib/server/auth/ways';
import { config } from '$lib/server/config';
import type { KeyView } from '$lib/security/key';
import type { Account } from '$lib/server/account';
import * as factors from '$lib/server/store/factors';
import * as events from '$lib/server/store/security-events';
import { listKeys } from './manage-keys';
import { readHistory, type HistoryPage } from './read-history.ts';
import { toldServers } from './told-servers.ts';

/** What the page about security shows of an account. Times in epoch milliseconds. */
export interface SecurityView {
	readonly ways: Ways;
	readonly keys: readonly KeyView[];
	readonly app: { readonly since: number; readonly used: number | null } | null;
	/** Null: never made. */
	readonly codes: { readonly left: number; readonly made: number } | null;
	/** A factor may be set up. */
	readonly mayEnrol: boolean;
	readonly stays: readonly sessions.Stay[];
	readonly history: HistoryPage;
	/** The sign-in before that of this session. */
	readonly before: { readonly at: number; readonly client: string } | null;
	readonly passwords: PasswordsView;
	/** What mail programs are told. */
	readonly servers: ToldServers;
}

export async function openSecurity(account: Account, session: { id: string }): Promise<SecurityView> {
	const { address, admin } = account;
	const [ways, keys, owner, rules, stays, history, passwords] = await Promise.all([
		waysOf(address),
		listKeys(address),
		factors.find(address),
		policy(),
		sessions.stays(address, session.id),
		readHistory(account),
		passwordsOf(config().accounts, address)
	]);
	const here = stays.find(({ current }) => current)?.created ?? 0;
	const before = (await events.signInBefore(address, here)) ?? null;
	const { totp_since: since = null, totp_used: used = null, codes_made: made = null } = owner ?? {};
	return {
		...{ ways, keys, stays, history, mayEnrol: mayEnrol(rules, admin) },
		...{ before, passwords, servers: toldServers() },
		app: since === null ? null : { since, used },
		codes: made === null ? null : { left: ways.recovery, made }
	};
}
