import type { SelfTestItem } from './self-test-items.ts';

/** What the self-test page saw, and what that means. Pure, so that a test can show that it is able to fail. */

/** The ways the recorder has of seeing something; each is fired once on purpose before a run. */
export const DETECTORS = [
	...(['marker', 'message', 'violation', 'request', 'navigation', 'tree', 'link'] as const),
	...(['style', 'structure', 'overlay', 'names', 'focus', 'text', 'clock'] as const)
];
export type Detector = (typeof DETECTORS)[number];

/** One thing that must not have been. */
export interface Sighting {
	/** As in the corpus: `EXEC`, `NET`, `STYLE_BLEED` and so on; `TREE` is a breach of the published lists. */
	readonly code: string;
	readonly by: Detector;
	/** What exactly: an address, an element, a name. Text of a stranger. */
	readonly what: string;
	/** It was tried and came to nothing, because a lock behind the first held. */
	readonly stopped: boolean;
}

/** `held`: nothing was seen; `second`: only a lock behind the sanitizer stopped it; `broken`: it happened. */
export type Verdict = 'held' | 'second' | 'broken';

export interface ItemResult {
	readonly id: string;
	readonly verdict: Verdict;
	readonly seen: readonly Sighting[];
	/** Milliseconds until the message was shown and the page could be used again. */
	readonly ms: number;
}

export function verdictOf(seen: readonly Sighting[]): Verdict {
	if (seen.length === 0) return 'held';
	return seen.every(({ stopped }) => stopped) ? 'second' : 'broken';
}

/** In the order they are listed: what is worst first. */
export const GROUPS = [
	...(['script', 'handler', 'text', 'tracking', 'css', 'svg', 'form'] as const),
	...(['clobber', 'overlay', 'deception', 'dos', 'render'] as const)
];
export type Group = (typeof GROUPS)[number];

const OUT_OF_THE_FRAME = ['OVERLAY', 'STYLE_BLEED', 'STRUCTURE_BREAK', 'FOCUS'];

/** The group that a reader looks for an item in. */
export function groupOf(item: Pick<SelfTestItem, 'class' | 'mustNot' | 'payload'>): Group {
	const { class: kind, mustNot } = item;
	if (kind === 'dos') return 'dos';
	if (kind === 'plaintext') return 'text';
	if (kind === 'benign-render') return 'render';
	if (kind === 'track-svg' || kind === 'track-mathml') return 'svg';
	if (kind.startsWith('track-css')) return 'css';
	if (kind === 'form' || mustNot.includes('AUTOFILL')) return 'form';
	if (mustNot.includes('CLOBBER')) return 'clobber';
	if (mustNot.some((code) => OUT_OF_THE_FRAME.includes(code))) return 'overlay';
	if (kind === 'deception') return 'deception';
	if (!mustNot.includes('EXEC')) return 'tracking';
	return typeof item.payload === 'string' && /[\s/"']on[a-z]+\s*=/i.test(item.payload) ? 'handler' : 'script';
}

export interface GroupResult {
	readonly group: Group;
	readonly counts: Readonly<Record<Verdict, number>>;
	readonly items: readonly { readonly item: SelfTestItem; readonly result: ItemResult | null }[];
}

/** Items with what became of them, by group; an item that was not run has no result. */
export function grouped(items: readonly SelfTestItem[], results: readonly ItemResult[]): GroupResult[] {
	const known = new Map(results.map((result) => [result.id, result]));
	return GROUPS.map((group) => {
		const rows = items
			.filter((item) => groupOf(item) === group)
			.map((item) => ({ item, result: known.get(item.id) ?? null }));
		return { group, counts: count(rows.flatMap(({ result }) => result ?? [])), items: rows };
	}).filter(({ items: rows }) => rows.length > 0);
}

export function count(results: readonly ItemResult[]): Record<Verdict, number> {
	const counts = { held: 0, second: 0, broken: 0 };
	for (const { verdict } of results) counts[verdict]++;
	return counts;
}

/** `good`: as it should be; `note`: worth knowing, no lock is missing; `bad`: a lock is missing. */
export type Standing = 'good' | 'note' | 'bad';

/** Something about the installation as this browser meets it. */
export interface InstallCheck {
	readonly name: InstallName;
	readonly standing: Standing;
	/** What was received, as text. */
	readonly seen: string;
}
export const INSTALL = [
	...(['frame-policy', 'frame-sandbox', 'page-policy', 'trusted-types'] as const),
	...(['cookies', 'https', 'nosniff'] as const)
];
export type InstallName = (typeof INSTALL)[number];

/** A whole run, as it is kept, copied and downloaded. */
export interface SelfTestRun {
	readonly format: 1;
	/** ISO 8601. */
	readonly date: string;
	readonly postern: string;
	readonly browser: string;
	/** The browser's own words about itself. */
	readonly agent: string;
	readonly seconds: number;
	/** Items there were to run. */
	readonly total: number;
	readonly cancelled: boolean;
	/** Ways of seeing that did not see what was done on purpose; a run with one proves nothing. */
	readonly blind: readonly Detector[];
	readonly install: readonly InstallCheck[];
	readonly items: readonly ItemResult[];
}

/**
 * `holds`: all of it, by the first lock; `weak`: nothing happened, but a lock was missing or let something pass;
 * `broken`: something happened; `blind`: the recorder cannot see in this browser; `part`: not run to the end.
 */
export type Outcome = 'holds' | 'weak' | 'broken' | 'blind' | 'part';

export function outcomeOf(run: SelfTestRun): Outcome {
	const { broken, second } = count(run.items);
	if (broken > 0) return 'broken';
	if (run.blind.length > 0) return 'blind';
	if (run.cancelled || run.items.length < run.total) return 'part';
	return second > 0 || run.install.some(({ standing }) => standing === 'bad') ? 'weak' : 'holds';
}

/** A kept run, or null where it is of another format or damaged. */
export function readRun(text: string | null): SelfTestRun | null {
	try {
		const run = JSON.parse(text ?? 'null') as SelfTestRun | null;
		const whole = run?.format === 1 && Array.isArray(run.items) && Array.isArray(run.install);
		return whole && Array.isArray(run.blind) ? run : null;
	} catch {
		return null;
	}
}
