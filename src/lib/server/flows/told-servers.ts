import { autoconfig, type ToldServer, type ToldServers } from '$lib/security/mail-programs';
import { config, type Config, type Server } from '$lib/server/config';
import { isLoopback } from '$lib/server/environment';

/**
 * What mail programs are told: the services as Postern itself reaches them. A service on this machine is told by the
 * name under which browsers know it, and never without TLS.
 */
export function toldServers(
	{ imap, submission, sieve, origin }: Pick<Config, 'imap' | 'submission' | 'sieve' | 'origin'> = config()
): ToldServers {
	const outside = new URL(origin).hostname.replace(/^\[|\]$/g, '');
	const told = ({ host, port, tls }: Server): ToldServer => ({
		host: isLoopback(host) ? outside : host,
		port,
		tls: tls === 'implicit' ? 'implicit' : 'starttls'
	});
	return { imap: told(imap), smtp: told(submission), sieve: told(sieve) };
}

/**
 * What a program is told that asks for the settings of a mail domain, before anybody signs in: hosts and ports. The
 * domain is that of `emailaddress`, else our own; which addresses there are is not told.
 */
export function autoconfigFor(query: URLSearchParams): string {
	const [, asked] = /^[^@]{0,64}@([a-z0-9.-]{1,253})$/i.exec(query.get('emailaddress') ?? '') ?? [];
	return autoconfig(toldServers(), asked?.toLowerCase() ?? new URL(config().origin).hostname);
}
