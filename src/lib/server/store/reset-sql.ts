/**
 * What a reset of somebody's second factor removes, in the order it is done, each with one `?` for the address. The
 * operator's command runs the same on the database itself, so this file imports nothing.
 */
export const REMOVE_FACTORS = [
	'delete from security_key where address = ?',
	'delete from recovery_code where address = ?',
	`update factor_owner set totp_sealed = null, totp_since = null, totp_step = null, totp_used = null,
		totp_next = null, codes_made = null, grace_from = null where address = ?`
] as const;

/** And where they are signed in, half or whole, or need show no factor. */
export const END_STAYS = [
	'delete from session where address = ?',
	'delete from half_session where address = ?',
	'delete from trusted_browser where address = ?'
] as const;
