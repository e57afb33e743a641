import { m } from '$lib/paraglide/messages';
import type { CommandName, Commands } from './commands.svelte';

/** One line of the table: keys as they are typed (`g i` one after the other), and what they do. */
export interface Shortcut {
	readonly keys: readonly string[];
	readonly run: CommandName;
	readonly text: () => string;
}

/** Every key of the page. The list of shortcuts and the listener both read it. */
export const SHORTCUTS: readonly { readonly title: () => string; readonly keys: readonly Shortcut[] }[] = [
	{
		title: m.app_keys_list,
		keys: [
			{ keys: ['j'], run: 'next', text: m.app_key_next },
			{ keys: ['k'], run: 'previous', text: m.app_key_previous },
			{ keys: ['o'], run: 'open', text: m.app_key_open },
			{ keys: ['Escape'], run: 'close', text: m.app_key_close },
			{ keys: ['x'], run: 'select', text: m.app_key_select },
			{ keys: ['*'], run: 'select-all', text: m.app_key_select_all }
		]
	},
	{
		title: m.app_keys_message,
		keys: [
			{ keys: ['e'], run: 'archive', text: m.list_archive },
			{ keys: ['#', 'Delete'], run: 'delete', text: m.list_delete },
			{ keys: ['v'], run: 'move', text: m.list_move_to },
			{ keys: ['u'], run: 'unread', text: m.app_key_unread },
			{ keys: ['s'], run: 'flag', text: m.list_flag },
			{ keys: ['!'], run: 'junk', text: m.list_junk },
			{ keys: ['z'], run: 'undo', text: m.app_undo }
		]
	},
	{
		title: m.app_keys_write,
		keys: [
			{ keys: ['c'], run: 'compose', text: m.app_compose },
			{ keys: ['r'], run: 'reply', text: m.app_key_reply },
			{ keys: ['a'], run: 'reply-all', text: m.app_key_reply_all },
			{ keys: ['f'], run: 'forward', text: m.app_key_forward }
		]
	},
	{
		title: m.app_keys_go,
		keys: [
			{ keys: ['/'], run: 'search', text: m.list_search },
			{ keys: ['g i'], run: 'go-inbox', text: m.app_role_inbox },
			{ keys: ['g d'], run: 'go-drafts', text: m.app_role_drafts },
			{ keys: ['g t'], run: 'go-sent', text: m.app_role_sent },
			{ keys: ['g a'], run: 'go-archive', text: m.app_role_archive },
			{ keys: ['g f'], run: 'go-folder', text: m.app_key_go_folder },
			{ keys: ['?'], run: 'help', text: m.app_keys_title }
		]
	}
];

const RUNS = new Map(
	SHORTCUTS.flatMap(({ keys }) => keys).flatMap(({ keys, run }) => keys.map((key) => [key, run]))
);
const CHORD_MS = 1_500;

/** Whether a key belongs to the control that has it: text, lists, anything floating. */
function isTaken(target: EventTarget | null): boolean {
	if (!(target instanceof Element)) return false;
	return (
		target.closest('input:not([type="checkbox"]), textarea, select, [contenteditable], dialog, [popover]') !==
		null
	);
}

/** Listens for the keys of the table, wherever the focus is but in text. Returns what stops it. */
export function listenForKeys(commands: Commands): () => void {
	let first = '';
	let firstAt = 0;
	const keydown = (event: KeyboardEvent): void => {
		if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
		if (isTaken(event.target)) return;
		if (!commands.keys && event.key !== 'Escape') return;
		// By what is printed on the key: on many keyboards `/` and `#` stand elsewhere.
		const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
		const chord = first && event.timeStamp - firstAt < CHORD_MS ? `${first} ${key}` : key;
		first = '';
		if (key === 'g' && chord === key) {
			first = key;
			firstAt = event.timeStamp;
			return;
		}
		const run = RUNS.get(chord);
		if (run && commands.run(run)) event.preventDefault();
	};
	addEventListener('keydown', keydown);
	return () => removeEventListener('keydown', keydown);
}
