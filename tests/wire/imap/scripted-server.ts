import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** Answers one command. What it writes goes out as it is; the tagged line is its own business. */
export type Reply = (say: (text: string | Buffer) => void, tag: string, socket: Socket) => void;

const CAPABILITIES = 'IMAP4rev1 UIDPLUS MOVE LIST-EXTENDED LIST-STATUS SPECIAL-USE';

const ok =
	(...untagged: string[]): Reply =>
	(say, tag) =>
		say(`${untagged.map((line) => `* ${line}\r\n`).join('')}${tag} OK done\r\n`);

/** One row of a list as a well-behaved server sends it. */
export function row(seq: number, uid: number): string {
	const header = `Subject: row ${uid}\r\n\r\n`;
	const structure = '("text" "plain" NIL NIL NIL "7bit" 2 1)';
	const fixed = `UID ${uid} FLAGS (\\Seen) INTERNALDATE "22-Nov-2026 10:00:00 +0000" BODYSTRUCTURE ${structure}`;
	return `${seq} FETCH (${fixed} BODY[HEADER.FIELDS (SUBJECT)]<0> {${header.length}}\r\n${header})`;
}

/**
 * An IMAP server that says what a test wants. It keeps every command it was sent, literals included, as one text,
 * which is how an injected second command would show.
 */
export class ScriptedServer {
	readonly commands: string[] = [];
	readonly replies = new Map<string, Reply>();
	greeting = '';
	connections = 0;
	readonly #server: Server;
	readonly #sockets = new Set<Socket>();

	private constructor() {
		this.#server = createServer((socket) => this.#serve(socket));
		this.wellBehaved();
	}

	static async start(): Promise<ScriptedServer> {
		const made = new ScriptedServer();
		await new Promise<void>((ready) => made.#server.listen(0, '127.0.0.1', ready));
		return made;
	}

	get port(): number {
		return (this.#server.address() as AddressInfo).port;
	}

	/** Forgets the tricks of a test. */
	wellBehaved(): void {
		this.commands.length = 0;
		this.replies.clear();
		this.greeting = `* OK [CAPABILITY ${CAPABILITIES}] ready\r\n`;
		const replies: [string, Reply][] = [
			['CAPABILITY', ok(`CAPABILITY ${CAPABILITIES}`)],
			['LOGIN', ok()],
			['NAMESPACE', ok('NAMESPACE (("" "/")) NIL NIL')],
			['LIST', ok('LIST () "/" INBOX', 'STATUS INBOX (MESSAGES 2 UNSEEN 0)')],
			['SELECT', ok('2 EXISTS', 'OK [UIDVALIDITY 7] ok', 'OK [UIDNEXT 3] ok')],
			['FETCH', ok(row(1, 1), row(2, 2))],
			['UID FETCH', ok(row(1, 1), row(2, 2))],
			['UID SEARCH', ok('SEARCH 1 2')]
		];
		for (const [name, reply] of replies) this.replies.set(name, reply);
	}

	#serve(socket: Socket): void {
		this.connections++;
		this.#sockets.add(socket);
		socket.on('error', () => {});
		socket.on('close', () => this.#sockets.delete(socket));
		const say = (text: string | Buffer) => {
			if (!socket.destroyed) socket.write(text);
		};
		say(this.greeting);
		let pending = '';
		socket.on('data', (chunk) => {
			pending += chunk.toString('latin1');
			for (let command = take(pending, say); command; command = take(pending, say)) {
				pending = pending.slice(command.length);
				this.#answer(command.trimEnd(), say, socket);
			}
		});
	}

	#answer(command: string, say: (text: string | Buffer) => void, socket: Socket): void {
		this.commands.push(command);
		const [tag = '', first = '', second = ''] = command.split(' ', 3);
		const name = /^uid$/i.test(first) ? `${first} ${second}` : first;
		(this.replies.get(name.toUpperCase()) ?? ok())(say, tag, socket);
	}

	async stop(): Promise<void> {
		for (const socket of this.#sockets) socket.destroy();
		await new Promise((done) => this.#server.close(done));
	}
}

/** The first whole command of what has come, literals and all; asks for a literal where the client waits. */
function take(pending: string, say: (text: string) => void): string | null {
	for (let at = 0; ;) {
		const end = pending.indexOf('\r\n', at);
		if (end === -1) return null;
		const literal = /\{(\d+)(\+?)\}$/.exec(pending.slice(at, end));
		if (!literal) return pending.slice(0, end + 2);
		at = end + 2 + Number(literal[1]);
		if (pending.length === end + 2 && literal[2] === '') say('+ go on\r\n');
		if (pending.length < at) return null;
	}
}
