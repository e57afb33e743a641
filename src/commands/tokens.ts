import { parseArgs } from 'node:util';
import {
	knownToDovecot,
	LIFE,
	makeKey,
	removeKey,
	signingKey,
	tokenKeys,
	type TokenKey
} from '../lib/server/auth/token-keys.ts';

/** `npm run tokens`: which keys sign tokens, a new one with overlap, an old one taken out (docs/dovecot.md). */
const USAGE = `npm run tokens -- list
npm run tokens -- rotate [--in MINUTES | --now]
npm run tokens -- retire KEY [--now]
The folder is that of POSTERN_TOKEN_KEYS, or --keys DIR.`;

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
/** Days after which a key has signed long enough. */
const OLD = 180;

class Refused extends Error {}

function options() {
	const { values, positionals } = parseArgs({
		allowPositionals: true,
		options: {
			keys: { type: 'string', default: process.env.POSTERN_TOKEN_KEYS ?? '' },
			in: { type: 'string', default: '5' },
			now: { type: 'boolean', default: false }
		}
	});
	const [verb, kid, ...more] = positionals;
	const minutes = Number(values.in);
	if (values.keys === '') throw new Refused(`Which folder?\n${USAGE}`);
	if (!Number.isInteger(minutes) || minutes < 0 || minutes > 14 * 1440)
		throw new Refused('--in must be a whole number of minutes, at most two weeks.');
	if (more.length > 0 || (kid !== undefined && verb !== 'retire')) throw new Refused(USAGE);
	return { folder: values.keys, verb, kid, minutes: values.now ? 0 : minutes, now: values.now };
}

const clock = (time: number): string => `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

function state(key: TokenKey, keys: readonly TokenKey[], now: number): string {
	const signing = signingKey(keys, now);
	if (key.kid === signing?.kid) {
		const days = Math.max(0, Math.floor((now - key.from) / DAY));
		return `signs, since ${clock(key.from)}${days >= OLD ? `: ${days} days, time to rotate` : ''}`;
	}
	if (key.from > now) return `signs from ${clock(key.from)} on`;
	return 'signs no more; retire it when nothing needs it';
}

function list(folder: string, now: number): void {
	const keys = tokenKeys(folder);
	const open = knownToDovecot(folder);
	if (keys.length + open.length === 0)
		console.log(`No keys in ${folder} yet; the web process makes the first.`);
	for (const key of keys) {
		console.log(`${key.kid}  ${state(key, keys, now)}`);
		if (!open.includes(key.kid)) console.log('  its public half is missing, so Dovecot refuses its tokens');
	}
	for (const kid of open.filter((id) => !keys.some((key) => key.kid === id)))
		console.log(`${kid}  only its public half is here: Dovecot takes its tokens, nobody here signs them`);
}

function rotate(folder: string, minutes: number, now: number): void {
	const before = signingKey(tokenKeys(folder), now);
	const from = before ? now + minutes * MINUTE : now;
	const kid = makeKey(folder, from);
	console.log(`New key: ${kid}`);
	if (!before) return console.log('It is the first, and signs at once.');
	console.log(
		minutes === 0
			? 'It signs from now on.'
			: `It signs from ${clock(from)} on; until then ${before.kid} does. Nothing needs to be restarted.`
	);
	console.log(
		'Dovecot reads it by itself when the first token names it. Where it reads a copy of public/, copy the folder ' +
			`${minutes === 0 ? 'now' : 'before that'}. A few minutes later: npm run tokens -- retire ${before.kid}`
	);
}

function retire(folder: string, kid: string | undefined, hurry: boolean, now: number): void {
	const keys = tokenKeys(folder);
	const key = keys.find((each) => each.kid === kid);
	if (kid === undefined || (!key && !knownToDovecot(folder).includes(kid)))
		throw new Refused(`There is no key “${kid ?? ''}” in ${folder}.`);
	const signing = signingKey(keys, now);
	if (kid === signing?.kid)
		throw new Refused(`${kid} is the one that signs. First: npm run tokens -- rotate`);
	const overlap = signing ? Math.ceil((signing.from + LIFE * 1000 - now) / 1000) : 0;
	if (key && key.from <= now && overlap > 0 && !hurry)
		throw new Refused(
			`Tokens that ${kid} signed are good for another ${overlap} s. Wait for that, or add --now where the key is ` +
				'in wrong hands.'
		);
	removeKey(folder, kid);
	console.log(
		`${kid} is gone. Where Dovecot reads a copy of public/, take it away there too.\n` +
			'Dovecot keeps every key it has used in memory until it is reloaded: run “doveadm reload” on the mail server ' +
			'now. Until then whoever has the key still gets in.\n' +
			"Connections that are open stay open; “doveadm kick ADDRESS” ends those of one account, “doveadm kick '*'” all."
	);
}

function main(): void {
	const { verb, folder, kid, minutes, now: hurry } = options();
	const now = Date.now();
	if (verb === 'list' || verb === undefined) return list(folder, now);
	if (verb === 'rotate') return rotate(folder, minutes, now);
	if (verb === 'retire') return retire(folder, kid, hurry, now);
	throw new Refused(USAGE);
}

try {
	main();
} catch (error) {
	const { code, message } = error as NodeJS.ErrnoException;
	if (!(error instanceof Refused) && code === undefined) throw error;
	console.error(code?.startsWith('ERR_PARSE_ARGS') ? `${message}\n${USAGE}` : message);
	process.exitCode = 1;
}
