import type { Address } from '$lib/mail/address';
import type { AnswerKind, Draft } from '$lib/mail/draft';
import type { Folder } from '$lib/mail/folder';
import type { FolderPath, Uid } from '$lib/mail/ids';
import type { Prefill } from '$lib/mail/mailto';
import type { Sent, Unsettled } from '$lib/mail/sending';
import { m } from '$lib/paraglide/messages';
import { api, ApiProblem } from './api';
import { Composing } from './composing.svelte';
import { forget, getOpen, recall, setOpen, unsaved } from './draft-keep';
import type { Notices } from './notices.svelte';

const DISCARD_MS = 10_500;

/**
 * The one message that is being written, wherever it is shown: in the panel over the mail, or on its own page. Made
 * in the app's layout; starting another message keeps the one before in Drafts.
 */
export class Composer {
	current = $state.raw<Composing | null>(null);
	/** A message is being fetched to be answered. */
	starting = $state(false);
	minimised = $state(false);
	identities = $state.raw<readonly Address[]>([]);
	/** Resolves once what was open before a reload is open again. */
	readonly ready: Promise<void>;
	#isReady: () => void = () => undefined;
	#limit: number | null = null;
	#notices: Notices;
	#account: string;

	constructor(notices: Notices, account: string) {
		this.#notices = notices;
		this.#account = account;
		this.ready = new Promise((resolve) => (this.#isReady = resolve));
	}

	/** Starts a new message. */
	async compose(prefill: Partial<Prefill> = {}): Promise<void> {
		await this.close();
		const composing = this.#show({ id: crypto.randomUUID() });
		if (Object.values(prefill).every((value) => value === '')) return;
		composing.show({ id: composing.id, ...prefill });
		composing.touched();
	}

	/** Starts a reply, a reply to all, or a forwarded copy. */
	async answer(kind: AnswerKind, folder: FolderPath, uid: Uid): Promise<void> {
		const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
		await this.#start({ do: kind, folder, uid, zone });
	}

	/** Goes on with a message of the folder Drafts. */
	async resume(folder: FolderPath, uid: Uid): Promise<void> {
		await this.#start({ do: 'resume', folder, uid });
	}

	/** A message of Drafts is not read but gone on with. False for one of another folder. */
	goesOn(folder: Folder | undefined, uid: Uid): boolean {
		if (folder?.role !== 'drafts') return false;
		void this.resume(folder.path, uid);
		return true;
	}

	async #start(start: object): Promise<void> {
		if (this.starting) return;
		this.starting = true;
		try {
			await this.close();
			const draft = await api.post<Draft>('/api/drafts', start);
			const kept = recall(this.#account, draft.id);
			const composing = this.#show(draft);
			if (kept?.dirty && kept.revision === draft.revision) composing.restore(kept);
			if (draft.lost?.length) composing.trouble = { kind: 'lost', names: draft.lost };
		} catch (problem) {
			this.#notices.fail(problem);
		} finally {
			this.starting = false;
		}
	}

	/** After a reload or a sign-in: opens again what this tab was writing, and tells what became of the rest. */
	async restore(unsettled: boolean): Promise<void> {
		const id = getOpen(this.#account) ?? unsaved(this.#account)[0]?.id ?? null;
		if (id && !this.current) await this.reopen(id);
		this.#isReady();
		if (!unsettled) return;
		const news = await api.post<Unsettled[]>('/api/outbox', {}).catch(() => []);
		for (const one of news) await this.#tell(one);
	}

	/** Shows a draft by its id, with what this browser kept of it. False when nobody knows it any more. */
	async reopen(id: string): Promise<boolean> {
		const kept = recall(this.#account, id);
		const draft = await api.get<Draft>(`/api/drafts/${id}`).catch((problem: unknown) => problem);
		if (draft instanceof ApiProblem) {
			const gone = draft.code === 'draft/missing';
			if (!kept || (gone && kept.revision > 0 && !kept.dirty)) {
				setOpen(this.#account, null);
				forget(this.#account, id);
				return false;
			}
			const composing = this.#show({ id, revision: kept.revision });
			composing.restore(kept);
			return true;
		}
		const known = draft as Draft;
		const composing = this.#show(known);
		if (kept?.dirty) composing.restore(kept);
		return true;
	}

	async #tell({ draft, messageId, subject, state }: Unsettled): Promise<void> {
		const title = subject || m.compose_no_subject();
		if (state === 'filed') return this.#notices.say(m.compose_filed_later({ subject: title }));
		if (state === 'not-filed') return this.#notices.say(m.compose_not_filed_yet({ subject: title }));
		if (this.current && this.current.id !== draft) return;
		if (!this.current && !(await this.reopen(draft))) return;
		if (this.current)
			this.current.trouble = state === 'unknown' ? { kind: 'unknown', messageId } : { kind: 'not-sent' };
	}

	#show(draft: Partial<Draft> & { id: string }): Composing {
		const composing = new Composing(this.#account, draft);
		this.current = composing;
		this.minimised = false;
		setOpen(this.#account, draft.id);
		void this.#learn(composing);
		return composing;
	}

	/** What the server allows, asked once. */
	async #learn(composing: Composing): Promise<void> {
		if (this.identities.length === 0) {
			const said = await api
				.get<{ identities: Address[]; limit: number }>('/api/identities')
				.catch(() => ({ identities: [], limit: null }));
			this.identities = said.identities;
			this.#limit = said.limit;
		}
		composing.files.limit = this.#limit;
	}

	/** Sends, and closes when everybody got it. */
	async send(again = false): Promise<Sent | null> {
		const composing = this.current;
		const sent = (await composing?.send(again)) ?? null;
		if (!composing || !sent) return null;
		setOpen(this.#account, null);
		if (sent.refused.length > 0 || sent.folder === null) {
			composing.trouble = { kind: 'sent', sent };
			this.#notices.whisper(m.compose_sent());
			return sent;
		}
		if (this.current === composing) this.current = null;
		this.#notices.say(m.compose_sent());
		return sent;
	}

	/** Closes and keeps the draft; an empty one leaves nothing behind. */
	async close(): Promise<void> {
		const composing = this.current;
		if (!composing) return;
		this.current = null;
		setOpen(this.#account, null);
		if (composing.trouble?.kind === 'sent') return;
		if (composing.empty) return this.#remove(composing);
		composing.keepLocally();
		await composing.save(true);
		if (composing.state === 'kept') forget(this.#account, composing.id);
	}

	/** Throws the draft away, ten seconds after saying so. */
	discard(): void {
		const composing = this.current;
		if (!composing) return;
		this.current = null;
		setOpen(this.#account, null);
		if (composing.empty) return void this.#remove(composing);
		const later = setTimeout(() => void this.#remove(composing), DISCARD_MS);
		this.#notices.offerUndo(m.compose_discarded(), () => {
			clearTimeout(later);
			this.current = composing;
			setOpen(this.#account, composing.id);
		});
	}

	async #remove(composing: Composing): Promise<void> {
		composing.end();
		if (composing.revision > 0) {
			await api
				.delete(`/api/drafts/${composing.id}`)
				.catch((problem: unknown) => this.#notices.fail(problem));
		}
	}

	/** After an unknown end: no second try, the draft is a plain draft again. */
	async release(): Promise<void> {
		const composing = this.current;
		if (!composing) return;
		await api
			.delete(`/api/drafts/${composing.id}/send`)
			.catch((problem: unknown) => this.#notices.fail(problem));
		composing.trouble = null;
	}
}
