/** What a person chose about the looks and the order of things; kept per account. */
export interface Settings {
	readonly theme: 'system' | 'light' | 'dark';
	readonly density: 'comfortable' | 'compact';
	readonly locale: 'en' | 'de';
	/** Seconds an open message stays unread; -1 never marks by itself. */
	readonly markSeenAfter: number;
}

export const DEFAULT_SETTINGS: Settings = {
	theme: 'system',
	density: 'comfortable',
	locale: 'en',
	markSeenAfter: 1
};

const CHOICES = {
	theme: ['system', 'light', 'dark'],
	density: ['comfortable', 'compact'],
	locale: ['en', 'de']
} as const;

/** The settings in a stored or posted value; names and values we do not know are left out. */
export function parseSettings(value: unknown): Partial<Settings> {
	if (typeof value !== 'object' || value === null) return {};
	const found: Record<string, unknown> = {};
	for (const [name, choices] of Object.entries(CHOICES)) {
		const chosen: unknown = Object.hasOwn(value, name) ? value[name as keyof typeof value] : undefined;
		if ((choices as readonly unknown[]).includes(chosen)) found[name] = chosen;
	}
	const after: unknown = 'markSeenAfter' in value ? value.markSeenAfter : undefined;
	if (typeof after === 'number' && Number.isInteger(after) && after >= -1 && after <= 60) {
		found.markSeenAfter = after;
	}
	return found;
}
