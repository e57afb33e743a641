import { expect, test } from 'vitest';
import { browserName } from '$lib/security/browser-name';

test.each([
	['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox, Linux'],
	[
		'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0 Safari/537.36',
		'Chrome, Windows'
	],
	[
		'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0 Safari/537.36 Edg/156.0',
		'Edge, Windows'
	],
	[
		'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile Safari/604.1',
		'Safari, iPhone'
	],
	['curl/8.5.0', 'curl'],
	['Tool', 'Tool'],
	['https://postern-help.example/confirm', '–'],
	['postern-help.example: confirm there', '–'],
	['Call +49 30 5550 now', 'Call'],
	['', '–']
])('%s', (agent, name) => expect(browserName(agent)).toBe(name));
