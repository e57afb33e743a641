import type { ProblemCode } from '$lib/mail/problem-codes';
import type { SignInWay } from '$lib/security/factor';
import type { Account } from '$lib/server/account';

declare global {
	/** True in the build that tests make to open single locks of the message view (`$lib/client/test-locks`). */
	const __LOCK_SWITCH__: boolean;
	/** Of package.json, at the time of the build. */
	const __POSTERN_VERSION__: string;
	namespace App {
		interface Error {
			message: string;
			code?: ProblemCode;
			/** The mail server's words, where they help. */
			detail?: string;
			/** Under which the log has more. */
			id?: string;
		}
		/** As `Session` of auth/sessions, which this file may not import. */
		interface Session {
			readonly id: string;
			readonly token: string;
			readonly persistent: boolean;
			readonly second: boolean;
			readonly proved: number | null;
			readonly way: SignInWay;
		}
		interface Locals {
			/** Of this request, in the log and in answers about unexpected errors. */
			requestId: string;
			/** Who is signed in. Routes that the guard does not list as open always have one. */
			account: Account | null;
			session: Session | null;
			/** Of the browser, seen through trusted proxies. */
			client: string;
		}
	}
}

export {};
