import type { NodemailerError } from 'nodemailer';
import { config, type Server } from '$lib/server/config';
import { connect } from './connect.ts';
import { problemBefore } from './reply.ts';

let known: { size: number | null; until: number } | undefined;
const KEEP = 10 * 60_000;

/**
 * The largest message the server takes, in octets as transferred, or null when it names none (RFC 1870 §4). Asked
 * once in ten minutes. Errors: as `submit`.
 */
export async function sizeLimit(server: Server = config().submission): Promise<number | null> {
	if (known && known.until > Date.now()) return known.size;
	const size = await ask(server);
	known = { size, until: Date.now() + KEEP };
	return size;
}

async function ask(server: Server): Promise<number | null> {
	try {
		const connection = await connect(server, () => undefined);
		const lines = connection.lastServerResponse;
		connection.quit();
		const size = /^250[ -]SIZE[ ](\d{1,12})/im.exec(typeof lines === 'string' ? lines : '')?.[1];
		return size && Number(size) > 0 ? Number(size) : null;
	} catch (error) {
		throw problemBefore(error as NodemailerError);
	}
}
