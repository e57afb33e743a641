import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { SelfTestItem, SelfTestItems } from '../../src/lib/mail/self-test-items.ts';
import { groupOf, type Group, type SelfTestRun } from '../../src/lib/mail/self-test-verdict.ts';
import { root } from './build.ts';

/** Longest time, ms, that a run may take on a busy machine of two cores. */
export const RUN = 240_000;

export const { items } = JSON.parse(
	readFileSync(join(root, 'static/self-test/items.json'), 'utf8')
) as SelfTestItems;

/** Some items of each group, those first that do what they do on a bare page. */
export function someOf(count: number): SelfTestItem[] {
	const taken = new Map<Group, number>();
	const live = [...items].sort((a, b) => Number(b.live.length > 0) - Number(a.live.length > 0));
	return live.filter((item) => {
		const group = groupOf(item);
		taken.set(group, (taken.get(group) ?? 0) + 1);
		return (taken.get(group) ?? 0) <= count;
	});
}

/** Lets the page have these items alone, so that a run is short. */
export async function offer(page: Page, some: readonly SelfTestItem[]): Promise<void> {
	await page.route('**/self-test/items.json', (route) => route.fulfill({ json: { items: some } }));
}

/** Runs the self-test and returns what the page keeps of it. */
export async function runSelfTest(page: Page): Promise<SelfTestRun> {
	await page.goto('/settings/self-test');
	await page.getByRole('button', { name: /^Run/ }).click();
	const failed = page.getByText(/^The test could not be run/);
	await page.locator('[data-outcome]').or(failed).first().waitFor({ timeout: RUN });
	if (await failed.isVisible()) throw new Error(await failed.innerText());
	return JSON.parse(await page.evaluate(() => localStorage.getItem('postern-self-test') ?? 'null'));
}
