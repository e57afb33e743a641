import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { previewOf, responseType } from '../../../src/lib/mail/content-type.ts';
import {
	DROPPED_WITH_CONTENT,
	ELEMENTS,
	mayStand,
	safeAttribute
} from '../../../src/lib/mail/html-policy.ts';
import { imageSource, linkTarget } from '../../../src/lib/mail/message-url.ts';
import {
	isAllowedMedia,
	isAllowedProperty,
	isAllowedSelector,
	isAllowedValue,
	isFetchingValue
} from '../../../src/lib/mail/style-policy.ts';

describe('elements and attributes', () => {
	it('allows no element that runs, fetches, embeds or asks', () => {
		const never =
			'script iframe object embed form input button textarea select svg math link meta base video audio ' +
			'style template picture source map area details dialog slot marquee custom-element';
		for (const name of never.split(' ')) expect(ELEMENTS.has(name), name).toBe(false);
		const gone = 'script noscript noembed noframes title textarea xmp iframe svg math template select';
		for (const name of gone.split(' ')) expect(DROPPED_WITH_CONTENT.has(name), name).toBe(true);
		for (const name of DROPPED_WITH_CONTENT) expect(ELEMENTS.has(name), name).toBe(false);
	});

	it.each([
		['td', 'onclick', 'x()', null],
		['td', 'background', 'https://t.example/x', null],
		['a', 'ping', 'https://t.example', null],
		['div', 'contenteditable', 'true', null],
		['div', 'tabindex', '1', null],
		['div', 'accesskey', 'a', null],
		['constructor', '__proto__', 'x', null],
		['td', 'bgcolor', '#fff', '#fff'],
		['td', 'bgcolor', 'url(x)', null],
		['table', 'role', 'presentation', 'presentation'],
		['table', 'role', 'alert', null],
		['td', 'width', '100%', '100%'],
		['td', 'width', '100vw', null],
		['img', 'alt', 'a <b>', 'a <b>'],
		['img', 'alt', 'a'.repeat(2001), null],
		['font', 'face', 'Arial, sans-serif', 'Arial, sans-serif']
	])('%s %s=%s', (element, name, value, expected) => {
		expect(safeAttribute(element, name, value)).toBe(expected);
	});
});

describe('what may stand in the page', () => {
	it('has no attribute that runs, fetches, names or takes the focus', () => {
		const never = [
			...['onclick', 'onerror', 'name', 'tabindex', 'accesskey', 'autofocus', 'contenteditable', 'form'],
			...['srcset', 'ping', 'background', 'usemap', 'is', 'slot', 'part', 'popover', 'data-x', 'aria-label']
		];
		for (const element of ELEMENTS)
			for (const name of never) expect(mayStand(element, name), `${element} ${name}`).toBe(false);
	});

	it('has addresses in links and pictures alone', () => {
		for (const element of ELEMENTS) {
			expect(mayStand(element, 'href')).toBe(element === 'a');
			expect(mayStand(element, 'src')).toBe(element === 'img');
		}
		expect(mayStand('__proto__', 'constructor')).toBe(false);
	});

	it('holds all that is copied', () => {
		const element = fc.constantFrom(...ELEMENTS);
		fc.assert(
			fc.property(
				element,
				fc.string({ unit: 'grapheme-ascii', maxLength: 12 }),
				fc.string(),
				(on, name, value) => {
					if (safeAttribute(on, name, value) !== null) expect(mayStand(on, name)).toBe(true);
				}
			)
		);
	});
});

describe('addresses', () => {
	it.each([
		['https://a.example/x', 'https://a.example/x'],
		['HTTP://A.example', 'http://a.example/'],
		['https://bank.example@evil.example/', 'https://evil.example/'],
		['mailto:a@b.example', 'mailto:a@b.example'],
		['tel:+47123', 'tel:+47123'],
		['java\nscript:alert(1)', null],
		[' javascript:alert(1)', null],
		['data:text/html,x', null],
		['vbscript:x', null],
		['file:///etc/passwd', null],
		['/mail/INBOX', null],
		['?q=1', null],
		['#top', null],
		['//evil.example', null],
		['blob:https://x/y', null]
	])('link %j', (href, expected) => {
		expect(linkTarget(href)).toBe(expected);
	});

	it('a link is to the web, to mail or to a telephone, whatever was written', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), (text) => {
				for (const href of [text, `https://${text}`, `java${text}script:`])
					expect(linkTarget(href) ?? 'https:').toMatch(/^(?:https?|mailto|tel):/);
			})
		);
	});

	it.each([
		['cid:logo@x', { kind: 'part', contentId: 'logo@x' }],
		['CID:%3Clogo%3E', { kind: 'part', contentId: 'logo' }],
		['data:image/png;base64,AAAA', { kind: 'data', url: 'data:image/png;base64,AAAA' }],
		['data:image/svg+xml;base64,AAAA', { kind: 'none' }],
		['data:text/html,x', { kind: 'none' }],
		['https://t.example/p.gif?x', { kind: 'remote', url: 'https://t.example/p.gif?x', host: 't.example' }],
		['//t.example/p.gif', { kind: 'remote', url: 'https://t.example/p.gif', host: 't.example' }],
		['/api/folders/INBOX', { kind: 'none' }],
		['file://host/x.png', { kind: 'none' }],
		['', { kind: 'none' }]
	])('image %j', (src, expected) => {
		expect(imageSource(src)).toEqual(expected);
	});
});

