import type { TestProject } from 'vitest/node';
import { build } from './build.ts';
import { bedMailServer, type MailServerFacts } from './mail-server.ts';

declare module 'vitest' {
	interface ProvidedContext {
		mailServer: MailServerFacts;
	}
}

/** One mail server for all files of the project; tests ask for it by `inject('mailServer')`. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	// Once for all: files run side by side, and a second build would take the first one's files away.
	await build();
	const { facts, end } = await bedMailServer();
	project.provide('mailServer', facts);
	return end;
}
