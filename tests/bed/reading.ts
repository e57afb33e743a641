import type { FrameLocator, Locator, Page } from 'playwright-core';

/** The document a message's text or HTML stands in. */
export const messageBody = (page: Page): FrameLocator => page.frameLocator('iframe[title="Message body"]');

/** Words of the open message. */
export const bodyText = (page: Page, text: string | RegExp): Locator => messageBody(page).getByText(text);

/** The list of messages, or a row of it by words it holds. */
export const list = (page: Page): Locator => page.getByRole('grid', { name: 'Messages' });
export const row = (page: Page, words: string): Locator =>
	list(page).getByRole('row').filter({ hasText: words });
