import { Secret, TOTP } from 'otpauth';
import { makeCodes } from '$lib/server/auth/recovery';
import { beginTotp, confirmTotp } from '$lib/server/auth/totp';
import { migrate } from '$lib/server/store/database';

/** An app on a phone. */
export interface BedApp {
	/** The code of now, or of some steps of 30 seconds before or after. */
	readonly code: (steps?: number) => string;
	readonly recovery: readonly string[];
}

/** Lets this process use the store of a product that runs on this folder; call it before anything else. */
export async function shareStore(data: string): Promise<void> {
	process.env.POSTERN_IMAP = 'imap://localhost:1';
	process.env.POSTERN_DATA = data;
	await migrate();
}

/** Sets up an app and recovery codes for an account, as its security page does. Codes of all steps are still unused. */
export async function giveApp(address: string): Promise<BedApp> {
	const { secret } = await beginTotp(address);
	const app = new TOTP({ secret: Secret.fromBase32(secret) });
	const before = Date.now() - 3_600_000;
	await confirmTotp(address, app.generate({ timestamp: before }), before);
	return {
		code: (steps = 0) => app.generate({ timestamp: Date.now() + steps * 30_000 }),
		recovery: await makeCodes(address)
	};
}
