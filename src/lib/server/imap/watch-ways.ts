import { listFolders, parseStatus, type StatusItems } from './raw-folders';
import { atom, run } from './raw';
import { scan } from './tokens';
import type { Wire } from './wire';

/** Whom the ways of watching tell. */
export interface Watching {
	status(wireName: string, items: StatusItems, first?: boolean): void;
	tree(): void;
}

const EVENTS = ['MessageNew', 'MessageExpunge', 'FlagChange', 'MailboxName', 'SubscriptionChange'].map(atom);
/** Milliseconds between looks at all folders, where the server cannot tell of them by itself. */
const LOOK_EVERY = 30_000;
/** Changes in INBOX come in bursts. */
const GATHER = 150;

async function look(imap: Wire, watching: Watching, first: boolean): Promise<string> {
	const folders = await listFolders(imap);
	for (const { wireName, items } of folders) watching.status(wireName, items, first);
	return folders
		.map((folder) => `${folder.wireName}${folder.subscribed ? '+' : ''}`)
		.sort()
		.join('\n');
}

/** NOTIFY (RFC 5465): the server tells of every folder by itself, on one connection without a selected folder. */
export async function notify(imap: Wire, watching: Watching): Promise<void> {
	// With CONDSTORE a change of flags alone is told too, as a new HIGHESTMODSEQ (RFC 5465 §5.4).
	if (imap.capabilities.has('CONDSTORE')) await run(imap, 'ENABLE', [atom('CONDSTORE')]);
	await look(imap, watching, true);
	imap.listen('STATUS', (line, literals) => {
		const { wireName, items } = parseStatus(scan(line, literals, line.indexOf('STATUS') + 6));
		watching.status(wireName, items);
	});
	imap.listen('LIST', () => watching.tree());
	// Too much for the server to tell: it stops by itself (RFC 5465 §5.8), and only a new command starts it again.
	imap.listen('OK', (line) => {
		if (/\[NOTIFICATIONOVERFLOW\]/i.test(line)) imap.close();
	});
	await run(imap, 'NOTIFY', [atom('SET'), [atom('PERSONAL'), EVENTS]]);
}

/** IDLE (RFC 2177) on INBOX, and a look at all folders every 30 s. */
export async function poll(imap: Wire, watching: Watching, gone: Promise<void>): Promise<void> {
	let before = await look(imap, watching, true);
	await imap.mailboxOpen('INBOX');
	let timer: NodeJS.Timeout | undefined;
	let due: (() => void) | undefined;
	const wake = () => {
		timer ??= setTimeout(() => due?.(), GATHER);
	};
	for (const name of ['exists', 'expunge', 'flags-changed'] as const) imap.on(name, wake);
	let open = true;
	const closed = gone.then(() => {
		open = false;
	});
	while (open) {
		// Returns when another command breaks it; refused where the server has no IDLE.
		void imap.idle().catch(() => undefined);
		const later = new Promise<void>((resolve) => {
			due = resolve;
		});
		const round = setTimeout(() => due?.(), LOOK_EVERY).unref();
		await Promise.race([later, closed]);
		clearTimeout(round);
		timer = undefined;
		if (!open) break;
		// Ends the IDLE, and has the server tell what it holds back.
		await imap.noop();
		const now = await look(imap, watching, false);
		if (now !== before) watching.tree();
		before = now;
	}
	clearTimeout(timer);
}
