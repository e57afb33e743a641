import type { TestProject } from 'vitest/node';
import { bedMailServer, type MailServerFacts } from './mail-server.ts';

declare module 'vitest' {
	interface ProvidedContext {
		mailServer: MailServerFacts;
	}
}

/** One mail server for all files of the project; tests ask for it by `inject('mailServer')`. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	const { facts, end } = await bedMailServer();
	project.provide('mailServer', facts);
	return end;
}
