/**
 * The account store: one SQLite file that Dovecot and Postfix read at every look-up and Postern writes. Text only,
 * so that the private mail server, the product and the configuration it prints for others are of one mould.
 */

/** Tables; safe to run on a store that has them. */
export const ACCOUNT_STORE = `
	PRAGMA journal_mode = DELETE;
	CREATE TABLE IF NOT EXISTS accounts (
		address TEXT PRIMARY KEY,
		name TEXT NOT NULL,
		password TEXT NOT NULL,
		quota_mb INTEGER NOT NULL DEFAULT 4096,
		enabled INTEGER NOT NULL DEFAULT 1
	) STRICT;
	CREATE TABLE IF NOT EXISTS aliases (
		source TEXT NOT NULL,
		destination TEXT NOT NULL,
		PRIMARY KEY (source, destination)
	) STRICT;
	CREATE TABLE IF NOT EXISTS domains (name TEXT PRIMARY KEY) STRICT;
	-- Accounts whose main password Postern alone may use; '*' is all of them.
	CREATE TABLE IF NOT EXISTS closed_passwords (
		address TEXT PRIMARY KEY,
		since INTEGER NOT NULL
	) STRICT;
	CREATE TABLE IF NOT EXISTS app_passwords (
		id TEXT PRIMARY KEY,
		address TEXT NOT NULL,
		name TEXT NOT NULL,
		-- SHA-256, hex: the passwords are random, so nothing slower is needed.
		hash TEXT NOT NULL,
		-- Dovecot's names between blanks: ' imap smtp sieve '.
		services TEXT NOT NULL,
		-- Seconds since 1970, as all times here.
		created INTEGER NOT NULL,
		used INTEGER,
		used_from TEXT,
		used_service TEXT
	) STRICT;
	CREATE INDEX IF NOT EXISTS app_password_address ON app_passwords (address);`;

/** Where Dovecot finds the store, and from where Postern connects. */
export interface StoreQueries {
	/** Path of the SQLite file. */
	readonly path: string;
	/** Addresses or blocks of Postern: a closed main password is taken from there alone. */
	readonly own: readonly string[];
}

/** `driver = sql` for the main password, and for finding the mailbox. */
export function mainPasswordQueries({ path, own }: StoreQueries): string {
	const row = `FROM accounts WHERE address = '%Lu' AND enabled = 1`;
	const closed = `EXISTS (SELECT 1 FROM closed_passwords WHERE closed_passwords.address IN ('*', accounts.address))`;
	return `driver = sqlite
connect = ${path}
password_query = SELECT address AS user, password, CASE WHEN ${closed} THEN '${own.join(',')}' END AS allow_nets ${row}
user_query = SELECT address AS user, '%Lu' AS master_user, '*:storage=' || quota_mb || 'M' AS quota_rule ${row}
iterate_query = SELECT address AS user FROM accounts WHERE enabled = 1
`;
}

/** `driver = sql` for app passwords, tried where the main password did not fit; notes when and from where. */
export function appPasswordQueries({ path }: StoreQueries): string {
	const enabled = `EXISTS (SELECT 1 FROM accounts WHERE accounts.address = app_passwords.address AND enabled = 1)`;
	return `driver = sqlite
connect = ${path}
password_query = UPDATE app_passwords SET used = unixepoch(), used_from = '%r', used_service = '%s' \\
  WHERE address = '%Lu' AND hash = '%{sha256:password}' AND instr(services, ' %s ') > 0 AND ${enabled} \\
  RETURNING address AS user, NULL AS password, 'Y' AS nopassword
`;
}

/**
 * `driver = sql` behind the check of a token: a disabled account gets in nowhere, not even to submission, which asks
 * nobody for the mailbox; and tokens are taken from Postern's own addresses alone, so that a stolen signing key opens
 * nothing from elsewhere.
 */
export function tokenAccountQueries({ path, own }: StoreQueries): string {
	return `driver = sqlite
connect = ${path}
password_query = SELECT address AS user, NULL AS password, 'Y' AS nopassword, '${own.join(',')}' AS allow_nets \\
  FROM accounts WHERE address = '%Lu' AND enabled = 1
`;
}
