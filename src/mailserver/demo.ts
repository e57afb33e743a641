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

export async function addDemoAccounts(server: MailServer): Promise<void> {
	for (const { address, name } of DEMO_ACCOUNTS) {
		await server.addAccount(address, DEMO_PASSWORD, { name });
	}
	for (const [source, destination] of ALIASES) server.addAlias(source, destination);
}
