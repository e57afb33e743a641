import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './build.ts';

export interface BuiltRoute {
	readonly id: string;
	/** A path that leads there. */
	readonly path: string;
	/** What it answers to; pages answer GET, and POST where they have a form. */
	readonly methods: readonly string[];
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
	const { manifest } = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as {
		manifest: {
			_: { routes: { id: string; page: unknown; endpoint?: () => Promise<Record<string, unknown>> }[] };
		};
	};
	return Promise.all(
		manifest._.routes.map(async ({ id, page, endpoint }) => {
			const exported = endpoint ? Object.keys(await endpoint()) : [];
			const methods = exported.filter((name) => /^[A-Z]+$/.test(name));
			return { id, path: pathOf(id), methods: page ? [...new Set([...methods, 'GET', 'POST'])] : methods };
		})
	);
}

function pathOf(id: string): string {
	const path = id
		.replace(/\/\([^)]+\)/g, '')
		.replace(/\[(\w+)(?:=\w+)?\]/g, (_, name: string) => SAMPLES[name] ?? 'x');
	return path || '/';
}
