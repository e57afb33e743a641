import { sweepHalves } from '$lib/server/auth/half';
import { findEnded, LOOK_EVERY } from '$lib/server/auth/ended-elsewhere';
import { forgetLimiters } from '$lib/server/auth/throttle';
import * as sessions from '$lib/server/auth/sessions';
import { serverKey } from '$lib/server/auth/server-key';
import { sweepTrusted } from '$lib/server/auth/trusted';
import { checkTokens } from '$lib/server/auth/tokens';
import { config } from '$lib/server/config';
import { tellStop } from '$lib/server/lifecycle';
import { closeAccount, closeAll } from '$lib/server/imap/close';
import { log } from '$lib/server/log';
import { closeDatabase, migrate } from '$lib/server/store/database';
import { sweepSpool } from './sweep-spool';

let sweeper: NodeJS.Timeout | undefined;
let looker: NodeJS.Timeout | undefined;

/** Brings the server up: settings, key, tables. Errors: sentences about what is wrong with the installation. */
export async function start(): Promise<void> {
	const settings = config();
	serverKey();
	checkTokens(settings);
	await migrate();
	await sessions.forgetPasswords();
	sessions.onEnd(({ address, last }) => {
		if (last) closeAccount(address);
	});
	sweeper = setInterval(() => {
		sessions.sweep().catch((err: unknown) => log('auth').error({ err }, 'expired sessions were not removed'));
		sweepSteps().catch((err: unknown) => log('auth').error({ err }, 'expired steps were not removed'));
		void sweepSpool();
	}, 10 * 60_000);
	sweeper.unref();
	looker = setInterval(() => void findEnded(), LOOK_EVERY).unref();
}

/** What signing in leaves behind and nobody came back for. */
async function sweepSteps(): Promise<void> {
	await sweepHalves();
	await sweepTrusted();
}

/** The process is asked to end: streams end now, what was begun is finished. */
export function prepareStop(): void {
	clearInterval(sweeper);
	clearInterval(looker);
	void tellStop();
}

/** Lets go of everything, when the last answer has been given. */
export async function stop(): Promise<void> {
	closeAll();
	forgetLimiters();
	await closeDatabase();
}
