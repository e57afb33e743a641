import { Secret, TOTP } from 'otpauth';
import type { BedAccount } from './accounts.ts';
import { HttpSession } from './http-session.ts';

/** An authenticator app as on a phone. Each code opens once, so a test asks for steps one after another. */
export class AuthenticatorApp {
	readonly #app: TOTP;
	#last = -Infinity;

	/** `secret`: base32, blanks allowed. */
	constructor(secret: string) {
		this.#app = new TOTP({ secret: Secret.fromBase32(secret.replace(/\s/g, '')) });
	}

	/** A code that was not shown yet and that the server takes now: it allows for one step before and after. */
	code(): string {
		return this.#next(-1);
	}

	/** As `code`, for fingers and pages: one that is still taken when half a minute ends while it is typed. */
	typed(): string {
		return this.#next(0);
	}

	#next(earliest: number): string {
		const now = Math.floor(Date.now() / 30_000);
		const step = Math.max(now + earliest, this.#last + 1);
		if (step > now + 1) throw new Error('There are no more codes in these 30 seconds.');
		this.#last = step;
		return this.#app.generate({ timestamp: step * 30_000 });
	}

	/** Six digits that are none of those the server would take. */
	wrong(): string {
		const now = Date.now();
		const right = [-2, -1, 0, 1, 2].map((away) => this.#app.generate({ timestamp: now + away * 30_000 }));
		return ['000000', '111111', '222222', '333333', '444444', '555555'].find(
			(code) => !right.includes(code)
		)!;
	}
}

/** Gives the account an app and recovery codes over HTTP, as its security page does. */
export async function setUpApp(
	origin: string,
	account: BedAccount
): Promise<{ app: AuthenticatorApp; codes: string[] }> {
	const session = await HttpSession.signedIn(origin, account);
	try {
		const begun = await session.json('POST', '/api/security/totp', {});
		const { secret } = JSON.parse(begun.body.toString()) as { secret: string };
		const app = new AuthenticatorApp(secret);
		const done = await session.json('PUT', '/api/security/totp', { code: app.code() });
		if (done.status !== 200) throw new Error(`The app was not taken: ${done.status} ${done.body.toString()}`);
		return { app, ...(JSON.parse(done.body.toString()) as { codes: string[] }) };
	} finally {
		session.close();
	}
}
