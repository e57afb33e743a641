import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './build.ts';

export interface BuiltRoute {
	readonly id: string;
	/** A path that leads there. */
	readonly path: string;
	/** What it answers to; pages answer GET, and POST where they have a form. */
	readonly methods: readonly string[];
	/** Names of its forms: each is a POST to `?/name`. */
	readonly actions: readonly string[];
}

interface Manifest {
	readonly _: {
		readonly nodes: readonly (() => Promise<{ server?: { actions?: Record<string, unknown> } }>)[];
		readonly routes: readonly {
			readonly id: string;
			readonly page: { readonly leaf: number } | null;
			readonly endpoint?: (() => Promise<Record<string, unknown>>) | null;
		}[];
	};
}

const SAMPLES: Record<string, string> = {
	folder: 'INBOX',
	uid: '1',
	part: '1',
	id: '01234567-89ab-4cde-8f01-23456789abcd',
	name: 'a.txt'
};

/** Every route of the build, so that a route added tomorrow is walked without being listed here. */
export async function builtRoutes(): Promise<BuiltRoute[]> {
	const file = join(root, '.svelte-kit/output/server/manifest-full.js');
	const { manifest } = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as { manifest: Manifest };
	return Promise.all(
		manifest._.routes.map(async ({ id, page, endpoint }) => {
			const exported = endpoint ? Object.keys(await endpoint()) : [];
			const methods = exported.filter((name) => /^[A-Z]+$/.test(name));
			const leaf = page ? await manifest._.nodes[page.leaf]!() : null;
			return {
				...{ id, path: pathOf(id), actions: Object.keys(leaf?.server?.actions ?? {}) },
				methods: page ? [...new Set([...methods, 'GET', 'POST'])] : methods
			};
		})
	);
}

/** A path of the route; `samples` fill its parameters, by name. */
export function pathOf(id: string, samples: Readonly<Record<string, string>> = {}): string {
	const path = id
		.replace(/\/\([^)]+\)/g, '')
		.replace(/\[x\+([0-9a-f]{2})\]/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
		.replace(/\[(\w+)(?:=\w+)?\]/g, (_, name: string) => samples[name] ?? SAMPLES[name] ?? 'x');
	return path || '/';
}
