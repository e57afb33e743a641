import type { PartNode } from './structure.ts';

/**
 * Chooses what of a message is its body and what is attached, from the structure alone (RFC 2046 §5.1,
 * RFC 2387, RFC 1847, RFC 6522). Every part with content ends in the body, among the attachments, or is an
 * alternative form of something shown; nothing is lost without a trace.
 */
export interface ChosenBody {
	/** In reading order. */
	readonly shown: readonly ShownPart[];
	readonly attachments: readonly PartNode[];
	/** Parts that HTML may refer to by `cid:`, by Content-ID; the first of two with one id wins. */
	readonly byContentId: ReadonlyMap<string, PartNode>;
	readonly notices: readonly BodyNotice[];
	/** True when the body also exists in the form that was not preferred. */
	readonly otherForm: boolean;
}

export interface ShownPart {
	readonly kind: 'text' | 'html' | 'image';
	readonly node: PartNode;
}

/** What the structure says that a reader should know. */
export type BodyNotice = 'encrypted' | 'signed' | 'partly-signed' | 'fragment' | 'elsewhere' | 'shortened';

/** The form of the body a reader wants where the sender gave both. */
export type Form = 'html' | 'text';

/** More parts than this are listed, not shown one under another. */
const MAX_SHOWN = 50;

const TEXT_TYPES = new Set(['text/plain', 'text/markdown', 'text/enriched', 'text/richtext']);

/** A form of the same words that we do not show (AMP for email). */
const UNWANTED_FORMS = new Set(['text/x-amp-html', 'text/watch-html']);

const IMAGES = /^image\/(?:png|p?jpe?g|gif|webp|avif|bmp)$/;

interface Gathering {
	readonly form: Form;
	readonly shown: ShownPart[];
	readonly attachments: PartNode[];
	readonly byContentId: Map<string, PartNode>;
	readonly notices: Set<BodyNotice>;
	otherForm: boolean;
}

const isMultipart = (node: PartNode): boolean => node.type.startsWith('multipart/');

/** True when the part, or a part of its main line, can be shown in this form. */
function offers(node: PartNode, form: Form): boolean {
	if (isMultipart(node)) return node.children.some((child) => offers(child, form));
	if (node.disposition === 'attachment') return false;
	return form === 'html' ? node.type === 'text/html' : TEXT_TYPES.has(node.type);
}

function leaf(node: PartNode, into: Gathering): void {
	if (node.contentId && !into.byContentId.has(node.contentId)) into.byContentId.set(node.contentId, node);
	if (node.type === 'message/partial') into.notices.add('fragment');
	if (node.type === 'message/external-body') into.notices.add('elsewhere');
	if (/^application\/(?:x-)?pkcs7-mime$/.test(node.type))
		into.notices.add(/signed/i.test(node.params.get('smime-type') ?? '') ? 'signed' : 'encrypted');
	const kind = shownKind(node, into.shown.length);
	if (kind && into.shown.length < MAX_SHOWN) into.shown.push({ kind, node });
	if (kind !== 'text' && kind !== 'html') into.attachments.push(node);
	else if (into.shown.at(-1)?.node !== node) {
		into.attachments.push(node);
		into.notices.add('shortened');
	}
}

function shownKind(node: PartNode, before: number): ShownPart['kind'] | null {
	if (node.disposition === 'attachment') return null;
	// A named text after the first words is a file someone put in, even when it is said to be inline.
	const isFile = node.filename !== null && before > 0;
	if (node.type === 'text/html') return isFile ? null : 'html';
	if (TEXT_TYPES.has(node.type)) return isFile ? null : 'text';
	return node.disposition === 'inline' && IMAGES.test(node.type) ? 'image' : null;
}

function alternative(node: PartNode, into: Gathering): void {
	const other: Form = into.form === 'html' ? 'text' : 'html';
	// The last is the richest (RFC 2046 §5.1.4), but a sender who got the order wrong meant the HTML all the same.
	const chosen =
		node.children.findLast((child) => offers(child, into.form)) ??
		node.children.findLast((child) => offers(child, other));
	for (const child of node.children) {
		if (child === chosen) walk(child, into);
		else if (offers(child, other) && chosen && offers(chosen, into.form)) into.otherForm = true;
		else if (offers(child, into.form) || UNWANTED_FORMS.has(child.type)) continue;
		else walk(child, { ...into, shown: [] });
	}
}

function related(node: PartNode, into: Gathering): void {
	const start = node.params.get('start')?.replace(/^<|>$/g, '');
	const root = node.children.find((child) => start && child.contentId === start) ?? node.children[0];
	if (root) walk(root, into);
	// Pictures of a related body stand where its HTML says, not below it; the rest is attached.
	for (const child of node.children) {
		if (child === root) continue;
		if (isMultipart(child)) walk(child, into);
		else leaf(offers(child, 'html') || offers(child, 'text') ? child : { ...child, disposition: null }, into);
	}
}

function walk(node: PartNode, into: Gathering): void {
	if (!isMultipart(node)) return leaf(node, into);
	switch (node.type) {
		case 'multipart/alternative':
			return alternative(node, into);
		case 'multipart/related':
			return related(node, into);
		case 'multipart/signed':
			into.notices.add('signed');
			break;
		case 'multipart/encrypted':
			// Nothing inside is decrypted or shown, whatever its parts claim to be.
			into.notices.add('encrypted');
			for (const child of node.children) attach(child, into);
			return;
	}
	for (const child of node.children) walk(child, into);
}

function attach(node: PartNode, into: Gathering): void {
	if (node.id && !isMultipart(node)) into.attachments.push(node);
	else for (const child of node.children) attach(child, into);
}

/** Chooses the body below `root` in the form a reader prefers. Never fails, whatever the structure. */
export function chooseBody(root: PartNode, form: Form = 'html'): ChosenBody {
	const into: Gathering = {
		form,
		shown: [],
		attachments: [],
		byContentId: new Map(),
		notices: new Set(),
		otherForm: false
	};
	walk(root, into);
	// A signature somewhere inside says nothing of the words around it (security M13).
	if (into.notices.has('signed') && root.type !== 'multipart/signed' && isMultipart(root)) {
		into.notices.delete('signed');
		into.notices.add('partly-signed');
	}
	return { ...into, notices: [...into.notices] };
}

/** The part of this id below `root`, looking into messages too, or null. */
export function findPart(root: PartNode, id: string): PartNode | null {
	const open = [root];
	for (let node = open.pop(); node; node = open.pop()) {
		if (node.id === id && !isMultipart(node)) return node;
		open.push(...node.children);
	}
	return null;
}

/** Octets after the transfer encoding is undone; base64 in lines of 76 carries 57 in 78. */
export function contentSize(node: PartNode): number {
	return node.encoding === 'base64' ? Math.round((node.size * 57) / 78) : node.size;
}
