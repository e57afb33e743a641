/** Who may sign in to Dovecot, and how: the part of its configuration that Postern's second factor rests on. */
export interface Doors {
	/** Folder of the configuration files named here. */
	readonly etc: string;
	/** Token mode: the folder with the public keys, and the issuer. */
	readonly token: { readonly keys: string; readonly issuer: string } | null;
}

/** Services by Dovecot's names. Each asks for tokens of its own scope. */
const SERVICES = ['imap', 'sieve', 'smtp'] as const;

/** Files beside dovecot.conf, by name. */
export function tokenFiles({ token }: Doors): Record<string, string> {
	if (!token) return {};
	return Object.fromEntries(
		SERVICES.map((service) => [
			`dovecot-token-${service}.conf`,
			`introspection_mode = local
local_validation_key_dict = fs:posix:prefix=${token.keys}/
username_attribute = sub
issuers = ${token.issuer}
scope = ${service}
`
		])
	);
}

/** The `auth_mechanisms`, `passdb` and `userdb` of dovecot.conf. */
export function passdbs({ etc, token }: Doors): string {
	const mechanisms = token ? 'plain login oauthbearer xoauth2' : 'plain login';
	const byToken = token
		? SERVICES.map(
				(service) => `protocol ${service} {
  passdb {
    driver = oauth2
    mechanisms = oauthbearer xoauth2
    args = ${etc}/dovecot-token-${service}.conf
  }
}
`
			).join('')
		: '';
	const bySql = ['dovecot-sql.conf', 'dovecot-app-passwords.conf'].map(
		// A token that is refused must not be tried as a password as well.
		(name) => `passdb {
  driver = sql
  mechanisms = plain login
  args = ${etc}/${name}
}
`
	);
	return `auth_mechanisms = ${mechanisms}
${byToken}${bySql.join('')}userdb {
  driver = sql
  args = ${etc}/dovecot-sql.conf
}
`;
}
