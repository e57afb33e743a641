import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accountOf, type BedAccount } from '../bed/accounts.ts';
import { letter } from '../bed/letters.ts';
import { freePort, type MailServerFacts } from '../bed/mail-server.ts';
import { startProduct, type BedProduct, type ProductFacts } from '../bed/product.ts';
import { portsFrom } from '../../src/mailserver/ports.ts';
import { fillLarge } from './large-account.ts';
import { startMailServer, type MailServer } from '../../src/mailserver/server.ts';

const LARGE = 'large@demo.test';
const PASSWORD = 'bench-postern';
/** Ports of the mail server, away from those of the demo and the tests. */
const BASE = 32_000;
/** Messages of each of the small accounts. */
const SMALL = 500;

/** Everything that is measured: a mail server with its accounts, and the web process before it. */
export interface Stand {
	readonly mail: MailServerFacts;
	readonly server: MailServer;
	readonly product: ProductFacts;
	readonly large: BedAccount;
	readonly small: readonly BedAccount[];
	/** Starts the web process anew: nothing remembered. */
	readonly restart: () => Promise<ProductFacts>;
	readonly end: () => Promise<void>;
}

async function fill(account: BedAccount): Promise<void> {
	const imap = await account.imap();
	if ((await imap.select('INBOX')) < SMALL) {
		const text = 'the quick brown fox jumps over the lazy dog and tells nobody about it\n';
		for (let n = 0; n < SMALL; n++) {
			const big = n === SMALL - 2;
			await imap.append(
				'INBOX',
				letter({ subject: big ? 'BENCH 20k' : `Message ${n}`, text: text.repeat(big ? 280 : 20) })
			);
		}
	}
	imap.close();
}

/**
 * Starts it all. With BENCH_DIR the mail is kept there and found again by the next run, since making 100,000
 * messages takes a minute or two.
 */
export async function setUp(users: number, say: (line: string) => void): Promise<Stand> {
	const kept = process.env.BENCH_DIR;
	const dir = kept ?? (await mkdtemp(join(tmpdir(), 'postern-bench-')));
	await mkdir(dir, { recursive: true });
	await chmod(dir, 0o755);
	const server = await startMailServer({ dir, base: BASE });
	const mail: MailServerFacts = { dir, base: BASE, ports: portsFrom(BASE), ca: server.ca };
	say('Filling the large account …');
	await server.addAccount(LARGE, PASSWORD);
	const large = accountOf(mail, LARGE, PASSWORD);
	await fillLarge(large);
	say(`Filling ${users} small accounts …`);
	const small: BedAccount[] = [];
	for (let n = 1; n <= users; n++) {
		const address = `u${String(n).padStart(3, '0')}@demo.test`;
		await server.addAccount(address, PASSWORD);
		small.push(accountOf(mail, address, PASSWORD));
		await fill(small.at(-1)!);
	}
	const port = await freePort();
	const data = join(dir, 'web');
	let product: BedProduct = await startProduct(mail, { port, data });
	return {
		mail,
		server,
		large,
		small,
		get product() {
			return product.facts;
		},
		async restart() {
			await product.end();
			product = await startProduct(mail, { port, data });
			return product.facts;
		},
		async end() {
			await product.end();
			await server.stop();
			if (!kept) await rm(dir, { recursive: true, force: true });
		}
	};
}
