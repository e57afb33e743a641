import { Readable } from 'node:stream';
import { api } from '$lib/server/api';
import { attachFile, detachFile } from '$lib/server/flows/attach-file';
import type { RequestEvent } from './$types';

/**
 * Takes the raw body as a file of that name, streamed to the disk. Answers with the attachment under the name it
 * got, which is another when that one was taken.
 */
export const PUT = api(async ({ params, request }: RequestEvent, account) => {
	const size = Number(request.headers.get('content-length') ?? NaN);
	return attachFile(account, params.id, {
		name: params.name,
		type: request.headers.get('content-type') ?? '',
		bytes: request.body ?? Readable.from([]),
		size: Number.isSafeInteger(size) ? size : null
	});
});

export const DELETE = api(({ params }: RequestEvent, account) => detachFile(account, params.id, params.name));
