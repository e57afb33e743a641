import { expect, test } from 'vitest';
import { isTracker } from '$lib/mail/trackers';

test.each([
	'http://track.example.net/open.gif?c=boat.example&u=ada',
	'https://shop.us5.list-manage.com/track/open.php?u=1&id=2&e=3',
	'https://mandrillapp.com/track/open.php?u=1',
	'https://u1.ct.sendgrid.net/wf/open?upn=abc',
	'https://abc.r.eu-west-1.awstrack.me/I0/0102018f/x=1',
	'https://t.hubspotemail.net/e2t/o/abc',
	'https://track.customer.io/e/o/dGhpcyBpcyBsb25n',
	'https://www.google-analytics.com/collect?v=1',
	'https://ad.doubleclick.net/x.gif',
	'https://email.shop.example/open/aGVsbG8gd29ybGQgaGVsbG8',
	'https://pixel.shop.example/x.png?reader=1'
])('%s counts', (url) => {
	expect(isTracker(url)).toBe(true);
});

test.each([
	'https://cdn.example.net/logo.png',
	'https://cdn.example.net/logo.png?v=3',
	'https://images.example.net/open-house.jpg?w=600',
	'https://images.example.net/opening/photo.jpg?w=600',
	'https://pixel.example.test/a.png',
	'https://music.example/track/album.jpg?size=2',
	'https://open.scdn.example/image/ab67616d00001e02ff9ca10b55ce82ae553c8228',
	'https://doubleclick.net.example/a.png',
	'https://mcusercontent.com/0123456789abcdef/images/logo.png',
	'not an address'
])('%s is a picture', (url) => {
	expect(isTracker(url)).toBe(false);
});
