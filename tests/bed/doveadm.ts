import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { placeAt, type Place } from '../../src/mailserver/place.ts';
import { livingIn } from '../../src/mailserver/stand-in.ts';
import type { MailServerFacts } from './mail-server.ts';

const run = promisify(execFile);

/** Where the mail server keeps what tests look at behind the product's back. */
export const placeOf = (mail: MailServerFacts): Place => placeAt(livingIn(mail.dir), mail.ports);

/** `doveadm` for this mail server. @throws {Error} when it fails. */
export async function doveadm(mail: MailServerFacts, ...args: string[]): Promise<string> {
	const { stdout } = await run('doveadm', ['-c', join(placeOf(mail).etc, 'dovecot.conf'), ...args]);
	return stdout;
}

/**
 * Has Dovecot read its configuration again, and waits until those who knew the old one have gone, at most six seconds:
 * then Dovecot ends what is left. A login in that time would hang.
 */
export async function reload(mail: MailServerFacts): Promise<void> {
	const status = await doveadm(mail, 'process', 'status', 'auth');
	const pids = [...status.matchAll(/^auth\s+(\d+)/gm)].map(([, pid]) => Number(pid));
	await doveadm(mail, 'reload');
	while (pids.some(runs)) await setTimeout(20);
}

function runs(pid: number): boolean {
	try {
		return process.kill(pid, 0);
	} catch {
		return false;
	}
}

/** Disables an account, or lets it in again, as an operator would. */
export function enable(mail: MailServerFacts, address: string, enabled: boolean): void {
	const accounts = new DatabaseSync(placeOf(mail).accounts);
	accounts.exec('PRAGMA busy_timeout = 5000');
	accounts.prepare('UPDATE accounts SET enabled = ? WHERE address = ?').run(Number(enabled), address);
	accounts.close();
}

/** How each login of this account was made, in order: `PLAIN`, `OAUTHBEARER`. */
export function loginsOf(mail: MailServerFacts, address: string): string[] {
	const log = readFileSync(join(placeOf(mail).log, 'dovecot.log'), 'utf8');
	return [...log.matchAll(/imap-login: Info: Login: user=<([^>]*)>, method=(\w+)/g)]
		.filter(([, user]) => user === address)
		.map(([, , method]) => method!);
}
