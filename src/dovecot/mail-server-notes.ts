import { DOORS, type Doors } from './passdbs.ts';

/** What an operator does beside the files: said in comments, so that all of it can be read in one place. */
export function notes({ etc, token, accounts }: Doors): string[] {
	return [
		`1. Dovecot 2.3: put the files below into ${etc}, readable by root alone (chmod 600).`,
		`   In dovecot.conf, or instead of “!include auth-system.conf.ext” in conf.d/10-auth.conf:`,
		`     !include ${etc}/${DOORS}`,
		...(accounts.kind === 'store'
			? []
			: [
					`   Your own passdb stays, behind that line, and must not be asked about tokens:`,
					`     passdb {`,
					`       mechanisms = plain login`,
					`       …`,
					`     }`
				]),
		...(token && accounts.kind === 'other'
			? [
					`   Postern does not know where your accounts are. So that a disabled account does not go on sending through`,
					`   submission, look it up behind each token: see “Accounts of your own” in docs/dovecot.md.`
				]
			: []),
		...(token
			? [
					`   Dovecot's user (dovecot) must be able to read ${token.keys}:`,
					`     sudo -u dovecot ls ${token.keys}/postern/ES256`
				]
			: []),
		...(accounts.kind === 'store'
			? [
					`   The look-ups run in Dovecot's auth-worker, which is root unless you changed it: it must be able to write`,
					`   ${accounts.path} and its folder, to note when an app password was used.`
				]
			: []),
		`   Then: doveconf -n >/dev/null && doveadm reload`,
		`2. Postfix asks Dovecot who may submit. In dovecot.conf, inside “service auth”:`,
		`     unix_listener /var/spool/postfix/private/auth {`,
		`       mode = 0660`,
		`       user = postfix`,
		`       group = postfix`,
		`     }`,
		`   and for the submission service in master.cf:`,
		`     -o smtpd_sasl_auth_enable=yes -o smtpd_sasl_type=dovecot -o smtpd_sasl_path=private/auth`,
		`     -o smtpd_tls_security_level=encrypt -o smtpd_tls_auth_only=yes`
	];
}
