/** What a mail program has to be told, and the forms in which some take it. */

/** One service as programs outside reach it. */
export interface ToldServer {
	readonly host: string;
	readonly port: number;
	readonly tls: 'implicit' | 'starttls';
}

export interface ToldServers {
	readonly imap: ToldServer;
	readonly smtp: ToldServer;
	readonly sieve: ToldServer;
}

export interface Login {
	readonly address: string;
	readonly password: string;
}

/**
 * The text of a QR code from which Thunderbird for Android sets an account up: its “Export for Mobile” format 1,
 * for one account with its password.
 */
export function thunderbirdCode({ imap, smtp }: ToldServers, { address, password }: Login): string {
	const secured = { starttls: 2, implicit: 3 } as const;
	const cleartext = 1;
	const server = ({ host, port, tls }: ToldServer) => [0, host, port, secured[tls], cleartext, address];
	return JSON.stringify([
		1,
		[1, 1],
		[...server(imap), address, password],
		[
			[
				[...server(smtp), password],
				[address, '']
			]
		]
	]);
}

const ENTITIES: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&apos;'
};
const xml = (text: string) => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign]!);

/**
 * Thunderbird's autoconfiguration 1.1 for a mail domain: hosts and ports, nothing of any account. Errors: none; the
 * caller has checked the domain.
 */
export function autoconfig({ imap, smtp }: ToldServers, domain: string): string {
	const server = (element: string, type: string, { host, port, tls }: ToldServer) => `
    <${element} type="${type}">
      <hostname>${xml(host)}</hostname>
      <port>${port}</port>
      <socketType>${tls === 'implicit' ? 'SSL' : 'STARTTLS'}</socketType>
      <authentication>password-cleartext</authentication>
      <username>%EMAILADDRESS%</username>
    </${element}>`;
	return `<?xml version="1.0" encoding="UTF-8"?>
<clientConfig version="1.1">
  <emailProvider id="${xml(domain)}">
    <domain>${xml(domain)}</domain>
    <displayName>${xml(domain)}</displayName>
    <displayShortName>${xml(domain)}</displayShortName>${server('incomingServer', 'imap', imap)}${server('outgoingServer', 'smtp', smtp)}
  </emailProvider>
</clientConfig>
`;
}

/** What makes one profile another: the account it is for and the app password in it. */
export interface ProfileOwner extends Login {
	/** Id of the app password. */
	readonly id: string;
	/** Two random UUIDs, for the profile and what is in it. */
	readonly uuids: readonly [string, string];
}

type Plist = string | number | boolean | readonly Plist[] | { readonly [key: string]: Plist };

function plist(value: Plist): string {
	if (typeof value === 'string') return `<string>${xml(value)}</string>`;
	if (typeof value === 'number') return `<integer>${value}</integer>`;
	if (typeof value === 'boolean') return value ? '<true/>' : '<false/>';
	if (Array.isArray(value)) return `<array>${value.map(plist).join('')}</array>`;
	const pairs = Object.entries(value).map(([key, inner]) => `<key>${xml(key)}</key>${plist(inner)}`);
	return `<dict>${pairs.join('\n')}</dict>`;
}

/** A configuration profile (`.mobileconfig`) from which iPhone, iPad and Mac set up the account in Mail. */
export function appleProfile({ imap, smtp }: ToldServers, owner: ProfileOwner): string {
	const { address, password, id, uuids } = owner;
	const name = `com.postern.mail.${id}`;
	const content = {
		PayloadType: 'com.apple.mail.managed',
		PayloadVersion: 1,
		PayloadIdentifier: `${name}.account`,
		PayloadUUID: uuids[1],
		PayloadDisplayName: address,
		EmailAccountType: 'EmailTypeIMAP',
		EmailAccountDescription: address,
		EmailAddress: address,
		IncomingMailServerAuthentication: 'EmailAuthPassword',
		IncomingMailServerHostName: imap.host,
		IncomingMailServerPortNumber: imap.port,
		IncomingMailServerUseSSL: true,
		IncomingMailServerUsername: address,
		IncomingPassword: password,
		OutgoingMailServerAuthentication: 'EmailAuthPassword',
		OutgoingMailServerHostName: smtp.host,
		OutgoingMailServerPortNumber: smtp.port,
		OutgoingMailServerUseSSL: true,
		OutgoingMailServerUsername: address,
		OutgoingPasswordSameAsIncomingPassword: true
	};
	const profile = {
		PayloadType: 'Configuration',
		PayloadVersion: 1,
		PayloadIdentifier: name,
		PayloadUUID: uuids[0],
		PayloadDisplayName: address,
		PayloadContent: [content]
	};
	return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">${plist(profile)}</plist>
`;
}
