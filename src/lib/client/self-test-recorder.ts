import type { Sighting } from '$lib/mail/self-test-verdict';
import { appSightings, appState, type AppState } from './self-test-app';
import { treeSightings, unmarkedLinks } from './self-test-tree';

/** What the recorder must know of a message to judge what became of it. */
export interface Expected {
	/** The body as it came. */
	readonly payload: string;
	readonly mustShow: readonly string[] | null;
	/** Every link in it lies, so none may lead on without being marked. */
	readonly lies: boolean;
	/** What must show must also be seen, not only be there. */
	readonly visible: boolean;
	/** Longest time, ms, that showing it may take. */
	readonly patience: number;
	/** The frame has a policy, so what is on no list comes to nothing. */
	readonly policy: boolean;
}

/** Written by scripts of the corpus, into whatever they reach. */
const CANARY = 'SECCANARY';
const CALLS = ['alert', 'confirm', 'prompt', 'print', 'open', 'fetch'] as const;
/** Paths of ours that a message may make the browser ask for. */
const OWN_PARTS = /^\/api\/(?:folders\/[^?#]*\/parts\/|images\b|pictures\b)|^\/frame\//;
const MAX_NAMES = 50;
/** Characters of an address that are told. */
const MAX_TOLD = 300;

type Realm = Window & typeof globalThis;

/**
 * Watches one message frame from outside: the frame itself runs nothing. Arm it when the empty document is there
 * and before anything of a message is; `sightings` then says what there was until now.
 */
export class Recorder {
	readonly #frame: HTMLIFrameElement;
	readonly #stage: Element;
	readonly #page: Document;
	readonly #realm: Realm;
	readonly #expected: Expected;
	readonly #before: AppState;
	readonly #heard: Sighting[] = [];
	readonly #stops: (() => void)[] = [];
	/** Addresses asked for, by when; and those that the policy stopped, each time. */
	readonly #asked = new Map<string, string>();
	readonly #blocked: string[] = [];
	/** Ask for what is only told when asked. */
	readonly #late: (() => void)[] = [];
	readonly #from = performance.now();
	#gone = false;

	/** Errors: `TypeError` where the frame has no document of ours. */
	constructor(frame: HTMLIFrameElement, stage: Element, expected: Expected) {
		const { contentDocument, contentWindow } = frame;
		if (!contentDocument || !contentWindow) throw new TypeError('The frame is not ours.');
		this.#frame = frame;
		this.#stage = stage;
		this.#page = contentDocument;
		this.#realm = contentWindow as Realm;
		this.#expected = expected;
		this.#before = appState(frame, stage, namesIn(expected.payload));
		this.#mark(this.#realm);
		this.#mark(window as Realm);
		this.#listen(this.#page, 'securitypolicyviolation', (event) => this.#violation(event));
		this.#listen(document, 'securitypolicyviolation', (event) => this.#violation(event));
		this.#listen(window, 'message', (event) => {
			if (String(event.data).includes(CANARY)) this.#ran('message', 'postMessage');
		});
		this.#listen(frame, 'load', () => (this.#gone = true));
		this.#requests(this.#realm);
		this.#requests(window as Realm);
	}

	/** Says that the message is shown, as of now. Returns how long it took, ms. */
	shown(): number {
		// Laying it out is part of the work, and browsers put it off.
		this.#page.body?.getBoundingClientRect();
		const ms = Math.round(performance.now() - this.#from);
		if (ms > this.#expected.patience)
			this.#heard.push({ code: 'HANG', by: 'clock', what: `${ms} ms`, stopped: false });
		return ms;
	}

	/** Something has passed the first lock, so that it is worth waiting for what it does. */
	get suspicious(): boolean {
		return this.#heard.length > 0 || this.#breaches().length > 0;
	}

	sightings(): Sighting[] {
		for (const ask of this.#late) this.#unlessGone(ask);
		const seen = [
			...this.#heard.map((one) => this.#weighed(one)),
			...appSightings(this.#before, this.#frame, this.#stage)
		];
		if (this.#gone || this.#frame.contentDocument !== this.#page) {
			const where = this.#frame.contentDocument?.location.pathname ?? '';
			seen.push({ code: 'NAV_FRAME', by: 'navigation', what: where, stopped: false });
		} else {
			seen.push(...this.#breaches(), ...this.#lost());
			if (this.#expected.lies) seen.push(...unmarkedLinks(this.#page));
		}
		return distinct(seen);
	}

	stop(): void {
		for (const stop of this.#stops.splice(0)) this.#unlessGone(stop);
	}

	/** A frame that went to another host answers nothing and needs nothing put back: it throws a `SecurityError`. */
	#unlessGone(work: () => void): void {
		try {
			work();
		} catch (problem) {
			if (this.#frame.contentDocument === this.#page) throw problem;
		}
	}

	#breaches(): Sighting[] {
		return treeSightings(this.#page, this.#expected.policy);
	}

	/** Chromium also lists what the policy stopped among the requests, so those are told apart by their number. */
	#weighed(one: Sighting): Sighting {
		if (one.by !== 'request') return one;
		const times = (of: Iterable<string>): number => [...of].filter((what) => what === one.what).length;
		return { ...one, stopped: times(this.#blocked) >= times(this.#asked.values()) };
	}

	#lost(): Sighting[] {
		const { mustShow, visible } = this.#expected;
		const text = visible ? this.#page.body.innerText : this.#page.body.textContent;
		return (mustShow ?? [])
			.filter((words) => !text.includes(words))
			.map((what) => ({ code: 'LOSS', by: 'text', what, stopped: false }));
	}

	#ran(by: 'marker' | 'message', what: string): void {
		this.#heard.push({ code: 'EXEC', by, what, stopped: false });
	}

	/** Puts our own functions in place of those that scripts of the corpus call. */
	#mark(realm: Realm): void {
		const own = realm as unknown as Record<string, unknown>;
		for (const name of CALLS) {
			// The page itself fetches while it runs.
			if (name === 'fetch' && realm === window) continue;
			const before = own[name];
			own[name] = (...given: unknown[]): unknown => {
				this.#ran('marker', `${name}(${given.map(String).join(', ').slice(0, 200)})`);
				return name === 'fetch' ? Promise.reject(new TypeError('Not fetched.')) : null;
			};
			this.#stops.push(() => void (own[name] = before));
		}
		const { console: log } = realm;
		const say = log.log;
		log.log = (...given: unknown[]): void => {
			if (given.some((value) => String(value).includes(CANARY))) this.#ran('marker', 'console.log');
			else say.apply(log, given);
		};
		this.#stops.push(() => void (log.log = say));
	}

	#listen<Name extends keyof (WindowEventMap & DocumentEventMap)>(
		target: EventTarget,
		name: Name,
		heard: (event: (WindowEventMap & DocumentEventMap)[Name]) => void
	): void {
		const listener = heard as EventListener;
		target.addEventListener(name, listener);
		this.#stops.push(() => target.removeEventListener(name, listener));
	}

	#violation(event: SecurityPolicyViolationEvent): void {
		const { blockedURI, disposition, effectiveDirective, sourceFile } = event;
		// What is added to the browser itself may offend the page's policy at any time.
		if (/-extension/.test(`${blockedURI} ${sourceFile}`)) return;
		// Chromium reports a base already where the sanitizer reads it, which is no attempt; one that stays is in the tree.
		if (effectiveDirective === 'base-uri') return;
		if (disposition === 'enforce') this.#blocked.push(blockedURI.slice(0, MAX_TOLD));
		const what = `${effectiveDirective}: ${blockedURI}`;
		const code = /^script-src|^require-trusted/.test(effectiveDirective) ? 'EXEC' : 'NET';
		this.#heard.push({ code, by: 'violation', what, stopped: true });
	}

	#requests(realm: Realm): void {
		const watch = new realm.PerformanceObserver((list) =>
			list.getEntries().forEach((entry) => this.#request(entry, realm))
		);
		watch.observe({ type: 'resource' });
		this.#late.push(() => {
			const entries = [...watch.takeRecords()];
			// Asked again: not every browser calls an observer in a frame without scripts.
			if (realm !== window) entries.push(...realm.performance.getEntriesByType('resource'));
			for (const entry of entries) this.#request(entry, realm);
		});
		this.#stops.push(() => watch.disconnect());
	}

	#request({ name, startTime }: PerformanceEntry, realm: Realm): void {
		const url = URL.parse(name);
		if (!url || !/^(?:https?|wss?):$/.test(url.protocol)) return;
		const own = url.origin === location.origin;
		if (own && (realm === window || OWN_PARTS.test(url.pathname))) return;
		const code = own ? 'SAMEORIGIN_GET' : 'NET';
		const what = name.slice(0, MAX_TOLD);
		this.#asked.set(`${startTime} ${what}`, what);
		this.#heard.push({ code, by: 'request', what, stopped: false });
	}
}

/** The same thing seen twice is told once. */
function distinct(seen: readonly Sighting[]): Sighting[] {
	return [...new Map(seen.map((one) => [`${one.code} ${one.by} ${one.what}`, one])).values()];
}

/** Ids and names that a body gives to its elements. */
function namesIn(payload: string): string[] {
	const found = payload.slice(0, 100_000).matchAll(/\s(?:id|name)\s*=\s*["']?([\w-]{1,60})/gi);
	return [...new Set([...found].map(([, name = '']) => name))].slice(0, MAX_NAMES);
}
