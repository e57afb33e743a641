import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

const out = join(import.meta.dirname, '../e2e/out');

/** Keeps a picture of the page in tests/e2e/out, to be looked at by a person after the run. */
export async function picture(page: Page, name: string): Promise<void> {
	mkdirSync(out, { recursive: true });
	await page.screenshot({ path: join(out, `${name}.png`) });
}
