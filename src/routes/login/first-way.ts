import type { Factor, Ways } from '$lib/security/factor';

/** The way that is asked first: a key before six digits before paper; `wanted`, where the account has it. */
export function firstWay({ keys, totp, recovery }: Ways, wanted?: string | null): Factor {
	if (wanted === 'recovery' && recovery > 0) return 'recovery';
	if (wanted === 'totp' && totp) return 'totp';
	return keys > 0 ? 'key' : totp ? 'totp' : 'recovery';
}
