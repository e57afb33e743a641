import { setTimeout as wait } from 'node:timers/promises';
import { isErrand } from './browser.ts';
import type { Sighting } from './canary.ts';
import type { HtmlItem } from './items.ts';
import { judge, ownClick, type Hit } from './judge.ts';
import { answer, click, consent, hover, print, type Poked } from './steps.ts';
import { emptyNotes } from './recorder.ts';
import type { Worker } from './worker.ts';

/** What came of one item in one browser. */
export interface Visit {
	readonly id: string;
	readonly class: string;
	readonly source: string;
	readonly hits: readonly Hit[];
	/** Texts that should have been readable and were not. */
	readonly missing: readonly string[];
	/** Milliseconds until the message stood, and for the whole visit. */
	readonly opened: number | null;
	readonly ms: number;
	/** Notes of the browser that a second lock stopped something the first had let through. */
	readonly leaned: readonly string[];
	/** Whether it was also answered, forwarded and printed by the menu. */
	readonly full: boolean;
	/** Whether “Show images” was there and pressed. */
	readonly consented: boolean;
	/** Requests our own server made after that, and the pictures that came to the browser. */
	readonly proxied: number;
	readonly pictures: number;
}

/** Milliseconds a body gets to ask for what it wants, beyond the time it takes to be hovered and clicked. */
const SETTLES = 60;

export interface Extent {
	/** Reply, forward and print too. */
	readonly full: boolean;
	/** Only open and click, for the run without locks. */
	readonly bare?: boolean;
}

const ofPages = (sightings: readonly Sighting[]): Sighting[] =>
	sightings.filter(({ host }) => !isErrand(host));

interface Taken {
	readonly seen: readonly Sighting[];
	readonly beyond: readonly Sighting[];
}

const taken = (worker: Worker): Taken => ({
	seen: ofPages(worker.canary.take()),
	beyond: worker.beyond.take()
});

/** Opens an item as a reader would and does with it what readers do. */
export async function visit(worker: Worker, item: HtmlItem, uid: number, extent: Extent): Promise<Visit> {
	const from = performance.now();
	const notes = (worker.notes = emptyNotes());
	worker.popups = [];
	worker.pictures = 0;
	worker.fetching.clear();
	let consented = false;
	const path = `/mail/INBOX/${uid}`;
	const late = ofPages(worker.canary.take()).filter((one) => !worker.explained(one));
	worker.beyond.take();
	// Out of the way, so that it rests on nothing of this item before it is meant to.
	await worker.page.mouse.move(1, 1).catch(() => undefined);
	const opened = await worker.open(uid, item.id).catch(() => null);
	await wait(SETTLES);
	const look = await worker.look().catch(() => worker.baseline);
	let after = look;
	let poked: Poked = { went: [], composed: [] };
	let shown: Sighting[] = [];
	let hovered: Sighting[] = [];
	let before: Taken = { seen: [], beyond: [] };
	const quoted: string[] = [];
	let broken = '';
	try {
		shown = ofPages(worker.canary.take());
		await hover(worker, look.targets);
		hovered = ofPages(worker.canary.take());
		poked = await click(worker, look.targets, path);
		await wait(SETTLES);
		before = taken(worker);
		const { shownBefore } = worker;
		before = {
			...before,
			beyond: before.beyond.filter(({ host }) => !shownBefore.includes(host) || item.body().includes(host))
		};
		if (!extent.bare && poked.went.length + poked.composed.length === 0 && !(await worker.strayed(path))) {
			consented = await consent(worker);
			if (consented) after = await worker.look();
			await print(worker, extent.full);
			for (const how of extent.full ? (['Reply', 'Forward'] as const) : [])
				quoted.push(await answer(worker, how));
		}
	} catch (error) {
		broken = (String(error).split('\n')[0] ?? '').slice(0, 200);
	}
	const popups = await Promise.all(worker.popups);
	const later = taken(worker);
	worker.explained = ownClick(look.targets, popups);
	worker.shownBefore = consented ? item.body() : '';
	const hits = judge({
		item,
		worker,
		path,
		opened,
		look,
		after,
		notes,
		popups,
		poked,
		quoted,
		broken,
		shown,
		hovered,
		before,
		later,
		late
	});
	const text = look.text.replace(/\s+/g, ' ');
	if (notes.crashed || notes.went.length > 0 || opened === null || broken || (await worker.strayed(path)))
		await worker.fresh();
	return {
		id: item.id,
		class: item.class,
		source: item.source,
		hits,
		missing: item.mustShow.filter((words) => !text.includes(words.replace(/\s+/g, ' '))),
		opened,
		ms: Math.round(performance.now() - from),
		leaned: notes.leaned,
		full: extent.full && quoted.length === 2,
		consented,
		pictures: worker.pictures,
		proxied: later.beyond.filter(({ kind }) => kind === 'request').length
	};
}
