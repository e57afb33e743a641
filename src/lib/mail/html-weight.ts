/**
 * What HTML will cost a browser, judged from its text alone and never too low by much. Browsers read on through
 * anything, yet take time with the square of how deep elements are left open, and lay out tables in tables anew
 * for each level.
 */
export interface HtmlBudget {
	/** Tags, and elements that a browser opens again for formatting that was left open. */
	readonly tags: number;
	/** Elements open at once. */
	readonly depth: number;
	/** Tables open at once. */
	readonly tables: number;
	/** Characters outside of tags. */
	readonly text: number;
}

/** Formatting left open in each other that a careful sender may have. */
const FORMATTING_FREE = 16;

/** Never open for long: they hold nothing, or the next of their kind ends them. */
const SHORT = new Set(
	'area base br col embed hr img input link meta param source track wbr dd dt li option p td th tr tbody thead tfoot'.split(
		' '
	)
);
/** Opened again by the browser in each block that follows, until they are closed. */
const FORMATTING = new Set('b big code em font i nobr s small strike strong tt u'.split(' '));

/** Elements that are open, by name. A closing tag without an opening one closes nothing. */
class Open {
	readonly #open = new Map<string, number>();
	depth = 0;
	formatting = 0;

	change(name: string, by: 1 | -1): void {
		const count = this.of(name);
		if (SHORT.has(name) || count + by < 0) return;
		this.#open.set(name, count + by);
		this.depth += by;
		if (FORMATTING.has(name)) this.formatting += by;
	}

	of(name: string): number {
		return this.#open.get(name) ?? 0;
	}
}

/** Shown at once: about a second of work. */
export const AT_ONCE: HtmlBudget = { tags: 40_000, depth: 4000, tables: 40, text: 1_000_000 };
/** Shown when asked for: about three. */
export const WHEN_ASKED: HtmlBudget = { tags: 100_000, depth: 4000, tables: 40, text: 2_000_000 };

/** Where the next tag or comment begins, at or after `from`; -1 for none. */
function nextMarkup(html: string, from: number): number {
	let at = html.indexOf('<', from);
	while (at >= 0 && !/[a-z/!?]/i.test(html[at + 1] ?? '')) at = html.indexOf('<', at + 1);
	return at;
}

/** A field with a pattern: Firefox tries its value against it while it reads, which may take ten seconds. */
const PATTERN = /[\s"'/]pattern[\s/]*=/i;

/** How much of `html`, in characters, the budget pays for; its length when all. Linear in it. */
export function affordable(html: string, budget: HtmlBudget): number {
	const patterns = PATTERN.test(html);
	const open = new Open();
	let tags = 0;
	let text = 0;
	let end = 0;
	for (let at = nextMarkup(html, 0); at >= 0; at = nextMarkup(html, end)) {
		if (text + at - end > budget.text) break;
		text += at - end;
		const close = html.indexOf('>', at);
		// A tag that never ends is dropped by browsers, with all that follows.
		if (close < 0) return html.length;
		const [, slash, name] = /^<(\/?)([a-z][^\s/>]{0,30})/i.exec(html.slice(at, at + 40)) ?? [];
		if (name) {
			// Which tag a pattern belongs to is for a parser to say; no letter has such fields.
			if (patterns && name.toLowerCase() === 'input') return at;
			open.change(name.toLowerCase(), slash ? -1 : 1);
			tags += 1 + (slash ? 0 : Math.max(0, open.formatting - FORMATTING_FREE));
		}
		if (tags > budget.tags || open.depth > budget.depth || open.of('table') > budget.tables) return at;
		end = close + 1;
	}
	return Math.min(html.length, end + budget.text - text);
}
