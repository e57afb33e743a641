import { isDark } from './message-frame';

/** In the dark a designed message is darkened, or keeps the paper it was sent on. */
export type Shade = 'none' | 'dark' | 'sent';

export const shadeFor = (coloured: boolean, asSent: boolean): Shade =>
	!coloured || !isDark() ? 'none' : asSent ? 'sent' : 'dark';

/** Loads what darkens; asked for early, so that a message is dark when it is first seen. */
export const loadDark = () => import('./dark-mail');

/** Gives the frame's message its paper. The first time in the dark its colours are worked out. */
export async function shadeFrame(page: Document, shade: Shade): Promise<void> {
	const { dataset } = page.documentElement;
	const { body } = page;
	if (shade === 'sent') dataset.sent = '';
	else delete dataset.sent;
	if (shade !== 'dark') {
		delete dataset.shade;
		return;
	}
	if (dataset.shade !== 'dark') dataset.shade = 'soon';
	const { darken } = await loadDark();
	if (page.body !== body || dataset.shade === undefined) return;
	// Colours are read as they were sent.
	dataset.shade = 'soon';
	try {
		const working = darken(page);
		if (working) await working;
	} finally {
		if (page.body === body && dataset.shade !== undefined) dataset.shade = 'dark';
	}
}
