import { Transform, type Readable } from 'node:stream';
import type { NodemailerError } from 'nodemailer';
import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import XOAuth2 from 'nodemailer/lib/xoauth2';
import type { Refusal } from '$lib/mail/sending';
import type { Account, Credential } from '$lib/server/account';
import { config, type Server } from '$lib/server/config';
import { Problem } from '$lib/server/problem';
import { connect } from './connect.ts';
import { isRefusal, problemBefore, refusals, replyText } from './reply.ts';

/** One message to hand over. */
export interface Submission {
	readonly from: string;
	readonly to: readonly string[];
	/** Octets, for SIZE (RFC 1870 §6). */
	readonly size: number;
	readonly open: () => Readable;
}

/**
 * What the server said. `unknown` means that all bytes were handed over and the answer never came: the message may
 * be on its way, so nobody may send it again without asking the person.
 */
export type Outcome =
	| { readonly kind: 'accepted'; readonly refused: readonly Refusal[] }
	| { readonly kind: 'refused'; readonly reply: string; readonly refused: readonly Refusal[] }
	| { readonly kind: 'unknown'; readonly reason: string };

/**
 * Submits a message as its sender (RFC 6409 §3.1). Errors, each meaning that nothing was sent: `server/away`,
 * `server/slow`, `server/certificate`, `auth/expired` (the server no longer takes the password), `send/refused`
 * (before the message), `size/too-large`.
 */
export async function submit(
	account: Account,
	mail: Submission,
	server: Server = config().submission
): Promise<Outcome> {
	const connection = await login(account, server);
	try {
		return await deliver(connection, mail);
	} finally {
		connection.quit();
	}
}

async function login(account: Account, server: Server): Promise<SMTPConnection> {
	const credential = account.credential();
	try {
		const connection = await connect(server, () => undefined);
		await new Promise<void>((resolve, reject) => {
			connection.once('error', reject);
			connection.login(authOf(credential), (error) => (error ? reject(error) : resolve()));
		}).catch((error: unknown) => {
			connection.close();
			throw error;
		});
		return connection;
	} catch (error) {
		if (error instanceof Problem) throw error;
		const problem = problemBefore(error as NodemailerError);
		// Signing in once more would bring another token of the same kind.
		if (credential.kind !== 'token' || problem.code !== 'auth/expired') throw problem;
		throw new Problem('send/refused', {
			cause: error,
			...(problem.detail ? { detail: problem.detail } : {})
		});
	}
}

function authOf(credential: Credential) {
	if (credential.kind === 'password') return { user: credential.user, pass: credential.password };
	const { user, token } = credential;
	return {
		...{ user, type: 'oauth2' as const, method: 'XOAUTH2' },
		oauth2: new XOAuth2({ user, accessToken: token('smtp') })
	};
}

/** From MAIL to the answer behind the final dot. Whether that dot was reached decides between refused and unknown. */
async function deliver(connection: SMTPConnection, mail: Submission): Promise<Outcome> {
	let complete = false;
	const watched = new Transform({
		transform: (chunk, _encoding, done) => done(null, chunk),
		flush: (done) => {
			complete = true;
			done();
		}
	});
	// Opened at the first read: a message refused at its envelope never touches the disk.
	watched.once('resume', () => {
		mail
			.open()
			.on('error', (error) => watched.destroy(error))
			.pipe(watched);
	});
	const envelope = { from: mail.from, to: [...mail.to], size: mail.size };
	return new Promise<Outcome>((resolve, reject) => {
		connection.send(envelope, watched, (error, info) => {
			if (!error) return resolve({ kind: 'accepted', refused: refusals(info.rejectedErrors) });
			if (isRefusal(error)) {
				return resolve({
					kind: 'refused',
					reply: replyText(error.response),
					refused: refusals(error.rejectedErrors)
				});
			}
			if (complete) return resolve({ kind: 'unknown', reason: error.code ?? 'ECONNECTION' });
			reject(
				/^Message size larger/.test(error.message) ? new Problem('size/too-large') : problemBefore(error)
			);
		});
	});
}
