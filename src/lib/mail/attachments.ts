import { contentSize } from './body.ts';
import { knownType, previewOf, type Preview } from './content-type.ts';
import { fileDanger } from './file-risk.ts';
import { safeFileName, uniqueFileNames } from './file-name.ts';
import type { Attachment } from './open-message.ts';
import type { PartNode } from './structure.ts';

/** Extension for parts that came without a name. */
const EXTENSIONS = new Map([
	['text/plain', 'txt'],
	['text/html', 'html'],
	['text/calendar', 'ics'],
	['text/vcard', 'vcf'],
	['text/csv', 'csv'],
	['message/rfc822', 'eml'],
	['message/delivery-status', 'txt'],
	['image/png', 'png'],
	['image/jpeg', 'jpg'],
	['image/gif', 'gif'],
	['image/webp', 'webp'],
	['application/pdf', 'pdf'],
	['application/zip', 'zip'],
	['application/pgp-signature', 'asc'],
	['application/pgp-encrypted', 'asc'],
	['application/pkcs7-signature', 'p7s'],
	['application/pkcs7-mime', 'p7m'],
	['application/ms-tnef', 'dat']
]);

/** The safe name of a part, made up from its type or its subject when it has none. */
export function partName(node: PartNode): string {
	const end = EXTENSIONS.get(knownType(node.type, node.filename)) ?? 'bin';
	const fallback = `part-${node.id ?? '1'}.${end}`;
	if (node.filename) return safeFileName(node.filename, fallback);
	if (node.message?.subject) return safeFileName(`${node.message.subject.slice(0, 120)}.${end}`, fallback);
	return fallback;
}

/** How a part can be looked at: a message that the mail server did not take apart, as text. */
export function filePreview(node: PartNode): Preview | null {
	const preview = previewOf(node.type, node.filename);
	return preview === 'message' && !node.message ? 'text' : preview;
}

/** Attachments as the reader lists them, with names that differ from one another. */
export function listAttachments(nodes: readonly PartNode[]): Attachment[] {
	const own = nodes.filter((node) => node.id !== null);
	const names = uniqueFileNames(own.map(partName));
	return own.flatMap((node, i) =>
		node.id === null
			? []
			: [
					{
						part: node.id,
						name: names[i] ?? partName(node),
						type: node.type,
						size: contentSize(node),
						preview: filePreview(node),
						message: node.message ?? null,
						...fileDanger(names[i] ?? '', node.filename)
					}
				]
	);
}
