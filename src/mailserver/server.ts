import { chmod, chown, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Accounts } from './accounts.ts';
import { makeCertificate } from './certificate.ts';
import { dovecotConfig, dovecotDoors } from './dovecot-config.ts';
import { exec } from './exec.ts';
import { writeLargeMail, writeLoadMail } from './large-mail.ts';
import { mayRun, portsAreFree } from './preconditions.ts';
import { livingIn, moveIn, moveOut } from './stand-in.ts';
import { deliver } from './lmtp.ts';
import { placeAt } from './place.ts';
import type { Place } from './place.ts';
import { portsFrom } from './ports.ts';
import type { Ports } from './ports.ts';
import { HEADER_CHECKS, postfixMain, postfixMaps, postfixServices, TRANSPORT } from './postfix-config.ts';
import { endAll, masters } from './processes.ts';
import { writeSampleMail } from './sample-mail.ts';
import { MAIL_OWNER, systemUser } from './system-users.ts';
import { whenListening } from './when-listening.ts';

export interface MailServer {
	ports: Ports;
	/** Path of the authority's certificate, PEM. */
	ca: string;
	place: Place;
	addAccount(address: string, password: string, more?: { name?: string }): Promise<void>;
	hasAccount(address: string): boolean;
	addAlias(source: string, destination: string): void;
	/** Hands a raw message to the server's LMTP, so sieve and quota apply; ends when it is in the mailbox. */
	deliver(address: string, message: Uint8Array | string, from?: string): Promise<void>;
	stop(): Promise<void>;
}

export interface Options {
	/** Folder of this server; made where missing. */
	dir: string;
	/** First of its ports, see {@link portsFrom}. */
	base: number;
	/** Fills the demo accounts with the sample mail at the first start. */
	sample?: boolean;
	/** Adds the account with a hundred thousand messages, or with so many. */
	large?: boolean | number;
	/** Adds so many accounts for load tests, u001 and on, with 500 messages each. */
	load?: number;
}

async function writeConfiguration(place: Place): Promise<void> {
	const postfix = join(place.etc, 'postfix');
	for (const folder of [place.root, place.etc, postfix, place.log, place.spool, place.lib, place.mail]) {
		await mkdir(folder, { recursive: true, mode: 0o755 });
		await chmod(folder, 0o755);
	}
	await mkdir(place.tokens, { recursive: true });
	const owner = systemUser(MAIL_OWNER);
	await chown(place.mail, owner.uid, owner.gid);
	const { uid, gid } = systemUser('postfix');
	await chown(place.lib, uid, gid);
	const files: Record<string, string> = {
		'dovecot.conf': dovecotConfig(place),
		'postfix/main.cf': postfixMain(place),
		'postfix/master.cf': postfixServices(place),
		'postfix/transport': TRANSPORT,
		'postfix/header_checks': HEADER_CHECKS
	};
	Object.assign(files, dovecotDoors(place));
	for (const [name, text] of Object.entries(postfixMaps(place))) files[`postfix/${name}`] = text;
	for (const [name, text] of Object.entries(files)) await writeFile(join(place.etc, name), text);
}

async function lastWords(place: Place): Promise<string> {
	const read = (name: string) => readFile(join(place.log, name), 'utf8').catch(() => '');
	const lines = (await read('dovecot.log')) + (await read('mail.log'));
	return lines
		.split('\n')
		.filter((line) => /fatal|error/i.test(line))
		.slice(-4)
		.join('\n');
}

/**
 * Starts a private Dovecot and Postfix, or takes over the one that already runs in this folder.
 * @throws {Error} in words for the person at the terminal: a port in use, a missing package, not root.
 */
export async function startMailServer({
	dir,
	base,
	sample = false,
	large = false,
	load = 0
}: Options): Promise<MailServer> {
	const ports = portsFrom(base);
	mayRun();
	const asked = resolve(dir);
	await end(placeAt(livingIn(asked), ports));
	await portsAreFree(ports);
	const place = placeAt(await moveIn(asked), ports);
	const postfix = join(place.etc, 'postfix');
	await writeConfiguration(place);
	await makeCertificate(place);
	if (sample) await writeSampleMail(place);
	if (large) await writeLargeMail(place, large === true ? undefined : large);
	if (load > 0) await writeLoadMail(place, load);
	const accounts = new Accounts(place);
	try {
		const started = await Promise.allSettled([
			exec('dovecot', ['-c', join(place.etc, 'dovecot.conf')]),
			exec('postfix', ['-c', postfix, 'start'])
		]);
		for (const result of started) if (result.status === 'rejected') throw result.reason;
		await whenListening(Object.values(ports));
	} catch (error) {
		const words = `${error instanceof Error ? error.message : error}\n${await lastWords(place)}`;
		accounts.close();
		await stopMailServer(asked);
		throw new Error(`The mail server did not start. ${words}`, { cause: error });
	}
	return {
		ports,
		ca: place.ca,
		place,
		addAccount: (address, password, more) => accounts.put(address, password, more?.name),
		hasAccount: (address) => accounts.has(address),
		addAlias: (source, destination) => accounts.alias(source, destination),
		deliver: (address, message, from) => deliver(ports.lmtp, address, message, from),
		async stop() {
			accounts.close();
			await stopMailServer(asked);
		}
	};
}

async function end(place: Place): Promise<void> {
	await endAll(place);
	await rm(place.run, { recursive: true, force: true });
}

/**
 * Stops the server of this folder, whatever its ports.
 * @returns false where none ran
 */
export async function stopMailServer(dir: string): Promise<boolean> {
	const place = placeAt(livingIn(dir), portsFrom(31000));
	const running = masters(place).length > 0;
	await end(place);
	await moveOut(dir);
	return running;
}
