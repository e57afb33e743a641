import {
	parseFolderPath,
	parsePartId,
	parseUid,
	type FolderPath,
	type PartId,
	type Uid
} from '$lib/mail/ids';
import { Problem } from './problem';

type Params = Partial<Record<string, string>>;

/** The folder and UID of a request's path. Errors: `folder/missing`, `message/missing`. */
export function messageOf(params: Params): { folder: FolderPath; uid: Uid } {
	const folder = parseFolderPath(params.folder);
	if (!folder) throw new Problem('folder/missing');
	const uid = parseUid(params.uid);
	if (!uid) throw new Problem('message/missing');
	return { folder, uid };
}

/** The part of a request's path. Errors: `part/missing`. */
export function partOf(params: Params): PartId {
	const part = parsePartId(params.part);
	if (!part) throw new Problem('part/missing');
	return part;
}
