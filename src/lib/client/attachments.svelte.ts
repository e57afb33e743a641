import type { DraftAttachment } from '$lib/mail/draft';
import { api, ApiProblem } from './api';
import { upload, type Upload } from './upload';

/** A file of the draft as the tray shows it. */
export class TrayFile {
	name = $state('');
	readonly size: number;
	/** Octets that have arrived. */
	sent = $state(0);
	state = $state<'up' | 'done' | 'failed'>('up');
	problem = $state.raw<unknown>(null);
	/** Octets a second, averaged since the start. */
	rate = $state(0);
	running: Upload | null = null;

	constructor(name: string, size: number, done: boolean) {
		this.name = name;
		this.size = size;
		if (done) {
			this.state = 'done';
			this.sent = size;
		}
	}

	get secondsLeft(): number | null {
		return this.rate > 0 ? Math.ceil((this.size - this.sent) / this.rate) : null;
	}
}

/** The files of one draft: those on the server and those on their way there, one after the other. */
export class Attachments {
	files = $state<TrayFile[]>([]);
	/** Octets all files may have together; null until the server has said. */
	limit = $state<number | null>(null);
	#draft: () => string;
	/** Resolves once the server knows the draft. */
	#ready: () => Promise<void>;
	#changed: () => void;
	#queue: Promise<unknown> = Promise.resolve();

	constructor(draft: () => string, ready: () => Promise<void>, changed: () => void) {
		this.#draft = draft;
		this.#ready = ready;
		this.#changed = changed;
	}

	get total(): number {
		return this.files.reduce((sum, file) => sum + (file.state === 'failed' ? 0 : file.size), 0);
	}

	get busy(): boolean {
		return this.files.some((file) => file.state === 'up');
	}

	get failed(): boolean {
		return this.files.some((file) => file.state === 'failed');
	}

	/** What the server has. */
	show(list: readonly DraftAttachment[]): void {
		const going = this.files.filter((file) => file.state !== 'done');
		this.files = [...list.map(({ name, size }) => new TrayFile(name, size, true)), ...going];
	}

	/** Starts uploading. What does not fit is told at once, before a byte has left. */
	add(files: Iterable<File>): void {
		for (const file of files) {
			this.files.push(new TrayFile(file.name || 'file', file.size, false));
			const shown = this.files[this.files.length - 1]!;
			if (this.limit !== null && this.total > this.limit) {
				shown.problem = new ApiProblem('size/too-large', 413);
				shown.state = 'failed';
				continue;
			}
			this.#queue = this.#queue.then(() => this.#send(shown, file));
		}
	}

	/** Stops an upload, or takes a file off again. */
	async remove(file: TrayFile): Promise<void> {
		const { state, name } = file;
		this.files = this.files.filter((other) => other !== file);
		if (state === 'up') file.running?.abort();
		if (state !== 'done') return;
		await api
			.delete(`/api/drafts/${this.#draft()}/attachments/${encodeURIComponent(name)}`)
			.catch((problem: unknown) => {
				if (problem instanceof ApiProblem && problem.status === 404) return;
				this.files.push(file);
				throw problem;
			});
		this.#changed();
	}

	/** Resolves when nothing is on its way any more. */
	async settled(): Promise<void> {
		await this.#queue;
	}

	stop(): void {
		for (const file of this.files) file.running?.abort();
	}

	async #send(shown: TrayFile, file: File): Promise<void> {
		if (!this.files.includes(shown)) return;
		try {
			await this.#ready();
			const done = await this.#try(shown, file);
			shown.name = done.name;
			shown.sent = done.size;
			shown.state = 'done';
			this.#changed();
		} catch (problem) {
			if (problem instanceof DOMException && problem.name === 'AbortError') return;
			shown.problem = problem;
			shown.state = 'failed';
		}
	}

	async #try(shown: TrayFile, file: File): Promise<DraftAttachment> {
		const started = performance.now();
		const run = () =>
			upload(this.#draft(), file, (octets) => {
				shown.sent = Math.min(octets, shown.size);
				shown.rate = octets / Math.max(0.2, (performance.now() - started) / 1000);
			});
		shown.running = run();
		try {
			return await shown.running.done;
		} catch (problem) {
			if (!(problem instanceof ApiProblem) || problem.code !== 'auth/expired') throw problem;
			// Any request of the page's own road asks for the password again; then the file goes up once more.
			await api.get('/api/identities');
			shown.running = run();
			return await shown.running.done;
		}
	}
}
