import type { TestProject } from 'vitest/node';
import { build } from './build.ts';
import { bedMailServer, type MailServerFacts } from './mail-server.ts';
import { startProduct, type ProductFacts } from './product.ts';

declare module 'vitest' {
	interface ProvidedContext {
		mailServer: MailServerFacts;
		product: ProductFacts;
	}
}

/** One mail server and one built web process for all files of the project. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	await build();
	const mail = await bedMailServer();
	const product = await startProduct(mail.facts).catch(async (error: unknown) => {
		await mail.end();
		throw error;
	});
	project.provide('mailServer', mail.facts);
	project.provide('product', product.facts);
	return async () => {
		await product.end();
		await mail.end();
	};
}
