import type { Draft, DraftContent, Origin } from '$lib/mail/draft';
import { checkOutgoing, type Mistake } from '$lib/mail/outgoing';
import type { Sent } from '$lib/mail/sending';
import { api, ApiProblem } from './api';
import { Attachments } from './attachments.svelte';
import { forget, keep, type KeptDraft } from './draft-keep';
import { Recipients } from './recipients.svelte';

/** What keeps the message from going out, or what came of trying. */
export type Trouble =
	| { readonly kind: 'mistakes'; readonly mistakes: readonly Mistake[] }
	| { readonly kind: 'problem'; readonly problem: unknown }
	| { readonly kind: 'refused'; readonly words: string }
	| { readonly kind: 'unknown'; readonly messageId: string }
	| { readonly kind: 'not-sent' }
	| { readonly kind: 'files' }
	| { readonly kind: 'lost'; readonly names: readonly string[] }
	| { readonly kind: 'changed' }
	| { readonly kind: 'sent-elsewhere' }
	| { readonly kind: 'sent'; readonly sent: Sent };

const KEEP_MS = 150;
const SAVE_MS = 1_200;
const FILE_MS = 6_000;
/** Octets of files up to which every save also goes to the folder Drafts; beyond, only pauses and closing do. */
const LIGHT = 1_000_000;

/**
 * One message being written. Every change goes into this browser at once, to the server in a pause of the typing,
 * and into the folder Drafts a little later. Saves never overlap, and a send waits for them.
 */
export class Composing {
	id = $state('');
	from = $state('');
	to = new Recipients();
	cc = new Recipients();
	bcc = new Recipients();
	subject = $state('');
	text = $state('');
	origin = $state.raw<Origin | null>(null);
	state = $state<'clean' | 'dirty' | 'saving' | 'kept' | 'local'>('clean');
	/** ms since 1970 of the last save on the server. */
	keptAt = $state<number | null>(null);
	sending = $state(false);
	trouble = $state.raw<Trouble | null>(null);
	readonly files: Attachments;
	revision = 0;
	/** Tells the server which saves are this one's, should an answer get lost. */
	readonly #writer = crypto.randomUUID();
	#turn = 0;
	#account: string;
	#last = '';
	#filed = true;
	#saving: Promise<void> | null = null;
	#keepTimer: ReturnType<typeof setTimeout> | undefined;
	#saveTimer: ReturnType<typeof setTimeout> | undefined;
	#fileTimer: ReturnType<typeof setTimeout> | undefined;
	#ended = false;

	constructor(account: string, draft: Partial<Draft> & { id: string }) {
		this.#account = account;
		this.files = new Attachments(
			() => this.id,
			() => this.#known(),
			() => this.#fileSoon()
		);
		this.show(draft);
	}

	/** Shows a draft as the server has it, or a new one. */
	show(draft: Partial<Draft> & { id: string }): void {
		this.id = draft.id;
		this.from = draft.from || this.from || this.#account;
		this.to.set(draft.to ?? '');
		this.cc.set(draft.cc ?? '');
		this.bcc.set(draft.bcc ?? '');
		this.subject = draft.subject ?? '';
		this.text = draft.text ?? '';
		this.origin = draft.origin ?? null;
		this.revision = draft.revision ?? 0;
		if (draft.attachments) this.files.show(draft.attachments);
		this.#last = JSON.stringify(this.content);
		this.state = 'clean';
	}

	/** Puts what this browser kept over what the server has. */
	restore(kept: KeptDraft): void {
		this.to.set(kept.content.to);
		this.cc.set(kept.content.cc);
		this.bcc.set(kept.content.bcc);
		this.subject = kept.content.subject;
		this.text = kept.content.text;
		this.origin = kept.origin ?? this.origin;
		this.revision = kept.revision;
		this.touched();
	}

	get content(): DraftContent {
		const { from, subject, text } = this;
		return { from, to: this.to.text, cc: this.cc.text, bcc: this.bcc.text, subject, text };
	}

	get empty(): boolean {
		const fields = this.to.empty && this.cc.empty && this.bcc.empty;
		return fields && this.subject.trim() === '' && this.text.trim() === '' && this.files.files.length === 0;
	}

