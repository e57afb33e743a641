import { parseArgs } from 'node:util';
import { addDemoAccounts } from './demo.ts';
import { startMailServer, stopMailServer } from './server.ts';

const USAGE = 'Usage: npm run mailserver -- up|down [--dir DIR] [--ports BASE] [--large] [--no-sample]';

async function main(): Promise<void> {
	const { values, positionals } = parseArgs({
		allowPositionals: true,
		options: {
			dir: { type: 'string', default: 'data/mailserver' },
			ports: { type: 'string', default: '31000' },
			large: { type: 'boolean', default: false },
			'no-sample': { type: 'boolean', default: false }
		}
	});
	const options = { dir: values.dir, base: Number(values.ports) };
	if (positionals[0] === 'up') {
		const server = await startMailServer(options);
		await addDemoAccounts(server);
		console.log(JSON.stringify({ ports: server.ports, ca: server.ca }));
	} else if (positionals[0] === 'down') {
		const stopped = await stopMailServer(options);
		console.log(stopped ? 'The mail server has stopped.' : 'No mail server runs in this folder.');
	} else {
		throw new Error(USAGE);
	}
}

await main().catch((error: Error) => {
	console.error(error.message);
	process.exitCode = 1;
});
