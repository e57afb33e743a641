import {
	appPasswordQueries,
	mainPasswordQueries,
	tokenAccountQueries,
	type StoreQueries
} from './account-store.ts';

/**
 * Who may sign in to Dovecot 2.3, and how: the part of its configuration that Postern's second factor rests on. The
 * private mail server includes these files as they are, and `npm run dovecot` prints them for others.
 */
export interface Doors {
	/** Folder of the files. */
	readonly etc: string;
	/** Token mode: the folder with the public keys, and the issuer. */
	readonly token: { readonly keys: string; readonly issuer: string } | null;
	readonly accounts: Accounts;
}

/** Where passwords are: in Postern's own store, in a passwd-file, or where only the operator knows. */
export type Accounts =
	| ({ readonly kind: 'store' } & StoreQueries)
	| { readonly kind: 'passwd-file'; readonly path: string }
	| { readonly kind: 'other' };

/** Services by Dovecot's names. Each takes tokens of its own scope alone. */
const SERVICES = ['imap', 'sieve', 'smtp'] as const;

/** The file that dovecot.conf includes. */
export const DOORS = 'postern.conf';

/** Its files by name, {@link DOORS} first. Empty where Dovecot needs nothing of Postern. */
export function doorFiles(doors: Doors): Record<string, string> {
	const { token, accounts } = doors;
	if (!token && accounts.kind !== 'store') return {};
	const files: Record<string, string> = { [DOORS]: conf(doors) };
	for (const service of token ? SERVICES : [])
		files[`postern-token-${service}.conf`] = tokens(token!, service);
	if (accounts.kind !== 'store') return files;
	files['postern-passwords.conf'] = mainPasswordQueries(accounts);
	files['postern-app-passwords.conf'] = appPasswordQueries(accounts);
	if (token) files['postern-token-accounts.conf'] = tokenAccountQueries(accounts);
	return files;
}

function tokens({ keys, issuer }: NonNullable<Doors['token']>, service: string): string {
	return `introspection_mode = local
local_validation_key_dict = fs:posix:prefix=${keys}/
username_attribute = sub
issuers = ${issuer}
scope = ${service}
`;
}

function conf(doors: Doors): string {
	const { token, accounts, etc } = doors;
	const mechanisms = token ? 'plain login oauthbearer xoauth2' : 'plain login';
	const byToken = token ? SERVICES.map((service) => byTokenOf(service, doors)).join('') : '';
	if (accounts.kind !== 'store') return `auth_mechanisms = ${mechanisms}\n${byToken}`;
	// A token that is refused must not be tried as a password as well.
	const byPassword = ['postern-passwords.conf', 'postern-app-passwords.conf'].map((name) =>
		block('passdb', ['driver = sql', 'mechanisms = plain login', `args = ${etc}/${name}`])
	);
	const mailboxes = block('userdb', ['driver = sql', `args = ${etc}/postern-passwords.conf`]);
	// From its cache Dovecot would go on taking for an hour what was revoked, closed or changed.
	return `auth_mechanisms = ${mechanisms}\nauth_cache_size = 0\n${byToken}${byPassword.join('')}${mailboxes}`;
}

/** A token of one service; then, where the accounts are known to us, whether the account may be used at all. */
function byTokenOf(service: string, { etc, accounts }: Doors): string {
	const only = 'mechanisms = oauthbearer xoauth2';
	const alone = accounts.kind === 'other';
	const ends = ['result_failure = return-fail', 'result_internalfail = return-fail'];
	const check = block('passdb', [
		...['driver = oauth2', only, `args = ${etc}/postern-token-${service}.conf`],
		...(alone ? [] : ['result_success = continue-ok']),
		...ends
	]);
	const source =
		accounts.kind === 'passwd-file'
			? ['driver = passwd-file', `args = username_format=%Lu ${accounts.path}`]
			: ['driver = sql', `args = ${etc}/postern-token-accounts.conf`];
	const account = block('passdb', [...source, only, 'skip = unauthenticated', ...ends]);
	return `protocol ${service} {\n${`${check}${alone ? '' : account}`.replaceAll(/^(?=.)/gm, '  ')}}\n`;
}

function block(name: string, lines: readonly string[]): string {
	return `${name} {\n${lines.map((line) => `  ${line}\n`).join('')}}\n`;
}
