import { knownDevice } from '$lib/server/auth/device';
import * as sessions from '$lib/server/auth/sessions';
import * as throttle from '$lib/server/auth/throttle';
import { config } from '$lib/server/config';
import { verify } from '$lib/server/imap/pool';
import { log } from '$lib/server/log';
import { Problem } from '$lib/server/problem';

export interface SignIn {
	readonly address: unknown;
	readonly password: unknown;
	readonly persistent: boolean;
	/** What the browser calls itself. */
	readonly agent: string;
	/** The browser's network address. */
	readonly client: string;
	/** The browser's note that it signed in here before. */
	readonly deviceNote: string | undefined;
	/** The session this one replaces. */
	readonly before: { id: string; address: string } | null;
}

/** An address and a password that can be asked about. Errors: `auth/wrong`, the same as for a wrong guess. */
export function parseCredentials(address: unknown, password: unknown): { address: string; password: string } {
	if (typeof address !== 'string' || typeof password !== 'string') throw new Problem('input/invalid');
	const clean = address.trim().toLowerCase();
	// What no account can have is refused without asking: line breaks and the like never reach the mail server.
	const askable = /^[^\s@"\\()<>,;:\p{Cc}]{1,64}@[^\s@"\\()<>,;:\p{Cc}]{1,253}$/u.test(clean);
	if (!askable || password === '' || password.length > 1024 || /[\0\r\n]/.test(password)) {
		throw new Problem('auth/wrong');
	}
	return { address: clean, password };
}

/** Proves the password to the mail server and begins a session. Errors: `auth/*`, `server/*`. */
export async function signIn(request: SignIn): Promise<sessions.Session> {
	const { address, password } = parseCredentials(request.address, request.password);
	const attempt = { address, client: request.client, device: knownDevice(request.deviceNote, address) };
	await throttle.count(attempt);
	try {
		await verify({ kind: 'password', user: address, password });
	} catch (error) {
		const wrong = error instanceof Problem && error.code === 'auth/wrong';
		if (!wrong) await throttle.giveBack(attempt);
		log('auth').info({ address, client: request.client, wrong }, 'sign-in refused');
		// Without the server's own words: they may tell an unknown account from a wrong password (security A7).
		throw wrong ? new Problem('auth/wrong', { cause: error }) : error;
	}
	await throttle.forgive(attempt);
	const { persistent, agent } = request;
	const session = await sessions.begin(address, config().token ? null : password, {
		...{ persistent, agent, client: request.client },
		...{ way: 'password', second: false, proved: true }
	});
	// After the new one has begun: otherwise the account's connections would be closed in between.
	if (request.before) await sessions.end(request.before.id, request.before.address);
	return session;
}
