import { boat } from './boat.ts';
import { business } from './business.ts';
import { family } from './family.ts';
import { spam } from './junk.ts';
import { lists } from './lists.ts';
import type { Copy } from './letter.ts';
import { newsletters } from './newsletters.ts';
import { oddities } from './oddities.ts';
import { bytesOf } from './render.ts';
import { world } from './world.ts';

/** Folders that people made, subscribed to in this order. Those without mail are there too. */
export const OWN_FOLDERS: Record<Copy['of'], string[]> = {
	ada: [
		...['Boat', 'Boat/Sails', 'Boat/Slipway permit', 'Invoices', 'Lists/postfix-users', 'Lists/dovecot'],
		...[
			'Lists/harbour-row',
			'Grüße & Fotos',
			'Grüße & Fotos/日本 📦',
			'“Quoted” & "plain"',
			'Old/2019',
			'v2.1'
		]
	],
	ben: ['Bees', 'Engine'],
	cleo: ['Uni']
};

/** One message as it goes into a mailbox. */
export interface Stored {
	of: Copy['of'];
	folder: string;
	flags: string;
	keywords: string[];
	/** When it arrived, ms since 1970. */
	ms: number;
	bytes: Buffer;
}

/** The whole sample: every letter, once for each mailbox that has it; dates count back from `now` (ms). */
export function everything(now: number): Stored[] {
	const letters = [
		...[...boat, ...family, ...lists, ...world, ...business(now), ...newsletters, ...spam, ...oddities()]
	];
	return letters.flatMap((letter) =>
		letter.copies.map(({ of, folder, flags = '', keywords = [] }) => ({
			...{ of, folder, flags, keywords, ms: now - letter.ago * 60_000 },
			bytes: bytesOf(letter, now, `${of}@demo.test`)
		}))
	);
}
