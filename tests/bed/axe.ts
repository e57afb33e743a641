import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/**
 * Runs axe on what the page shows and returns one line for each thing it finds. It goes in through the debugger,
 * past the page's own content security policy, which stays in force. Message bodies are foreign text and left out.
 */
export async function axe(page: Page): Promise<string[]> {
	const debug = await page.context().newCDPSession(page);
	const evaluate = async (expression: string) => {
		const { result, exceptionDetails } = await debug.send('Runtime.evaluate', {
			expression,
			awaitPromise: true,
			returnByValue: true
		});
		if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
		return result.value as unknown;
	};
	try {
		// What is still fading in has not the colours it is meant to have.
		await evaluate(
			`Promise.all(document.getAnimations().filter((a) => a.effect?.getComputedTiming().endTime < 5000)
				.map((a) => a.finished.catch(() => 0))).then(() => 0)`
		);
		await evaluate(`${source};0`);
		const options = JSON.stringify({ iframes: false, runOnly: RULES, resultTypes: ['violations'] });
		const found = (await evaluate(
			`axe.run(document, ${options}).then((r) => r.violations.flatMap((v) => v.nodes.map((n) =>
				v.id + ': ' + n.html.slice(0, 160) + ' | ' + (n.failureSummary ?? '').replace(/\\s+/g, ' ').slice(0, 240))))`
		)) as string[];
		return found;
	} finally {
		await debug.detach();
	}
}
