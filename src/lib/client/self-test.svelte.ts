import type { OpenMessage } from '$lib/mail/open-message';
import { payloadOf, type SelfTestItem, type SelfTestItems } from '$lib/mail/self-test-items';
import { verdictOf, type InstallCheck, type ItemResult, type SelfTestRun } from '$lib/mail/self-test-verdict';
import { browserName } from '$lib/security/browser-name';
import { blindDetectors } from './self-test-control';
import { installChecks, sandboxCheck } from './self-test-install';
import { messageOf } from './self-test-message';
import { Recorder } from './self-test-recorder';

/** A message that is being shown, with what the frame is to tell of it. */
export interface Showing {
	readonly item: SelfTestItem;
	readonly message: OpenMessage;
	readonly onopen: (frame: HTMLIFrameElement) => void;
	readonly onreport: () => void;
	readonly onfail: (problem: unknown) => void;
}

/** Longest time, ms, that showing a message may take (HANG), and that it is waited for. */
const HANG_MS = 3000;
const GIVE_UP_MS = 15_000;
/** Time, ms, that a message gets to do what it does: where all is as it should be, and where something passed. */
const SETTLE_MS = 80;
const SUSPICIOUS_MS = 900;

const pause = (ms: number): Promise<void> => new Promise((go) => setTimeout(go, ms));

/** One run of the corpus through the message view of this page. */
export class SelfTest {
	/** What the stage shows now. */
	showing: Showing | null = $state.raw(null);
	done = $state(0);
	total = $state(0);
	running = $state(false);
	#cancelled = false;
	#sandbox: InstallCheck | null = null;

	cancel(): void {
		this.#cancelled = true;
	}

	/** `stage` is the element that the frame is drawn in. Errors: whatever kept it from beginning. */
	async run(stage: HTMLElement, items: readonly SelfTestItem[]): Promise<SelfTestRun> {
		this.#cancelled = false;
		this.done = 0;
		this.total = items.length;
		this.running = true;
		const from = performance.now();
		const results: ItemResult[] = [];
		try {
			const install = await installChecks();
			const policy = install.some(({ name, standing }) => name === 'frame-policy' && standing === 'good');
			const blind = await blindDetectors(stage);
			for (const item of items) {
				if (this.#cancelled) break;
				results.push(await this.#one(item, stage, policy));
				this.done = results.length;
			}
			return {
				format: 1,
				date: new Date().toISOString(),
				postern: __POSTERN_VERSION__,
				browser: browserAndVersion(navigator.userAgent),
				agent: navigator.userAgent,
				seconds: Math.round((performance.now() - from) / 100) / 10,
				total: items.length,
				cancelled: this.#cancelled,
				blind,
				install: this.#sandbox ? [...install.slice(0, 1), this.#sandbox, ...install.slice(1)] : install,
				items: results
			};
		} finally {
			this.showing = null;
			this.running = false;
		}
	}

	/** `policy`: the policy of the frame is as it should be. */
	async #one(item: SelfTestItem, stage: HTMLElement, policy: boolean): Promise<ItemResult> {
		const payload = payloadOf(item);
		let recorder: Recorder | undefined;
		let frame: HTMLIFrameElement | undefined;
		let failure = '';
		const from = performance.now();
		const shown = new Promise<void>((done) => {
			this.showing = {
				item,
				message: messageOf(item, payload),
				onopen: (opened) => {
					frame = opened;
					recorder?.stop();
					recorder = new Recorder(opened, stage, {
						payload,
						mustShow: item.mustShow,
						lies: item.mustNot.includes('LINK_UNMARKED'),
						visible: item.class === 'benign-render',
						patience: HANG_MS,
						policy
					});
				},
				onreport: () => setTimeout(done),
				onfail: (problem) => {
					failure = String(problem);
					done();
				}
			};
		});
		await Promise.race([shown, pause(GIVE_UP_MS)]);
		try {
			if (!recorder || !frame || failure !== '') throw new Error(failure || `${GIVE_UP_MS} ms`);
			this.#sandbox ??= sandboxCheck(frame);
			const ms = recorder.shown();
			if (item.click) press(frame);
			await pause(SETTLE_MS);
			if (recorder.suspicious) await pause(SUSPICIOUS_MS);
			const seen = recorder.sightings();
			return { id: item.id, verdict: verdictOf(seen), seen, ms };
		} catch (problem) {
			// What a message did to the watching itself is its fault as well, and the others are still to be run.
			const what = problem instanceof Error ? problem.message : String(problem);
			const seen = [{ code: 'CRASH', by: 'clock', what, stopped: false } as const];
			return { id: item.id, verdict: 'broken', seen, ms: Math.round(performance.now() - from) };
		} finally {
			recorder?.stop();
		}
	}
}

/** “Firefox 140, Linux”. */
function browserAndVersion(agent: string): string {
	const [, version] =
		/(?:Edg|OPR|Firefox|Chrome|Version)\/(\d+)/.exec(agent.replace(/Chrome\/\d+(?=.*(?:Edg|OPR)\/)/, '')) ??
		[];
	return browserName(agent).replace(/^\w+(?=,)/, (name) => [name, version].filter(Boolean).join(' '));
}

/** Presses whatever can be pressed but links that are meant to open a page. */
function press(frame: HTMLIFrameElement): void {
	const pressable = frame.contentDocument?.body.querySelectorAll<HTMLElement>(
		'a, button, summary, maction, [onclick]'
	);
	for (const element of pressable ?? []) {
		if (/^(?:https?|mailto|tel):/i.test(element.getAttribute('href') ?? '')) continue;
		element.click?.();
	}
}

/** The built-in messages, from our own server. Those that weigh most come last. */
export async function loadItems(): Promise<SelfTestItem[]> {
	const answer = await fetch('/self-test/items.json');
	if (!answer.ok) throw new Error(`${answer.status}`);
	const { items } = (await answer.json()) as SelfTestItems;
	const heavy = (item: SelfTestItem): boolean => item.class === 'dos';
	return [...items.filter((item) => !heavy(item)), ...items.filter(heavy)];
}
