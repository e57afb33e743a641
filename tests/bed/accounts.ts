import { randomBytes } from 'node:crypto';
import { Accounts } from '../../src/mailserver/accounts.ts';
import { placeAt } from '../../src/mailserver/place.ts';
import { ImapSession } from './imap-session.ts';
import type { MailServerFacts } from './mail-server.ts';

/** An account that one test has for itself. */
export interface BedAccount {
	readonly address: string;
	readonly password: string;
	/** A raw connection of this account, closed by the caller. */
	readonly imap: () => Promise<ImapSession>;
	/** Files a raw message; returns its UID. */
	readonly append: (raw: Uint8Array, folder?: string, flags?: string) => Promise<number>;
}

/** Adds an account nobody else knows. `name` begins its address, for the logs. */
export async function freshAccount(server: MailServerFacts, name = 'test'): Promise<BedAccount> {
	const address = `${name}-${randomBytes(5).toString('hex')}@demo.test`;
	const password = randomBytes(9).toString('base64url');
	const accounts = new Accounts(placeAt(server.dir, server.ports));
	try {
		await accounts.put(address, password, 'Test Person');
	} finally {
		accounts.close();
	}
	return accountOf(server, address, password);
}

/** An account that exists already. */
export function accountOf(server: MailServerFacts, address: string, password: string): BedAccount {
	const imap = () => ImapSession.open(server.ports.imap, address, password);
	return {
		address,
		password,
		imap,
		async append(raw, folder = 'INBOX', flags = '') {
			const session = await imap();
			try {
				return await session.append(folder, raw, flags);
			} finally {
				session.close();
			}
		}
	};
}
