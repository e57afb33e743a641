import { ImapFlow } from 'imapflow';
import type { Credential } from '$lib/server/account';
import { config } from '$lib/server/config';
import { Problem } from '$lib/server/problem';

/** Proves a credential to the mail server. Errors: `auth/wrong`, `server/away`. */
export async function verify(credential: Credential): Promise<void> {
	const { host, port, tls, ca } = config().imap;
	const client = new ImapFlow({
		host,
		port,
		secure: tls === 'implicit',
		doSTARTTLS: tls === 'implicit' ? undefined : tls === 'starttls',
		tls: { ca },
		auth: { user: credential.user, pass: credential.password },
		verifyOnly: true,
		logger: false
	});
	client.on('error', () => {});
	try {
		await client.connect();
	} catch (cause) {
		const wrong = (cause as { authenticationFailed?: boolean }).authenticationFailed === true;
		throw new Problem(wrong ? 'auth/wrong' : 'server/away', { cause });
	}
}

export async function closeAccount(_address: string): Promise<void> {}
export async function closeAll(): Promise<void> {}
