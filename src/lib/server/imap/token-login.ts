import { log } from '$lib/server/log';
import { Problem } from '$lib/server/problem';

let taken = false;

/** The mail server has taken a token of this process: keys, issuer and clocks fit. */
export function tokenTaken(): void {
	taken = true;
}

/**
 * What a refused token means. Where others were taken it is about the account: `auth/refused`. Where none ever was,
 * the installation does not fit together, and signing people out would only send them round in a circle:
 * `server/refused`. Other problems come back as they are.
 */
export function ofToken(problem: unknown, address: string): unknown {
	if (!(problem instanceof Problem) || problem.code !== 'auth/wrong') return problem;
	if (taken) {
		log('imap').info({ address }, 'the mail server refuses this account');
		return new Problem('auth/refused', { cause: problem });
	}
	log('imap').error(
		{ address },
		'the mail server takes no token of ours: compare issuer, keys and clock with “npm run dovecot”'
	);
	return new Problem('server/refused', { cause: problem });
}