describe('styles', () => {
	it.each([
		['color', 'rgb(1, 2, 3)', true],
		['color', 'var(--x)', false],
		['background-image', 'url("https://t.example/x")', false],
		['background-image', 'image-set("a.png" 1x)', false],
		['background-image', 'linear-gradient(rgb(0, 0, 0), rgb(1, 1, 1))', true],
		['width', 'calc(100% - 10px)', true],
		['height', '100vh', false],
		['min-height', '100dvh', false],
		['font-family', '"Helvetica Neue", serif', true],
		['font-family', '"ＭＳ Ｐゴシック", "Größe 2"', true],
		['font-family', '"url(x)", serif', false],
		['font-family', '"a\\"b", serif', false],
		['font-family', '"a;b", serif', false],
		['font-family', '"</style><img src=x>"', false],
		['list-style-type', '"<!--"', false],
		['width', '1px > 2px', false],
		['display', 'none', true],
		['display', 'grid', false],
		['width', 'attr(data-x px)', false],
		['width', 'expression(alert(1))', false],
		['color', 'red; } body { x', false],
		['opacity', '0.5', true]
	])('%s: %s', (name, value, expected) => {
		expect(isAllowedProperty(name)).toBe(true);
		expect(isAllowedValue(name, value)).toBe(expected);
	});

	it.each([
		'position',
		'z-index',
		'transform',
		'cursor',
		'content',
		'behavior',
		'-moz-binding',
		'filter',
		'--x',
		'animation-name'
	])('%s is left out', (name) => {
		expect(isAllowedProperty(name)).toBe(false);
	});

	it('holds no mark of HTML or CSS that we did not write, whatever the value (security R8)', () => {
		const anything = fc.array(
			fc.oneof(
				fc.string({ unit: 'binary', maxLength: 8 }),
				fc.constantFrom('"', "'", '\\', ';', '<', '}', 'url(', 'var(--x)', '/*', 'red', ' ', '@import')
			)
		);
		fc.assert(
			fc.property(
				anything,
				fc.constantFrom('color', 'font-family', 'width', 'background-image'),
				(parts, name) => {
					const value = parts.join('');
					if (!isAllowedValue(name, value)) return;
					expect(value).not.toMatch(/[<>;{}@\\]/);
					expect(value.replace(/"[^"']*"|'[^"']*'/g, '')).not.toMatch(/["']|url\(|var\(/i);
				}
			),
			{ numRuns: 5000 }
		);
	});

	it.each([
		['(max-width: 600px)', true],
		['only screen and (max-width: 480px)', true],
		['print', true],
		['', true],
		['(prefers-color-scheme: dark)', false],
		['(max-height: 500px)', false],
		['(min-aspect-ratio: 1/2)', false],
		['(orientation: portrait)', false],
		['(min-block-size: 1px)', false],
		['screen{} html{x:y', false]
	])('@media %s: %s', (condition, expected) => {
		expect(isAllowedMedia(condition)).toBe(expected);
	});

	it.each([
		['.a > b:hover', true],
		['.sm\\:w-full', true],
		['a[href^="x"]', true],
		['a{}', false],
		['</style><img>', false],
		['a'.repeat(2001), false]
	])('selector %j: %s', (selector, expected) => {
		expect(isAllowedSelector(selector)).toBe(expected);
	});

	it('what fetches is known as such', () => {
		expect(isFetchingValue('url("https://t.example/x")')).toBe(true);
		expect(isFetchingValue('"url(x)"')).toBe(false);
	});
});

describe('types of answers', () => {
	it.each([
		['text/html', 'a.html', 'application/octet-stream', 'text'],
		['image/svg+xml', 'a.svg', 'application/octet-stream', 'text'],
		['application/xhtml+xml', 'a.xhtml', 'application/octet-stream', null],
		['image/jpg', 'a.jpg', 'image/jpeg', 'image'],
		['application/octet-stream', 'a.pdf', 'application/pdf', 'pdf'],
		['application/octet-stream', 'a.html', 'application/octet-stream', null],
		['text/javascript', 'sw.js', 'application/octet-stream', 'text'],
		['message/rfc822', null, 'application/octet-stream', 'message'],
		['image/png\r\nx: y', null, 'application/octet-stream', null]
	])('%s named %s', (type, name, answer, preview) => {
		expect(responseType(type, name)).toBe(answer);
		expect(previewOf(type, name)).toBe(preview);
	});
});
