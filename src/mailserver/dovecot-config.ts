import { join } from 'node:path';
import type { Place } from './place.ts';
import { MAIL_OWNER } from './system-users.ts';

const FOLDERS = {
	Drafts: '\\Drafts',
	Sent: '\\Sent',
	Archive: '\\Archive',
	Junk: '\\Junk',
	Trash: '\\Trash'
};

const SIEVE_EXTENSIONS =
	'+vacation-seconds +spamtest +spamtestplus +virustest +editheader +mboxmetadata +servermetadata';

const folders = Object.entries(FOLDERS)
	.map(([name, use]) => `  mailbox ${name} {\n    special_use = ${use}\n    auto = subscribe\n  }`)
	.join('\n');

/** Dovecot's whole configuration: nothing of /etc/dovecot is read. */
export function dovecotConfig(place: Place): string {
	const { root, etc, run, log, mail, ports } = place;
	return `base_dir = ${run}
state_dir = ${join(root, 'state', 'dovecot')}
instance_name = postern-${ports.imaps}
protocols = imap lmtp sieve
listen = 127.0.0.1
log_path = ${join(log, 'dovecot.log')}
ssl = yes
ssl_cert = <${join(etc, 'cert.pem')}
ssl_key = <${join(etc, 'key.pem')}
ssl_min_protocol = TLSv1.2
disable_plaintext_auth = yes
auth_mechanisms = plain login
auth_failure_delay = 0
recipient_delimiter = +
hostname = mx.demo.test
submission_host = 127.0.0.1:${ports.relay}
default_internal_user = dovecot
default_internal_group = dovecot
default_login_user = dovenull
mail_home = ${mail}/%d/%n
mail_location = maildir:~/Maildir
mail_uid = ${MAIL_OWNER}
mail_gid = ${MAIL_OWNER}
first_valid_uid = 1
first_valid_gid = 1
mail_max_userip_connections = 4000
mail_plugins = acl quota listescape
mail_attribute_dict = file:~/dovecot-attributes
protocol imap {
  mail_plugins = $mail_plugins imap_acl imap_quota imap_zlib
  imap_metadata = yes
}
protocol lmtp {
  mail_plugins = $mail_plugins sieve
  postmaster_address = postmaster@demo.test
}
plugin {
  acl = vfile
  quota = count:User quota
  quota_vsizes = yes
  sieve = file:~/sieve;active=~/.dovecot.sieve
  sieve_extensions = ${SIEVE_EXTENSIONS}
}
namespace inbox {
  inbox = yes
  separator = /
${folders}
}
passdb {
  driver = sql
  args = ${join(etc, 'dovecot-sql.conf')}
}
userdb {
  driver = sql
  args = ${join(etc, 'dovecot-sql.conf')}
}
service imap-login {
  inet_listener imap {
    port = ${ports.imap}
  }
  inet_listener imaps {
    port = ${ports.imaps}
    ssl = yes
  }
  service_count = 0
  client_limit = 2000
}
service managesieve-login {
  inet_listener sieve {
    port = ${ports.sieve}
  }
}
service imap {
  process_limit = 4000
  vsz_limit = 1 G
}
service lmtp {
  inet_listener lmtp {
    port = ${ports.lmtp}
  }
}
service auth {
  inet_listener sasl {
    port = ${ports.sasl}
  }
  client_limit = 5000
}
service anvil {
  client_limit = 5000
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service stats {
  client_limit = 5000
}
`;
}

/** How Dovecot reads the account store (driver `sql`); a disabled row is refused at the next login. */
export function dovecotAccountQueries(place: Place): string {
	const row = `FROM accounts WHERE address = '%Lu' AND enabled = 1`;
	return `driver = sqlite
connect = ${place.accounts}
password_query = SELECT address AS user, password ${row}
user_query = SELECT address AS user, '%Lu' AS master_user, '*:storage=' || quota_mb || 'M' AS quota_rule ${row}
iterate_query = SELECT address AS user FROM accounts WHERE enabled = 1
`;
}
