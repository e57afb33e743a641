import { join } from 'node:path';
import type { Ports } from './ports.ts';

/** Where one private mail server lives: everything below `root`, everything on loopback. */
export interface Place {
	root: string;
	ports: Ports;
	/** Configuration of Dovecot and Postfix, certificates. */
	etc: string;
	/** Dovecot's sockets and pid file. */
	run: string;
	log: string;
	/** One folder for each domain, in it one for each account. */
	mail: string;
	/** Accounts and aliases, read by Dovecot and Postfix. */
	accounts: string;
	/** Where a Postern in token mode keeps its keys (`POSTERN_TOKEN_KEYS`); Dovecot reads the public ones. */
	tokens: string;
	/** Postfix's queue, and its data folder. */
	spool: string;
	lib: string;
	/** The certificate of the private authority, PEM, for clients. */
	ca: string;
}

export function placeAt(root: string, ports: Ports): Place {
	return {
		root,
		ports,
		etc: join(root, 'etc'),
		run: join(root, 'run'),
		log: join(root, 'log'),
		mail: join(root, 'mail'),
		accounts: join(root, 'state', 'accounts.db'),
		tokens: join(root, 'state', 'tokens'),
		spool: join(root, 'spool'),
		lib: join(root, 'lib'),
		ca: join(root, 'etc', 'ca.pem')
	};
}
