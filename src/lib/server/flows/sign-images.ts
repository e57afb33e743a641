import type { Account } from '$lib/server/account';
import * as parts from '$lib/server/imap/parts';
import { Problem } from '$lib/server/problem';
import { chooseBody, findPart } from '$lib/mail/body';
import type { FolderPath, PartId, Uid } from '$lib/mail/ids';
import { remoteAddresses } from '$lib/mail/remote-addresses';
import { grantedUntil, signImage } from './image-signature';

/** Octets of HTML that are searched. */
const MAX_HTML = 3_000_000;
/** Pictures of one message, and the length of an address, characters: more would not fit into a request. */
const MAX_IMAGES = 500;
const MAX_ADDRESS = 4000;

/**
 * Addresses here for pictures of a message, of those asked for that really stand in it: this server fetches
 * nothing that nobody has sent (security F2). `part`: the open nested message. What is missing from the answer
 * is not to be shown. Errors: `folder/missing`, `message/missing`, `part/missing`, `server/*`.
 */
export async function signImages(
	account: Account,
	folder: FolderPath,
	uid: Uid,
	asked: readonly string[],
	part: PartId | null
): Promise<(readonly [address: string, url: string])[]> {
	const structure = await parts.structure(account, folder, uid);
	const nested = part === null ? null : findPart(structure.root, part);
	if (part !== null && !nested?.message) throw new Problem('part/missing');
	const root = nested ? nested.children[0] : structure.root;
	const present = new Set<string>();
	for (const { kind, node } of root ? chooseBody(root, 'html').shown : []) {
		if (kind !== 'html' || !node.id) continue;
		const { text } = await parts.readText(account, folder, uid, node, { maxBytes: MAX_HTML });
		for (const address of remoteAddresses(text)) present.add(address);
	}
	const until = grantedUntil();
	return [...new Set(asked)]
		.filter((address) => address.length <= MAX_ADDRESS && present.has(address))
		.slice(0, MAX_IMAGES)
		.map((address) => [
			address,
			`/api/images/${signImage(account.address, { folder, uid, address, until })}`
		]);
}