	/** Called with every change; cheap when there was none. */
	touched(): void {
		if (this.#ended || JSON.stringify(this.content) === this.#last) return;
		this.state = 'dirty';
		clearTimeout(this.#keepTimer);
		clearTimeout(this.#saveTimer);
		this.#keepTimer = setTimeout(() => this.keepLocally(), KEEP_MS);
		this.#saveTimer = setTimeout(() => void this.save(this.files.total <= LIGHT), SAVE_MS);
	}

	keepLocally(): void {
		clearTimeout(this.#keepTimer);
		if (this.#ended) return;
		const { id, content, revision, origin } = this;
		const dirty = JSON.stringify(content) !== this.#last;
		keep(this.#account, { id, content, revision, origin, dirty, at: Date.now() });
	}

	/** Saves what has changed; `file` also into the folder Drafts. Never throws: the state says how it stands. */
	async save(file: boolean): Promise<void> {
		clearTimeout(this.#saveTimer);
		while (this.#saving) await this.#saving;
		const text = JSON.stringify(this.content);
		// While it is open what became of it, the server's version must not move.
		const halted = ['changed', 'sent-elsewhere', 'unknown'].includes(this.trouble?.kind ?? '');
		if (this.#ended || halted || (text === this.#last && (!file || this.#filed))) return;
		this.#saving = this.#put(text, file).finally(() => (this.#saving = null));
		await this.#saving;
	}

	#body(): object {
		return { ...this.content, revision: this.revision, writer: this.#writer, turn: ++this.#turn };
	}

	async #put(text: string, file: boolean): Promise<void> {
		this.keepLocally();
		this.state = 'saving';
		try {
			const body = { ...this.#body(), file };
			const saved = await api.put<{ revision: number; filed: boolean }>(`/api/drafts/${this.id}`, body);
			this.revision = saved.revision;
			this.#last = text;
			this.#filed = saved.filed;
			this.keptAt = Date.now();
			this.state = JSON.stringify(this.content) === text ? 'kept' : 'dirty';
			this.keepLocally();
			if (!saved.filed) this.#fileSoon();
		} catch (problem) {
			this.state = 'local';
			if (problem instanceof ApiProblem && problem.code === 'draft/changed') await this.#explainChange();
			else this.#saveTimer = setTimeout(() => void this.save(file), 10_000);
		}
	}

	/** The server knows the draft, so that files can go to it. */
	async #known(): Promise<void> {
		if (this.revision === 0) {
			this.#last = '';
			await this.save(false);
		}
		if (this.revision === 0) throw new ApiProblem('offline', 0);
	}

	#fileSoon(): void {
		this.#filed = false;
		clearTimeout(this.#fileTimer);
		this.#fileTimer = setTimeout(() => void this.save(true), FILE_MS);
	}

	async #explainChange(): Promise<void> {
		const gone = await api.get(`/api/drafts/${this.id}`).then(
			() => false,
			(problem: unknown) => problem instanceof ApiProblem && problem.code === 'draft/missing'
		);
		this.trouble = { kind: gone ? 'sent-elsewhere' : 'changed' };
	}

	/** After a change in another tab: take that version, or go on with this one over it. */
	async resolveChange(mine: boolean): Promise<void> {
		const theirs = await api.get<Draft>(`/api/drafts/${this.id}`);
		this.trouble = null;
		if (!mine) return this.show(theirs);
		this.revision = theirs.revision;
		this.files.show(theirs.attachments);
		this.#last = '';
		await this.save(true);
	}

	/** After it was sent or removed elsewhere: what is written here becomes a message of its own. */
	async startOver(): Promise<void> {
		forget(this.#account, this.id);
		this.id = crypto.randomUUID();
		this.revision = 0;
		this.files.show([]);
		this.trouble = null;
		this.#last = '';
		await this.save(true);
	}

	/**
	 * Sends. Resolves with what came of it, or null when `trouble` says why not. A lost connection is no answer: the
	 * same request is sent again, and the server knows by the draft's id what it has done already.
	 */
	async send(again = false): Promise<Sent | null> {
		if (this.sending) return null;
		for (const field of [this.to, this.cc, this.bcc]) field.commit();
		const { mistakes } = checkOutgoing(this.content);
		if (mistakes.length > 0) {
			this.trouble = { kind: 'mistakes', mistakes };
			return null;
		}
		this.sending = true;
		this.trouble = null;
		try {
			await this.files.settled();
			if (this.files.failed) {
				this.trouble = { kind: 'files' };
				return null;
			}
			return await this.#deliver(again);
		} catch (problem) {
			this.trouble = troubleOf(problem);
			if (this.trouble.kind === 'changed') await this.#explainChange();
			return null;
		} finally {
			this.sending = false;
		}
	}

	async #deliver(again: boolean): Promise<Sent> {
		clearTimeout(this.#saveTimer);
		clearTimeout(this.#fileTimer);
		while (this.#saving) await this.#saving;
		this.keepLocally();
		const body = this.#body();
		const path = `/api/drafts/${this.id}/send${again ? '?again' : ''}`;
		for (let attempt = 1; ; attempt++) {
			try {
				const sent = await api.post<Sent>(path, body);
				this.end();
				return sent;
			} catch (problem) {
				const lost = problem instanceof ApiProblem && problem.code === 'offline';
				if (!lost || attempt === 4) throw problem;
				await new Promise((resolve) => setTimeout(resolve, attempt * 1500));
			}
		}
	}

	/** No draft any more: sent or discarded. */
	end(): void {
		this.#ended = true;
		for (const timer of [this.#keepTimer, this.#saveTimer, this.#fileTimer]) clearTimeout(timer);
		this.files.stop();
		forget(this.#account, this.id);
	}
}

function troubleOf(problem: unknown): Trouble {
	if (!(problem instanceof ApiProblem)) return { kind: 'problem', problem };
	if (problem.code === 'send/refused') return { kind: 'refused', words: problem.detail ?? '' };
	if (problem.code === 'send/unknown') return { kind: 'unknown', messageId: problem.detail ?? '' };
	if (problem.code === 'draft/changed') return { kind: 'changed' };
	return { kind: 'problem', problem };
}
