import { browser } from '$app/environment';
import type { OpenMessage } from '$lib/mail/open-message';

/** Per cent; the keys and the menu go from one to the next. */
export const ZOOMS = [50, 67, 80, 90, 100, 110, 125, 150, 175, 200] as const;

/** How open messages are looked at: zoom and paper, each remembered until the page is left. */
export class MessageView {
	#zooms = $state<Record<string, number>>({});
	#sent = $state<Record<string, boolean>>({});
	#light = $state<Record<string, boolean>>({});
	/** The page is dark, and what is open brings colours of its own. */
	choosable = $state(false);

	/** Per cent. */
	zoom(message: OpenMessage): number {
		return this.#zooms[keyOf(message)] ?? 100;
	}

	zoomBy(message: OpenMessage, steps: number): void {
		const at = ZOOMS.indexOf(this.zoom(message) as (typeof ZOOMS)[number]);
		const next = ZOOMS[Math.min(ZOOMS.length - 1, Math.max(0, at + steps))];
		this.#zooms[keyOf(message)] = steps === 0 ? 100 : (next ?? 100);
	}

	/** The message keeps the paper it was sent on, also in the dark. */
	asSent(message: OpenMessage): boolean {
		return this.#sent[keyOf(message)] ?? this.alwaysLight(message);
	}

	setSent(message: OpenMessage, on: boolean): void {
		this.#sent[keyOf(message)] = on;
	}

	/** All mail of its sender does. What was chosen here counts before what came with the message. */
	alwaysLight(message: OpenMessage): boolean {
		return this.#light[senderOf(message)] ?? message.choice.light;
	}

	setAlwaysLight(message: OpenMessage, on: boolean): void {
		this.#light[senderOf(message)] = on;
		delete this.#sent[keyOf(message)];
	}
}

/** The address a choice is kept under; empty for a message of nobody or of several. */
export function senderOf({ header, part }: OpenMessage): string {
	return part === null && header.from.length === 1 ? (header.from[0]?.address.toLowerCase() ?? '') : '';
}

const keyOf = ({ folder, uid, uidValidity, part }: OpenMessage): string =>
	[folder, uidValidity, uid, part].join(' ');

let kept: MessageView | undefined;

/** The view of this window; on the server one that nobody shares. */
export function messageView(): MessageView {
	if (!browser) return new MessageView();
	return (kept ??= new MessageView());
}
