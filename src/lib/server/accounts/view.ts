import type { PasswordsView } from '$lib/security/app-password';
import type { AccountsConfig } from '$lib/server/config';
import { Problem } from '$lib/server/problem';
import { appPasswordsIn, isKnown } from './app-passwords';
import { mainPasswordIn } from './main-password';
import { withStore } from './store';
import { canChange } from './write-password';

/** What the security page shows of an account's passwords. Never fails: a store that is away is said in the answer. */
export async function passwordsOf(
	accounts: AccountsConfig | undefined,
	address: string
): Promise<PasswordsView> {
	const nothing = { store: 'none', list: [], main: 'open', change: 'none' } as const;
	if (!accounts) return nothing;
	const change = await canChange(accounts, address);
	if (accounts.kind !== 'sqlite') return { ...nothing, change };
	try {
		return withStore(accounts.path, 'read', (store) => ({
			store: isKnown(store, address) ? 'ready' : 'fixed',
			list: appPasswordsIn(store, address),
			main: mainPasswordIn(store, address),
			change
		}));
	} catch (error) {
		if (error instanceof Problem && error.code === 'accounts/away')
			return { ...nothing, store: 'away', change };
		throw error;
	}
}
