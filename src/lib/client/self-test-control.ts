import { DETECTORS, type Detector, type Sighting } from '$lib/mail/self-test-verdict';
import { Recorder } from './self-test-recorder';

/** Longest wait for something to be seen, ms. A name that cannot exist is refused sooner or later. */
const PATIENCE = 10_000;
const STEP = 50;

/** What each way of seeing must have seen, where one thing is not enough. */
const ALL_OF: Partial<Record<Detector, readonly RegExp[]>> = {
	marker: [/^alert/, /^confirm/, /^prompt/, /^print/, /^open/, /^fetch/, /^console/],
	violation: [/^media-src/, /^script-src/],
	tree: [/^<video>/, /^<b onclick/, /^<img name/]
};

function sees(detector: Detector, seen: readonly Sighting[]): boolean {
	const its = seen.filter(({ by }) => by === detector).map(({ what }) => what);
	return (ALL_OF[detector] ?? [/./]).every((wanted) => its.some((what) => wanted.test(what)));
}

const pause = (): Promise<void> => new Promise((go) => setTimeout(go, STEP));

/**
 * Does each forbidden thing once on purpose, in a frame that has no locks, under the same recorder that watches
 * the messages. Returns the ways of seeing that stayed blind.
 */
export async function blindDetectors(stage: Element): Promise<Detector[]> {
	const frame = document.createElement('iframe');
	frame.title = 'Control';
	frame.src = '/frame/control';
	const loaded = new Promise((done) => frame.addEventListener('load', done, { once: true }));
	stage.append(frame);
	await Promise.race([loaded, new Promise((done) => setTimeout(done, PATIENCE))]);
	const page = frame.contentDocument;
	if (page?.title !== 'Self-test control') {
		frame.remove();
		return [...DETECTORS];
	}
	const recorder = new Recorder(frame, stage, {
		payload: '<img name=selfTestControl>',
		mustShow: ['words that are not there'],
		lies: true,
		visible: true,
		patience: 30,
		policy: true
	});
	const had = document.activeElement;
	page.dispatchEvent(new CustomEvent('control'));
	recorder.shown();
	const until = performance.now() + PATIENCE;
	const seen: Sighting[] = [];
	let gone = false;
	const blind = (): Detector[] => DETECTORS.filter((detector) => !sees(detector, seen));
	while (performance.now() < until && blind().length > 0) {
		seen.push(...recorder.sightings());
		if (!gone && blind().every((detector) => detector === 'navigation')) {
			gone = true;
			page.dispatchEvent(new CustomEvent('undo'));
		}
		await pause();
	}
	if (!gone) page.dispatchEvent(new CustomEvent('undo'));
	recorder.stop();
	if (had instanceof HTMLElement) had.focus({ preventScroll: true });
	frame.remove();
	return blind();
}
