import { join } from 'node:path';
import type { Place } from './place.ts';

/** Authserv-id of the demo server: the name it writes into Authentication-Results. */
export const HOST_NAME = 'mx.demo.test';

/** Largest message in bytes: a 40 MB attachment in base64 fits. */
export const MESSAGE_SIZE_LIMIT = 62_914_560;

const MAPS = {
	domains: `SELECT name FROM domains WHERE name = '%s'`,
	accounts: `SELECT address FROM accounts WHERE address = '%s' AND enabled = 1`,
	aliases: `SELECT destination FROM aliases WHERE source = '%s'`,
	logins: `SELECT address FROM accounts WHERE address = '%s' AND enabled = 1 UNION SELECT destination FROM aliases WHERE source = '%s'`
};
type MapName = keyof typeof MAPS;

/** Look-up tables by file name. Postfix folds the key to lower case before it asks. */
export function postfixMaps(place: Place): Record<string, string> {
	return Object.fromEntries(
		Object.entries(MAPS).map(([name, query]) => [
			`${name}.cf`,
			`dbpath = ${place.accounts}\nquery = ${query}\n`
		])
	);
}

/** Mail to the reserved names of RFC 2606 §2 is taken and dropped; anything else outside bounces. */
export const TRANSPORT =
	'.example discard:\nexample.com discard:\nexample.net discard:\nexample.org discard:\n';

/**
 * Results in our own name that came from elsewhere are taken out (RFC 8601 §5), however they are folded, so that
 * the name alone tells that a result is ours.
 */
export const HEADER_CHECKS = `/^Authentication-Results[[:space:]]*:.*${HOST_NAME.replaceAll('.', '\\.')}/ IGNORE\n`;

const NO_WAY_OUT = 'error:5.4.4 This demo mail server delivers only to demo.test';

/** Postfix's main.cf: nothing of /etc/postfix is read. */
export function postfixMain(place: Place): string {
	const { etc, log, spool, lib, ports } = place;
	const map = (name: MapName) => `proxy:sqlite:${join(etc, 'postfix', `${name}.cf`)}`;
	return `compatibility_level = 3.6
queue_directory = ${spool}
data_directory = ${lib}
daemon_directory = /usr/lib/postfix/sbin
command_directory = /usr/sbin
shlib_directory = /usr/lib/postfix
maillog_file = ${join(log, 'mail.log')}
maillog_file_prefixes = ${log}
myhostname = ${HOST_NAME}
mydestination =
mynetworks = 127.0.0.1/32
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
alias_maps =
alias_database =
local_recipient_maps =
biff = no
recipient_delimiter = +
message_size_limit = ${MESSAGE_SIZE_LIMIT}
mailbox_size_limit = 0
virtual_mailbox_domains = ${map('domains')}
virtual_mailbox_maps = ${map('accounts')}
virtual_alias_maps = ${map('aliases')}
virtual_transport = lmtp:inet:127.0.0.1:${ports.lmtp}
transport_maps = texthash:${join(etc, 'postfix', 'transport')}
header_checks = regexp:${join(etc, 'postfix', 'header_checks')}
default_transport = ${NO_WAY_OUT}
smtpd_sender_login_maps = ${map('logins')}
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:${ports.sasl}
smtpd_relay_restrictions = permit_sasl_authenticated, reject_unauth_destination
smtpd_tls_cert_file = ${join(etc, 'cert.pem')}
smtpd_tls_key_file = ${join(etc, 'key.pem')}
smtpd_tls_security_level = may
smtpd_tls_mandatory_protocols = >=TLSv1.2
smtpd_helo_required = yes
smtpd_client_connection_rate_limit = 0
smtpd_client_connection_count_limit = 0
smtpd_peername_lookup = no
smtpd_error_sleep_time = 0
disable_dns_lookups = yes
lmtp_destination_concurrency_limit = 10
queue_run_delay = 30s
minimal_backoff_time = 30s
`;
}

const SUBMISSION = [
	'syslog_name=postfix/submission',
	'smtpd_tls_security_level=encrypt',
	'smtpd_sasl_auth_enable=yes',
	'smtpd_tls_auth_only=yes',
	'smtpd_sender_restrictions=reject_sender_login_mismatch',
	'smtpd_recipient_restrictions=permit_sasl_authenticated,reject',
	'smtpd_relay_restrictions=permit_sasl_authenticated,reject'
];

/** master.cf: only what a private server needs, nothing chrooted. */
export function postfixServices(place: Place): string {
	const { ports } = place;
	const submission = SUBMISSION.map((option) => `  -o ${option}`).join('\n');
	return `127.0.0.1:${ports.smtp} inet n - n - - smtpd
127.0.0.1:${ports.relay} inet n - n - - smtpd
  -o syslog_name=postfix/relay
  -o smtpd_relay_restrictions=permit_mynetworks,reject
127.0.0.1:${ports.submission} inet n - n - - smtpd
${submission}
postlog unix-dgram n - n - 1 postlogd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
proxywrite unix - - n - 1 proxymap
smtp unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
`;
}
