import { ImapFlow, type ImapFlowOptions } from 'imapflow';

/**
 * One IMAP connection: imapflow with a side door. Responses that a command of ours waits for are taken as raw
 * lines before imapflow's own parser sees them: for a page of 50 rows that parser costs 20 ms of CPU, twenty
 * times what the server needs (DESIGN 4). The two methods named here are internal to imapflow, so its version is
 * pinned, and the live tests run every command of `raw.ts` against a real server.
 */
declare module 'imapflow' {
	interface ImapFlow {
		exec(command: string, attributes: readonly Token[] | false, options?: ExecOptions): Promise<ExecResponse>;
		handleResponse(data: ResponseLine): Promise<boolean>;
		untaggedHandlers: Record<string, ((untagged: Untagged) => unknown) | null>;
		folders: Map<string, unknown>;
	}
}

/** An argument of a command. Text of people goes into STRING or LITERAL only; lists are arrays. */
export type Token =
	| { type: 'ATOM'; value: string; section?: Token[]; partial?: number[] }
	| { type: 'STRING' | 'SEQUENCE'; value: string }
	| { type: 'LITERAL'; value: string | Buffer }
	| Token[];

/** A response as imapflow parses it. */
export interface Untagged {
	tag: string;
	command: string;
	attributes?: Attribute[];
}

export type Attribute = null | { type: string; value?: string | Buffer; section?: Attribute[] } | Attribute[];

interface ExecOptions {
	untagged?: Record<string, (untagged: Untagged) => Promise<void> | void>;
	onPlusTag?: () => Promise<void>;
}

interface ExecResponse {
	response: Untagged;
	/** Must be called, or the connection stands still for ever. */
	next: () => void;
}

interface ResponseLine {
	payload: Buffer;
	literals: Buffer[];
}

/** Takes one untagged response line; the literals' bytes are not in it. */
export type Sink = (line: string, literals: readonly Buffer[]) => void;

const STAR = 0x2a;
/** Octets that the answers to one command of ours may hold together. */
const MAX_ANSWER = 24 * 1024 * 1024;

/** The server goes on and on. */
class TooMuch extends Error {
	readonly code = 'ResponseTooLarge';
}

export class Wire extends ImapFlow {
	/** Counts what the server said about messages unasked. Two equal values: nothing in the folder has changed. */
	changes = 0;
	/** Untagged NOs so far: how a server says that something is wrong with the open folder. */
	warnings = 0;
	/** Set by a fault in what the server sent for the command under way. */
	fault: unknown = null;
	private answered = 0;
	private readonly sinks = new Map<string, Sink>();

	constructor(options: ImapFlowOptions) {
		super(options);
		// Without a listener an 'error' event ends the process. Whoever waits for a command learns of it there.
		this.on('error', () => {});
		const changed = () => {
			this.changes++;
		};
		this.on('exists', changed);
		this.on('expunge', changed);
	}

	/** While `work` runs, untagged responses named `keyword` go to `sink` as raw lines. */
	async listening<T>(keyword: string, sink: Sink, work: () => Promise<T>): Promise<T> {
		this.sinks.set(keyword, sink);
		this.fault = null;
		this.answered = 0;
		try {
			const result = await work();
			if (this.fault) throw this.fault;
			return result;
		} catch (error) {
			throw this.fault ?? error;
		} finally {
			this.sinks.delete(keyword);
		}
	}

	/** Until the connection ends, untagged responses named `keyword` go to `sink`; faults of it are ignored. */
	listen(keyword: string, sink: Sink): void {
		this.sinks.set(keyword, sink);
	}

	override async handleResponse(data: ResponseLine): Promise<boolean> {
		const keyword = untaggedKeyword(data.payload);
		if (keyword === 'FETCH' || (keyword !== '' && this.sinks.has(keyword))) {
			const sink = this.sinks.get(keyword);
			if (sink) {
				this.answered += data.payload.length;
				for (const literal of data.literals) this.answered += literal.length;
				if (this.answered > MAX_ANSWER) {
					this.fault = new TooMuch('The answer is too large.');
					this.close();
					return false;
				}
				try {
					sink(data.payload.toString('latin1'), data.literals);
				} catch (error) {
					this.fault ??= error;
				}
			} else {
				// Flags changed elsewhere; which ones is asked for when somebody looks.
				this.changes++;
				this.emit('flags-changed');
			}
			return true;
		}
		if (keyword === 'NO') this.warnings++;
		return super.handleResponse(data);
	}
}

/** The name of an untagged response: `FETCH` for `* 12 FETCH (…`, else the first word; empty for a tagged one. */
function untaggedKeyword(payload: Buffer): string {
	if (payload[0] !== STAR || payload[1] !== 0x20) return '';
	let at = 2;
	while (isDigit(payload[at])) at++;
	if (at > 2 && payload[at] === 0x20) at++;
	else at = 2;
	const end = Math.min(payload.length, at + 12);
	let stop = at;
	while (stop < end && payload[stop] !== 0x20) stop++;
	return payload.toString('latin1', at, stop).toUpperCase();
}

function isDigit(code: number | undefined): boolean {
	return code !== undefined && code >= 0x30 && code <= 0x39;
}
