import { extension, knownType } from './content-type.ts';

/** What a file is, in the words people use. */
export type FileKind =
	| 'picture'
	| 'pdf'
	| 'document'
	| 'text'
	| 'page'
	| 'program'
	| 'script'
	| 'archive'
	| 'sound'
	| 'film'
	| 'message'
	| 'disk';

/** What a file says it is by its type and name, and what its first bytes say. `null`: nothing. */
export interface FileCheck {
	readonly says: FileKind | null;
	readonly is: FileKind | null;
	/** The two do not go together, and a person should know before opening it. */
	readonly differs: boolean;
}

const KINDS: Readonly<Record<FileKind, string>> = {
	picture: 'png jpg jpeg gif webp avif bmp heic heif tif tiff ico psd',
	pdf: 'pdf',
	document:
		'doc docx docm dot dotx xls xlsx xlsm xlsb ppt pptx pptm odt ods odp rtf epub pages numbers key cfb msg',
	text: 'txt log md csv tsv json ics vcf asc yaml yml ini conf sql xml',
	page: 'html htm xhtml svg mhtml mht',
	program: 'exe com scr pif dll msi app deb rpm apk elf jar macho mach-o class wasm lnk',
	script: 'js vbs bat cmd ps1 sh py rb pl php hta',
	archive: 'zip rar 7z gz tar bz2 xz zst lz lzh ace cab arj tgz',
	sound: 'mp3 wav ogg oga flac m4a aac opus mid amr wma',
	film: 'mp4 mov avi mkv webm mpg mpeg wmv 3gp m4v',
	message: 'eml',
	disk: 'iso img vhd vhdx dmg'
};

const BY_END = new Map(
	Object.entries(KINDS).flatMap(([kind, ends]) =>
		ends.split(' ').map((end) => [end, kind as FileKind] as const)
	)
);

/** The kind of an extension, or null for one nobody here knows. */
export const kindOfEnd = (end: string): FileKind | null => BY_END.get(end.toLowerCase()) ?? null;

/** What a file says it is: by the end of its name, by which it will be opened, else by its declared type. */
export function saidKind(declared: string, name: string | null): FileKind | null {
	const byName = kindOfEnd(extension(name ?? ''));
	if (byName) return byName;
	const type = knownType(declared, name);
	if (type === 'application/pdf') return 'pdf';
	if (type === 'text/html' || type === 'image/svg+xml') return 'page';
	if (type.startsWith('image/')) return 'picture';
	if (type.startsWith('audio/')) return 'sound';
	if (type.startsWith('video/')) return 'film';
	if (type.startsWith('text/')) return 'text';
	if (type.startsWith('message/')) return 'message';
	if (type === 'application/zip') return 'archive';
	return /word|excel|powerpoint|opendocument|officedocument/.test(type) ? 'document' : null;
}

/** Kinds that are packed in one another, so that first bytes may show the outer one. */
const WITHIN: Readonly<Partial<Record<FileKind, readonly FileKind[]>>> = {
	archive: ['document', 'program', 'archive'],
	// An old Office file is the same sort of box as an installer.
	document: ['document', 'program', 'archive', 'message'],
	text: ['text', 'page', 'script', 'message', 'document'],
	page: ['page', 'script', 'message', 'text'],
	sound: ['sound', 'film'],
	film: ['sound', 'film', 'picture'],
	script: ['script', 'text', 'program', 'page']
};

/** Compares what a file says with what it is. */
export function compareKinds(says: FileKind | null, is: FileKind | null): FileCheck {
	if (is === null || says === is || (says && WITHIN[is]?.includes(says))) return { says, is, differs: false };
	// A file that says nothing of itself may be anything but what would run.
	return { says, is, differs: says !== null || is === 'program' };
}
