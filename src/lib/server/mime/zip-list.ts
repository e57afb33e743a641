import { fromFd, getFileNameLowLevel, type Entry, type ZipFile } from 'yauzl';
import { shownText } from '$lib/mail/file-name';
import { fileDanger } from '$lib/mail/file-risk';
import { MAX_ZIPPED, type ZipListing, type ZippedFile } from '$lib/mail/zip-listing';

/** Longest name that is shown, in characters. */
const MAX_NAME = 300;
/** Milliseconds for the whole directory. */
const PATIENCE = 5000;

/**
 * Reads the directory of a zip from an open file, entry by entry. Nothing is unpacked, so it does not matter what
 * the entries would become. Never fails: what is no zip has no files and is `broken`. The file stays open.
 */
export async function listZip(descriptor: number): Promise<ZipListing> {
	const zip = await open(descriptor);
	if (!zip) return { files: [], total: 0, broken: true };
	const files: ZippedFile[] = [];
	const broken = await new Promise<boolean>((done) => {
		const late = setTimeout(() => done(true), PATIENCE);
		const end = (isBroken: boolean): void => {
			clearTimeout(late);
			done(isBroken);
		};
		zip.on('error', () => end(true));
		zip.on('end', () => end(false));
		zip.on('entry', (entry: Entry) => {
			files.push(fileOf(entry));
			if (files.length >= MAX_ZIPPED) end(false);
			else zip.readEntry();
		});
		zip.readEntry();
	});
	return { files, total: Math.max(files.length, zip.entryCount), broken };
}

function open(descriptor: number): Promise<ZipFile | null> {
	return new Promise((done) =>
		fromFd(
			descriptor,
			{ lazyEntries: true, autoClose: false, decodeStrings: false, validateEntrySizes: false },
			(error, zip) => done(error ? null : zip)
		)
	);
}

function fileOf(entry: Entry): ZippedFile {
	const written = nameOf(entry);
	const name = shownText(written).slice(0, MAX_NAME);
	return {
		name: name || '?',
		size: Number.isSafeInteger(entry.uncompressedSize) ? entry.uncompressedSize : 0,
		folder: /[/\\]$/.test(name),
		locked: (entry.generalPurposeBitFlag & 1) === 1,
		risk: fileDanger(name, written).risk
	};
}

/** The name as the archive has it; a path that leads elsewhere is text like any other, since nothing is written. */
function nameOf(entry: Entry): string {
	try {
		return getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, true);
	} catch {
		return entry.fileNameRaw.toString('latin1');
	}
}
