import { expect, test } from 'vitest';
import { addressBlock, clientAddress } from '$lib/server/auth/client-address';

const proxies = ['10.0.0.0/8', '2001:db8:9::1', '127.0.0.1'];

test.each([
	['a stranger’s header counts for nothing', '203.0.113.9', '198.51.100.1', '203.0.113.9'],
	['a trusted proxy tells who asked', '127.0.0.1', '198.51.100.1', '198.51.100.1'],
	['only what the nearest proxy wrote counts', '10.1.2.3', '1.1.1.1, 198.51.100.1', '198.51.100.1'],
	['through two proxies of ours', '127.0.0.1', '6.6.6.6, 198.51.100.1, 10.9.9.9', '198.51.100.1'],
	['IPv4 in IPv6 clothes', '::ffff:127.0.0.1', '::ffff:198.51.100.1', '198.51.100.1'],
	['with brackets and a port', '2001:db8:9::1', '[2001:db8::7]:4711', '2001:db8::7'],
	['nonsense is no address', '127.0.0.1', 'unknown', '127.0.0.1'],
	['no header at all', '127.0.0.1', null, '127.0.0.1']
])('%s', (_what, peer, forwarded, client) => {
	expect(clientAddress(peer, forwarded, proxies)).toBe(client);
});

test.each([
	['203.0.113.9', '203.0.113.0/24'],
	['::ffff:203.0.113.77', '203.0.113.0/24'],
	['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
	['2001:db8:1:2:ffff::1', '2001:db8:1:2::/64'],
	['a socket', 'a socket']
])('%s belongs to %s', (address, block) => {
	expect(addressBlock(address)).toBe(block);
});
