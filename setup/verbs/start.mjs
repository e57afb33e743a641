import { parseArgs } from 'node:util';
import { resolve } from 'node:path';
import { buildApp } from '../build.mjs';
import { MAIL, needPackages } from '../debian.mjs';
import { runDemo } from '../demo.mjs';
import { Refusal } from '../refusal.mjs';

/** @param {string} name @param {string} value @param {number} most */
function number(name, value, most) {
	const parsed = Number(value);
	if (Number.isInteger(parsed) && parsed > 0 && parsed <= most) return parsed;
	throw new Refusal(`--${name} must be a whole number from 1 to ${most}, not “${value}”.`);
}

/** @param {string[]} args */
function options(args) {
	try {
		const { values } = parseArgs({
			args,
			options: {
				port: { type: 'string', default: '8080' },
				data: { type: 'string', default: 'data' },
				ports: { type: 'string', default: '31000' },
				large: { type: 'boolean', default: false }
			}
		});
		return {
			port: number('port', values.port, 65535),
			data: resolve(values.data),
			base: number('ports', values.ports, 64542),
			large: values.large
		};
	} catch (error) {
		if (error instanceof Refusal) throw error;
		throw new Refusal(
			`${error instanceof Error ? error.message : error}\nnpm start -- [--port N] [--data DIR] [--ports BASE] [--large]`
		);
	}
}

/** The demo: a private mail server with sample mail, and Postern in front of it. @param {string[]} args */
export async function run(args) {
	const chosen = options(args);
	if (process.getuid?.() !== 0) {
		throw new Refusal(
			'The demo runs a private Postfix and Dovecot, which need root (they never touch /etc/postfix, /etc/dovecot ' +
				'or a system service). Run this as root on Debian 12 or newer, or point Postern at a mail server you have: ' +
				'POSTERN_IMAP=imaps://mail.example.org:993 POSTERN_SUBMISSION=submission://mail.example.org:587 npm run serve'
		);
	}
	await needPackages(MAIL);
	await buildApp();
	return runDemo(chosen);
}
