import type { PartNode } from './structure.ts';

/** The parts of a message that an answer needs. */
export interface QuotedParts {
	/** What is quoted: plain text where there is some, else HTML; null when the message has neither. */
	readonly text: PartNode | null;
	/** What a forwarded copy takes along, in the order of the message. */
	readonly files: readonly PartNode[];
}

/** Chooses from the structure. Parts of messages inside the message stay inside: the nested message is one file. */
export function partsToQuote(root: PartNode): QuotedParts {
	const leaves = flatten(root);
	const isText = ({ type, disposition, filename }: PartNode) =>
		/^text\/(?:plain|html)$/.test(type) && disposition !== 'attachment' && filename === null;
	const body = leaves.filter(isText);
	const chosen = body.find(({ type }) => type === 'text/plain') ?? body[0];
	const alternatives = new Set(body.filter((node) => node === chosen || node.type === 'text/html'));
	return {
		text: chosen ?? null,
		files: leaves.filter((node) => !alternatives.has(node))
	};
}

function flatten(node: PartNode): PartNode[] {
	if (node.type.startsWith('multipart/')) return node.children.flatMap(flatten);
	return [node];
}
