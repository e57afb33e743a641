import fc from 'fast-check';
import { expect, test } from 'vitest';
import { imageSource } from '$lib/mail/message-url';
import { remoteAddresses } from '$lib/mail/remote-addresses';
import { LINEAR, growth } from '../growth.ts';

test.each([
	['<img src="http://a.example/x.png">', 'http://a.example/x.png'],
	["<img src='http://a.example/x.png'>", 'http://a.example/x.png'],
	['<img src=http://a.example/x.png?a=b&c=d>', 'http://a.example/x.png?a=b&c=d'],
	['<img src="http://a.example/x.png?a=b&amp;c=d">', 'http://a.example/x.png?a=b&c=d'],
	['<img src="http&colon;&sol;&#47;a.example&#x2f;x.png">', 'http://a.example/x.png'],
	['<img src="//a.example/x.png">', 'https://a.example/x.png'],
	['<img src="HTTP://A.Example/X.png">', 'http://a.example/X.png'],
	['<img src=" http://a.example/with blank.png ">', 'http://a.example/with%20blank.png'],
	[`<img src="http://a.example/it's.png">`, "http://a.example/it's.png"],
	['<img srcset="http://a.example/1.png 1x,http://a.example/2.png 2x">', 'http://a.example/2.png'],
	['<img srcset="http://a.example/1.png, http://a.example/2.png 2x">', 'http://a.example/1.png'],
	['<td background="http://a.example/b.png">', 'http://a.example/b.png'],
	['<td style="background:url(http://a.example/b.png)">', 'http://a.example/b.png'],
	[`<td style="background:url('http://a.example/b.png')">`, 'http://a.example/b.png'],
	['<td style="background:url(&quot;http://a.example/b.png&quot;)">', 'http://a.example/b.png'],
	['<style>a{background:u\\72l(http:\\2f\\2f a.example/b.png)}</style>', 'http://a.example/b.png'],
	['<img src="http://bücher.example/ü.png">', 'http://xn--bcher-kva.example/%C3%BC.png']
])('%s', (html, address) => {
	expect([...remoteAddresses(html)]).toContain(address);
});

test('part of an address, or two put together, are none', () => {
	const found = remoteAddresses('<img src="http://a.example/long/path.png"><p>http://b.example/</p>');
	for (const other of ['http://a.example/long/path', 'http://a.example/', 'http://b.example/path.png'])
		expect(found.has(other), other).toBe(false);
});

test('what is found is what an image may be', () => {
	fc.assert(
		fc.property(fc.string({ maxLength: 200 }), (text) => {
			for (const address of remoteAddresses(`<img src="http://a.example/${text}"`))
				expect(imageSource(address)).toMatchObject({ kind: 'remote', url: address });
		})
	);
});

test('takes time linear in its input', () => {
	for (const unit of ['//', '&#47;', 'url(', '\\2f ', '="//a ', 'A+/A', '<>"\'']) {
		const job = (size: number) => remoteAddresses(unit.repeat(size / unit.length));
		expect(growth(400_000, job), unit).toBeLessThan(LINEAR);
	}
});

test('so many addresses that do not end cost no more than the first of them', () => {
	const many = Array.from({ length: 100_000 }, (_, i) => `<img src="http://a.example/${i}">`).join('');
	expect(remoteAddresses(many).size).toBe(5000);
	const nowhere = Array.from({ length: 30_000 }, (_, i) => `<img src="http://[${i}">`).join('');
	expect(remoteAddresses(`${nowhere}<img src="http://a.example/x.png">`).size).toBe(0);
});
