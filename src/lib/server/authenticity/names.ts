import { resolver } from '$lib/server/resolver';

/** Milliseconds that all questions about one message may take, and how many they may be. */
const ALL_QUESTIONS = 15_000;
const MAX_QUESTIONS = 60;

/** As mailauth asks: answers in the form of Node's own `resolve`. */
export type Ask = (name: string, type: string) => Promise<string[] | string[][]>;

/** What Node says when nobody has answered; mailauth takes it for `temperror`. */
function unanswered(): Error {
	return Object.assign(new Error('The name servers have not answered.'), { code: 'ETIMEOUT' });
}

/** A way to ask for DNS records that ends by itself: a stranger's message decides how much there is to ask. */
export function boundedNames(now: number = performance.now()): Ask {
	const until = now + ALL_QUESTIONS;
	let asked = 0;
	return async (name, type) => {
		const left = until - performance.now();
		if (left <= 0 || ++asked > MAX_QUESTIONS) throw unanswered();
		let timer: NodeJS.Timeout | undefined;
		const late = new Promise<never>((_, fail) => (timer = setTimeout(() => fail(unanswered()), left)));
		try {
			return await Promise.race([resolver().resolve(name, type) as Promise<string[] | string[][]>, late]);
		} finally {
			clearTimeout(timer);
		}
	};
}
