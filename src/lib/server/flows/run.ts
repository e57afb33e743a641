import { forgetLimiters } from '$lib/server/auth/throttle';
import * as sessions from '$lib/server/auth/sessions';
import { serverKey } from '$lib/server/auth/server-key';
import { config } from '$lib/server/config';
import { tellStop } from '$lib/server/lifecycle';
import { closeAccount, closeAll } from '$lib/server/imap/close';
import { log } from '$lib/server/log';
import { closeDatabase, migrate } from '$lib/server/store/database';

let sweeper: NodeJS.Timeout | undefined;

/** Brings the server up: settings, key, tables. Errors: sentences about what is wrong with the installation. */
export async function start(): Promise<void> {
	config();
	serverKey();
	await migrate();
	sessions.onEnd(({ address, last }) => {
		if (last) closeAccount(address);
	});
	sweeper = setInterval(() => {
		sessions.sweep().catch((err: unknown) => log('auth').error({ err }, 'expired sessions were not removed'));
	}, 10 * 60_000);
	sweeper.unref();
}

/** Lets go of everything, so that the process can end. */
export async function stop(): Promise<void> {
	clearInterval(sweeper);
	await tellStop();
	closeAll();
	forgetLimiters();
	await closeDatabase();
}
