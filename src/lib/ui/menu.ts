import type { LucideIcon } from '@lucide/svelte';

/** One line of a menu; `null` draws a hairline. */
export type MenuItem = {
	readonly label: string;
	readonly icon?: LucideIcon;
	/** As shown beside the label. */
	readonly shortcut?: string;
	/** Present for choices of which one (or several) is on. */
	readonly checked?: boolean;
	readonly danger?: boolean;
	readonly disabled?: boolean;
	readonly run: () => void;
} | null;

/**
 * Puts a floating thing beside a point or a control, inside the window with 8 px to spare. Sizes in CSS px.
 * Set through the DOM, since the content security policy has no inline styles.
 */
export function placeBeside(
	floating: HTMLElement,
	anchor: { left: number; right: number; top: number; bottom: number },
	end: boolean
): void {
	const { offsetWidth: width, offsetHeight: height } = floating;
	const wanted = end ? anchor.right - width : anchor.left;
	const left = Math.max(8, Math.min(wanted, innerWidth - width - 8));
	const below = anchor.bottom + 4;
	const top = below + height > innerHeight - 8 ? Math.max(8, anchor.top - height - 4) : below;
	floating.style.left = `${left}px`;
	floating.style.top = `${top}px`;
}
