import { LARGE, loadAddress } from './large-mail.ts';
import type { MailServer } from './server.ts';

/** Password of every demo account; printed by `npm start`. */
export const DEMO_PASSWORD = 'demo-postern';

export const DEMO_ACCOUNTS = [
	{ address: 'ada@demo.test', name: 'Ada Brandt' },
	{ address: 'ben@demo.test', name: 'Ben Brandt' },
	{ address: 'cleo@demo.test', name: 'Cleo Brandt' }
];

const ALIASES: [string, string][] = [
	['sails@demo.test', 'ada@demo.test'],
	['postmaster@demo.test', 'ada@demo.test'],
	['family@demo.test', 'ada@demo.test'],
	['family@demo.test', 'ben@demo.test'],
	['family@demo.test', 'cleo@demo.test']
];

/** Makes the accounts that the demo wants. @returns the addresses to show */
export async function addDemoAccounts(server: MailServer, large = false, load = 0): Promise<string[]> {
	const wanted = [...DEMO_ACCOUNTS, ...(large ? [{ address: LARGE, name: 'Large' }] : [])];
	const hidden = Array.from({ length: load }, (_, index) => ({ address: loadAddress(index + 1), name: '' }));
	for (const { address, name } of [...wanted, ...hidden]) {
		if (!server.hasAccount(address)) await server.addAccount(address, DEMO_PASSWORD, { name });
	}
	for (const [source, destination] of ALIASES) server.addAlias(source, destination);
	return wanted.map(({ address }) => address);
}
