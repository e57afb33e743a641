import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accountOf, type BedAccount } from '../bed/accounts.ts';
import { freePort, type MailServerFacts } from '../bed/mail-server.ts';
import { startProduct, type BedProduct, type ProductFacts } from '../bed/product.ts';
import { portsFrom } from '../../src/mailserver/ports.ts';
import { DEMO_PASSWORD, addDemoAccounts } from '../../src/mailserver/demo.ts';
import { LARGE, loadAddress } from '../../src/mailserver/large-mail.ts';
import { startMailServer, type MailServer } from '../../src/mailserver/server.ts';

/** Ports of the mail server, away from those of the demo and the tests. */
const BASE = 32_000;
/** Messages in the large account's INBOX; fewer only to try the benchmark out. */
const MESSAGES = Number(process.env.BENCH_MESSAGES ?? 100_000);

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

/**
 * Starts it all. With BENCH_DIR the mail is kept there and found again by the next run, since making 100,000
 * messages takes a minute or two.
 */
export async function setUp(users: number, say: (line: string) => void): Promise<Stand> {
	const kept = process.env.BENCH_DIR;
	const dir = kept ?? (await mkdtemp(join(tmpdir(), 'postern-bench-')));
	await mkdir(dir, { recursive: true });
	await chmod(dir, 0o755);
	say('Starting the mail server, and filling its accounts where they are empty …');
	const server = await startMailServer({ dir, base: BASE, large: MESSAGES, load: users });
	await addDemoAccounts(server, true, users);
	const mail: MailServerFacts = { dir, base: BASE, ports: portsFrom(BASE), ca: server.ca };
	const large = accountOf(mail, LARGE, DEMO_PASSWORD);
	const small = Array.from({ length: users }, (_, n) => accountOf(mail, loadAddress(n + 1), DEMO_PASSWORD));
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
