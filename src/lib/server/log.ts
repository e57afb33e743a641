import pino, { type Logger } from 'pino';

/**
 * One line of JSON per event on standard output. Neither secrets nor mail text belong into it; the redaction
 * below is the net under that rule, not the rule.
 */
const SECRET = [
	...['password', 'pass', 'credential', 'auth', 'secret', 'token', 'cookie', 'authorization'],
	...['subject', 'text', 'html', 'body', 'source']
];

const root = pino({
	level: process.env.POSTERN_LOG || 'info',
	base: undefined,
	redact: { paths: SECRET.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '…' },
	serializers: { err: pino.stdSerializers.err }
});

/** The logger of one part of the server: `log('imap').warn({ err }, 'connection lost')`. */
export function log(part: string): Logger {
	return root.child({ part });
}
