import { describe, expect, it } from 'vitest';
import { chooseBody, contentSize, findPart, type Form } from '../../../src/lib/mail/body.ts';
import type { PartId } from '../../../src/lib/mail/ids.ts';
import type { PartNode } from '../../../src/lib/mail/structure.ts';

type Extra = Partial<Omit<PartNode, 'params'>> & { params?: Record<string, string> };

/** A part; ids are given by {@link numbered}. */
function part(type: string, { params = {}, ...extra }: Extra = {}, ...children: PartNode[]): PartNode {
	return {
		id: null,
		type,
		params: new Map(Object.entries(params)),
		disposition: null,
		filename: null,
		charset: null,
		encoding: '7bit',
		contentId: null,
		size: 100,
		description: null,
		children,
		...extra
	};
}

/** Gives part ids as IMAP counts them (RFC 9051 §6.4.5.1). */
function numbered(node: PartNode, path: number[] = []): PartNode {
	const multipart = node.type.startsWith('multipart/');
	const own = multipart ? path : path.length > 0 ? path : [1];
	return {
		...node,
		id: multipart ? null : (own.join('.') as PartId),
		children: node.children.map((child, i) => numbered(child, [...path, i + 1]))
	};
}

function chosen(root: PartNode, form?: Form) {
	const { shown, attachments, notices, otherForm } = chooseBody(numbered(root), form);
	return {
		shown: shown.map(({ kind, node }) => `${kind} ${node.id}`),
		attachments: attachments.map((node) => node.id),
		notices,
		otherForm
	};
}

const text = part('text/plain');
const html = part('text/html');
const png = part('image/png', { contentId: 'logo', disposition: 'inline' });
const pdf = part('application/pdf', { disposition: 'attachment', filename: 'a.pdf' });

describe('the body of a message', () => {
	it('is the only part', () => {
		expect(chosen(text)).toMatchObject({ shown: ['text 1'], attachments: [] });
		expect(chosen(pdf)).toMatchObject({ shown: [], attachments: ['1'] });
	});

	it('is the HTML of two forms, in either order', () => {
		expect(chosen(part('multipart/alternative', {}, text, html))).toMatchObject({
			shown: ['html 2'],
			otherForm: true
		});
		expect(chosen(part('multipart/alternative', {}, html, text))).toMatchObject({ shown: ['html 1'] });
		expect(chosen(part('multipart/alternative', {}, text, html), 'text')).toMatchObject({
			shown: ['text 1']
		});
	});

	it('is the last of several HTML forms, never the AMP one', () => {
		const amp = part('text/x-amp-html');
		expect(chosen(part('multipart/alternative', {}, text, amp, html))).toMatchObject({
			shown: ['html 3'],
			attachments: []
		});
		expect(chosen(part('multipart/alternative', {}, html, html, html)).shown).toEqual(['html 3']);
	});

	it('keeps an invitation beside two forms as an attachment', () => {
		const invitation = part('text/calendar');
		expect(chosen(part('multipart/alternative', {}, text, html, invitation))).toMatchObject({
			shown: ['html 2'],
			attachments: ['3']
		});
	});

	it('finds pictures of a related body by Content-ID, the first of two', () => {
		const root = part('multipart/related', {}, part('multipart/alternative', {}, text, html), png, png);
		const { byContentId } = chooseBody(numbered(root));
		expect(byContentId.get('logo')?.id).toBe('2');
		expect(chosen(root).shown).toEqual(['html 1.2']);
	});

	it('begins a related body where its start parameter says', () => {
		const root = part(
			'multipart/related',
			{ params: { start: '<body>' } },
			png,
			part('text/html', { contentId: 'body' })
		);
		expect(chosen(root).shown).toEqual(['html 2']);
	});

	it('shows texts and pictures of a mixed message in their order', () => {
		const photo = part('image/jpeg', { disposition: 'inline', filename: 'a.jpg' });
		expect(chosen(part('multipart/mixed', {}, text, photo, text, pdf))).toMatchObject({
			shown: ['text 1', 'image 2', 'text 3'],
			attachments: ['2', '4']
		});
	});

	it('attaches a named text that follows the words', () => {
		const log = part('text/plain', { filename: 'build.log' });
		expect(chosen(part('multipart/mixed', {}, text, log))).toMatchObject({
			shown: ['text 1'],
			attachments: ['2']
		});
	});

	it('says what is signed and what is encrypted, and shows nothing of the latter', () => {
		const signature = part('application/pgp-signature');
		expect(chosen(part('multipart/signed', {}, text, signature))).toMatchObject({
			shown: ['text 1'],
			attachments: ['2'],
			notices: ['signed']
		});
		const inner = part('multipart/signed', {}, text, signature);
		expect(chosen(part('multipart/mixed', {}, text, inner)).notices).toEqual(['partly-signed']);
		expect(chosen(part('multipart/encrypted', {}, part('application/pgp-encrypted'), text))).toMatchObject({
			shown: [],
			attachments: ['1', '2'],
			notices: ['encrypted']
		});
		expect(
			chosen(part('application/pkcs7-mime', { params: { 'smime-type': 'enveloped-data' } })).notices
		).toEqual(['encrypted']);
	});

	it('shows the words of a delivery report and attaches the rest', () => {
		const report = part(
			'multipart/report',
			{},
			text,
			part('message/delivery-status'),
			part('message/rfc822', {}, text)
		);
		expect(chosen(report)).toMatchObject({ shown: ['text 1'], attachments: ['2', '3'] });
	});

	it('does not look into a nested message', () => {
		const forwarded = part('message/rfc822', {}, part('multipart/mixed', {}, text, pdf));
		expect(chosen(part('multipart/mixed', {}, text, forwarded))).toMatchObject({
			shown: ['text 1'],
			attachments: ['2']
		});
	});

	it('lists what is too much to show', () => {
		const many = part('multipart/mixed', {}, ...Array.from({ length: 80 }, () => text));
		const result = chosen(many);
		expect(result.shown).toHaveLength(50);
		expect(result.attachments).toHaveLength(30);
		expect(result.notices).toEqual(['shortened']);
	});

	it('survives depth', () => {
		let deep = text;
		for (let i = 0; i < 100; i++) deep = part('multipart/mixed', {}, deep);
		expect(chosen(deep).shown).toHaveLength(1);
	});
});

it('a part is found by its id, also inside a nested message', () => {
	const inner = part('multipart/mixed', {}, text, pdf);
	const root = numbered(part('multipart/mixed', {}, text, part('message/rfc822', {}, inner)));
	expect(findPart(root, '1')?.type).toBe('text/plain');
	expect(findPart(root, '9')).toBeNull();
});

it('the size of base64 is that of what it carries', () => {
	expect(contentSize(part('image/png', { encoding: 'base64', size: 780 }))).toBe(570);
});
