import type { FileRisk } from './file-risk.ts';

/** One file in an archive, as its directory has it. All of it is a stranger's word. */
export interface ZippedFile {
	/** With its folders, as text; marks that hide or turn are gone. */
	readonly name: string;
	/** Octets once unpacked, as claimed. */
	readonly size: number;
	readonly folder: boolean;
	/** Opens with a password only. */
	readonly locked: boolean;
	readonly risk: FileRisk | null;
}

export interface ZipListing {
	readonly files: readonly ZippedFile[];
	/** How many there are in all, as claimed. */
	readonly total: number;
	/** The directory could not be read to where it should end. */
	readonly broken: boolean;
}

/** Entries that are listed. */
export const MAX_ZIPPED = 1000;
/** Octets of an archive that is looked into. */
export const MAX_ZIP = 50 * 1024 * 1024;
