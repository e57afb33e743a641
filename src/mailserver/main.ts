import { parseArgs } from 'node:util';
import { addDemoAccounts, DEMO_PASSWORD } from './demo.ts';
import { TOKEN_ISSUER } from './dovecot-config.ts';
import { startMailServer, stopMailServer } from './server.ts';

const USAGE =
	'Usage: npm run mailserver -- up|down [--dir DIR] [--ports BASE] [--large] [--load N] [--no-sample]';

function options() {
	const { values, positionals } = parseArgs({
		allowPositionals: true,
		options: {
			dir: { type: 'string', default: 'data/mailserver' },
			ports: { type: 'string', default: '31000' },
			large: { type: 'boolean', default: false },
			load: { type: 'string', default: '0' },
			'no-sample': { type: 'boolean', default: false }
		}
	});
	return { ...values, base: Number(values.ports), load: Number(values.load), verb: positionals[0] };
}

/** Starts the server and leaves it running; prints what a program needs to know of it, as JSON. */
async function up({
	dir,
	base,
	large,
	load,
	'no-sample': without
}: ReturnType<typeof options>): Promise<void> {
	const server = await startMailServer({ dir, base, sample: !without, large, load });
	const accounts = await addDemoAccounts(server, large, load);
	const { ports, ca, place } = server;
	// What a Postern beside it is told: where its signing keys belong, in whose name, and where the accounts are.
	const trust = { keys: place.tokens, issuer: TOKEN_ISSUER, accounts: place.accounts };
	console.log(JSON.stringify({ accounts, password: DEMO_PASSWORD, ports, ca, trust }));
}

async function main(): Promise<void> {
	const chosen = options();
	if (chosen.verb === 'up') return up(chosen);
	if (chosen.verb !== 'down') throw new Error(USAGE);
	const stopped = await stopMailServer(chosen.dir);
	console.log(stopped ? 'The mail server has stopped.' : 'No mail server runs in this folder.');
}

await main().catch((error: Error) => {
	console.error(error.message);
	process.exitCode = 1;
});
