import { join } from 'node:path';
import { DOORS, doorFiles } from '../dovecot/passdbs.ts';
import type { Place } from './place.ts';
import { MAIL_OWNER } from './system-users.ts';

/** In whose name a Postern in token mode signs for this server (`POSTERN_TOKEN_ISSUER`). */
export const TOKEN_ISSUER = 'https://postern.demo.test';

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
!include ${join(etc, DOORS)}
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

/** From where Postern connects; every other address of 127.0.0.0/8 stands for the world outside. */
const OWN_ADDRESS = '127.0.0.1/32';

/** Files beside it, by name: who may sign in. The same that `npm run dovecot` prints for an installation. */
export function dovecotDoors({ etc, tokens, accounts }: Place): Record<string, string> {
	return doorFiles({
		etc,
		token: { keys: join(tokens, 'public'), issuer: TOKEN_ISSUER },
		accounts: { kind: 'store', path: accounts, own: [OWN_ADDRESS] }
	});
}
