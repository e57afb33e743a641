/** What the keys of the grid do; indices are moved by steps. */
interface ListKeys {
	step: (by: number) => unknown;
	to: (end: boolean) => unknown;
	/** Rows in a windowful. */
	page: () => number;
	/** Moves and picks everything from where picking began. */
	extend: (by: number) => unknown;
	open: () => unknown;
	toggle: () => unknown;
	all: () => unknown;
}

/** The keys of a grid with the focus (WAI-ARIA grid pattern), as a keydown listener. */
export function listKeys(keys: ListKeys): (event: KeyboardEvent) => void {
	return (event) => {
		const { key, shiftKey: shift } = event;
		const control = event.ctrlKey || event.metaKey;
		if (event.altKey) return;
		// Buttons and boxes inside a row have their own Enter and Space.
		if (event.target !== event.currentTarget && (key === 'Enter' || key === ' ')) return;
		if (control && key.toLowerCase() === 'a') keys.all();
		else if (control && key !== ' ' && key !== 'Home' && key !== 'End') return;
		else if (key === 'ArrowDown') void (shift ? keys.extend(1) : keys.step(1));
		else if (key === 'ArrowUp') void (shift ? keys.extend(-1) : keys.step(-1));
		else if (key === 'PageDown') keys.step(keys.page());
		else if (key === 'PageUp') keys.step(-keys.page());
		else if (key === 'Home') keys.to(false);
		else if (key === 'End') keys.to(true);
		else if (key === 'Enter') keys.open();
		else if (key === ' ') keys.toggle();
		else return;
		event.preventDefault();
	};
}
