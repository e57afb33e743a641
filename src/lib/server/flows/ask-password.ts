import { knownDevice } from '$lib/server/auth/device';
import { Problem } from '$lib/server/problem';
import { provePassword } from './prove-password';

/** Who is signed in and shows the main password again. */
export interface Asked {
	readonly address: string;
	/** The browser's network address. */
	readonly client: string;
	/** The browser's note that it signed in here before. */
	readonly deviceNote: string | undefined;
}

/**
 * Lets the mail server judge the main password of somebody who is signed in, counted like a sign-in. A wrong one ends
 * no session. Errors: `auth/factor` when it is wrong, `auth/throttled`, `server/*`.
 */
export async function askPassword({ address, client, deviceNote }: Asked, password: string): Promise<void> {
	try {
		await provePassword({ address, client, device: knownDevice(deviceNote, address) }, password);
	} catch (error) {
		if (!(error instanceof Problem) || error.code !== 'auth/wrong') throw error;
		throw new Problem('auth/factor', { cause: error });
	}
}
