import { describe, expect, test } from 'vitest';
import {
	appleProfile,
	autoconfig,
	thunderbirdCode,
	type ToldServers
} from '../../../src/lib/security/mail-programs.ts';

const servers: ToldServers = {
	imap: { host: 'imap.example.org', port: 993, tls: 'implicit' },
	smtp: { host: 'smtp.example.org', port: 587, tls: 'starttls' },
	sieve: { host: 'imap.example.org', port: 4190, tls: 'starttls' }
};
const login = { address: 'o\'"<b>&@example.org', password: 'abcd-efgh' };

describe('what mail programs are told', () => {
	test('the code for Thunderbird is its format 1: one account, one sending server, one identity', () => {
		expect(
			JSON.parse(thunderbirdCode(servers, { address: 'ada@example.org', password: 'abcd-efgh' }))
		).toEqual([
			1,
			[1, 1],
			[0, 'imap.example.org', 993, 3, 1, 'ada@example.org', 'ada@example.org', 'abcd-efgh'],
			[
				[
					[0, 'smtp.example.org', 587, 2, 1, 'ada@example.org', 'abcd-efgh'],
					['ada@example.org', '']
				]
			]
		]);
	});

	test('autoconfiguration names hosts, ports and how they are secured', () => {
		const xml = autoconfig(servers, 'example.org');
		expect(xml).toMatch(
			/<incomingServer type="imap">\s*<hostname>imap\.example\.org<\/hostname>\s*<port>993<\/port>\s*<socketType>SSL</
		);
		expect(xml).toMatch(
			/<outgoingServer type="smtp">\s*<hostname>smtp\.example\.org<\/hostname>\s*<port>587<\/port>\s*<socketType>STARTTLS</
		);
		expect(xml.match(/%EMAILADDRESS%/g)).toHaveLength(2);
	});

	test('no address breaks out of the profile', () => {
		const xml = appleProfile(servers, { ...login, id: 'x', uuids: ['A', 'B'] });
		expect(xml).toContain('<key>EmailAddress</key><string>o&apos;&quot;&lt;b&gt;&amp;@example.org</string>');
		expect(xml).toContain('<key>IncomingMailServerPortNumber</key><integer>993</integer>');
		expect(xml).toContain('<key>OutgoingPasswordSameAsIncomingPassword</key><true/>');
		expect(xml.match(/<string>abcd-efgh<\/string>/g)).toHaveLength(1);
	});
});
