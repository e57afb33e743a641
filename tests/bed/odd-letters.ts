/** Messages with a structure of their own, built line by line. Each is own work. */

const head = (subject: string, rest: string): string =>
	[
		'From: Greta Stern <greta@example.org>',
		'To: someone@demo.test',
		`Subject: ${subject}`,
		'Date: Sun, 22 Nov 2026 10:00:00 +0100',
		`Message-ID: <${subject.replace(/\W/g, '')}-${Date.now()}@example.org>`,
		'MIME-Version: 1.0',
		rest
	].join('\r\n');

const lines = (...all: string[]): Buffer => Buffer.from(all.join('\r\n') + '\r\n');

/** A red square of 8 × 8 pixels. */
export const PNG =
	'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEUlEQVR4nGP4z8CAFWEXHbQSACj/P8Fu7N9hAAAAAElFTkSuQmCC';

/** HTML and a picture it shows by Content-ID, beside plain words. */
export const withInlinePicture = lines(
	head('Inline picture', 'Content-Type: multipart/related; boundary=rel'),
	'',
	'--rel',
	'Content-Type: multipart/alternative; boundary=alt',
	'',
	'--alt',
	'Content-Type: text/plain; charset=utf-8',
	'',
	'The plain words.',
	'--alt',
	'Content-Type: text/html; charset=utf-8',
	'',
	'<p>The designed words.</p><img src="cid:square@example.org" alt="a square">',
	'<img src="cid:unknown@example.org" alt="no such part"><img src="/logout" alt="ours">',
	'<img src="https://pixel.example.test/a.png" alt="far away" width="120" height="40">',
	'<table background="https://pixel.example.test/b.png"><tr><td style="background:url(https://pixel.example.test/c.png)">cell</td></tr></table>',
	'<img src="https://pixel.example.test/t.gif" width="1" height="1">',
	'<a href="https://example.org/page">a link</a> <a href="javascript:parent.ran=1">no link</a>',
	'<svg onload="parent.ran=1"></svg><img src="x" onerror="parent.ran=1"><form action="/logout"><input name="a"></form>',
	'--alt--',
	'--rel',
	'Content-Type: image/png; name="square.png"',
	'Content-ID: <square@example.org>',
	'Content-Disposition: inline; filename="square.png"',
	'Content-Transfer-Encoding: base64',
	'',
	PNG,
	'--rel--'
);

/** A message that carries another one, which carries a file. */
export const nested = lines(
	head('Outer', 'Content-Type: multipart/mixed; boundary=out'),
	'',
	'--out',
	'Content-Type: text/plain',
	'',
	'See below.',
	'--out',
	'Content-Type: message/rfc822',
	'',
	head('Inner letter', 'Content-Type: multipart/mixed; boundary=in'),
	'',
	'--in',
	'Content-Type: text/html',
	'',
	'<p>Words of the inner one.</p><script>parent.ran=1</script>',
	'--in',
	'Content-Type: text/csv; name="prices.csv"',
	'Content-Disposition: attachment; filename="prices.csv"',
	'',
	'a;b',
	'--in--',
	'--out--'
);

/** Flowed text with quotes, a signature and links. */
export const flowed = lines(
	head('Flowed', 'Content-Type: text/plain; charset=utf-8; format=flowed'),
	'',
	'One paragraph that goes ',
	'on and on.',
	'See https://example.org/a_(b). <script>',
	...Array.from({ length: 14 }, (_, i) => `> quoted line ${i + 1}`),
	'',
	'-- ',
	'Greta'
);

/** Base64 that ends too early, in a charset nobody knows. */
export const damaged = lines(
	head('Damaged', 'Content-Type: text/plain; charset=x-unknown\r\nContent-Transfer-Encoding: base64'),
	'',
	'UmVhZGFibGUgd29yZHMuIFRoZXkgZW5kIGh'
);

/** Files whose types and names a browser must never believe. */
export const hostileFiles = lines(
	head('Files', 'Content-Type: multipart/mixed; boundary=out'),
	'',
	'--out',
	'Content-Type: text/plain',
	'',
	'Files.',
	...(
		[
			['text/html', '../../x.html', '<script>opener.ran=1</script>'],
			['image/svg+xml', 'a.svg', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
			['application/pdf', 'plan.pdf', '%PDF-1.4'],
			['text/plain', 'notes.txt', 'Just <b>notes</b>.'],
			['application/octet-stream', 'same.txt', 'one'],
			['application/octet-stream', 'same.txt', 'two']
		] as const
	).flatMap(([type, name, content]) => [
		'--out',
		`Content-Type: ${type}; name="${name}"`,
		`Content-Disposition: attachment; filename="${name}"`,
		'',
		content
	]),
	'--out--'
);
