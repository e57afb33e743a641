import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { quietly } from './child.mjs';
import { Refusal } from './refusal.mjs';

/** What the private mail server is made of. Never cyrus-imapd: it would remove dovecot-imapd. */
export const MAIL = [
	...['dovecot-core', 'dovecot-imapd', 'dovecot-managesieved', 'dovecot-sieve', 'dovecot-lmtpd'],
	...['dovecot-sqlite', 'postfix', 'postfix-sqlite', 'openssl']
];
export const CHROMIUM = ['chromium'];
export const FIREFOX = ['firefox-esr'];

const POLICY = '/usr/sbin/policy-rc.d';

/** @param {string} name */
function hasPackage(name) {
	const answer = spawnSync('dpkg-query', ['-W', '-f=${db:Status-Status}', name], { encoding: 'utf8' });
	return answer.stdout?.trim() === 'installed';
}

/** @param {string[]} names @param {string} why */
function advice(names, why) {
	return (
		`${why}\nPostern's demo and tests run a private mail server made of Debian's packages, as root, in a folder of ` +
		`its own and on ports of its own. What is missing here: ${names.join(' ')}. On Debian 12 or newer, run this ` +
		`command as root, or install them yourself (apt-get install --no-install-recommends ${names.join(' ')}). ` +
		'On any other system, or without root, point Postern at a mail server you have: ' +
		'POSTERN_IMAP=imaps://mail.example.org:993 POSTERN_SUBMISSION=submission://mail.example.org:587 npm run serve'
	);
}

/** Debian asks what kind of mail system to set up; the right answer for us is none. */
function answerPostfix() {
	const input = 'postfix postfix/main_mailer_type select No configuration\n';
	spawnSync('debconf-set-selections', { input, stdio: ['pipe', 'ignore', 'ignore'] });
}

/**
 * Installs Debian packages that are missing. Nothing is removed, no service is started or enabled.
 * @param {string[]} names
 * @throws {Refusal} with what to do instead, where this is not Debian, not root, or apt fails
 */
export async function needPackages(names) {
	const missing = names.filter((name) => !hasPackage(name));
	if (missing.length === 0) return;
	if (!existsSync('/usr/bin/apt-get')) throw new Refusal(advice(missing, 'This is not a Debian system.'));
	if (process.getuid?.() !== 0) throw new Refusal(advice(missing, 'This needs root.'));
	console.error(`Installing Debian packages: ${missing.join(' ')} (a few minutes) …`);
	const ours = !existsSync(POLICY);
	if (ours) writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
	try {
		answerPostfix();
		const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
		const quiet = ['-qq', '-o', 'DPkg::Lock::Timeout=300', '-o', 'Dpkg::Use-Pty=0'];
		const install = [...quiet, 'install', '-y', '--no-install-recommends', '--no-remove', ...missing];
		await quietly('apt-get', [...quiet, 'update'], { env });
		await quietly('apt-get', install, { env });
		disableServices(missing);
	} catch (error) {
		if (error instanceof Refusal) throw new Refusal(advice(missing, error.message));
		throw error;
	} finally {
		if (ours) rmSync(POLICY, { force: true });
	}
}

/** Services that came in only for us must not start with the machine one day. @param {string[]} fresh */
function disableServices(fresh) {
	const units = /** @type {Record<string, string[]>} */ ({
		'dovecot-core': ['dovecot.service', 'dovecot.socket'],
		postfix: ['postfix.service']
	});
	const names = fresh.flatMap((name) => units[name] ?? []);
	if (names.length > 0 && existsSync('/usr/bin/systemctl')) {
		spawnSync('systemctl', ['disable', '--quiet', ...names], { stdio: 'ignore' });
	}
}
