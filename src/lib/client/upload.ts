import type { DraftAttachment } from '$lib/mail/draft';
import { PROBLEM_STATUS, type ProblemBody } from '$lib/mail/problem-codes';
import { ApiProblem } from './api';

/** A running upload. */
export interface Upload {
	readonly done: Promise<DraftAttachment>;
	readonly abort: () => void;
}

/**
 * Streams a file to a draft. `fetch` cannot tell how far an upload is, so this is the one place with
 * XMLHttpRequest. Rejects with `ApiProblem`; with an `AbortError` when it was stopped.
 */
export function upload(draft: string, file: File, progress: (octets: number) => void): Upload {
	const request = new XMLHttpRequest();
	const done = new Promise<DraftAttachment>((resolve, reject) => {
		request.open('PUT', `/api/drafts/${draft}/attachments/${encodeURIComponent(file.name || 'file')}`);
		request.setRequestHeader('content-type', file.type || 'application/octet-stream');
		request.setRequestHeader('accept', 'application/json');
		request.upload.onprogress = (event) => progress(event.loaded);
		request.onload = () => {
			if (request.status === 200) resolve(JSON.parse(request.responseText) as DraftAttachment);
			else reject(problemOf(request));
		};
		request.onerror = () => reject(new ApiProblem('offline', 0));
		request.onabort = () => reject(new DOMException('stopped', 'AbortError'));
		request.send(file);
	});
	return { done, abort: () => request.abort() };
}

function problemOf(request: XMLHttpRequest): ApiProblem {
	try {
		const { code, detail } = JSON.parse(request.responseText) as Partial<ProblemBody>;
		if (code !== undefined && code in PROBLEM_STATUS) return new ApiProblem(code, request.status, detail);
	} catch {
		// Not from us: a proxy on the way, most likely.
	}
	return new ApiProblem(request.status === 413 ? 'size/too-large' : 'internal', request.status);
}
