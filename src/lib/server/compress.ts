/**
 * Pages made here, gzipped: a list of messages shrinks to a fifth. Data for scripts, event streams and downloads
 * pass as they are; static files were compressed when they were built. A page holds no secret beside what a stranger
 * may write into it (nonces change with each answer, the session is a cookie), so its size tells nothing (BREACH).
 */
export function compressed(request: Request, answer: Response): Response {
	const { headers, body, status } = answer;
	if (!body || headers.has('content-encoding') || !/^text\/html\b/.test(headers.get('content-type') ?? ''))
		return answer;
	if (!/\bgzip\b/.test(request.headers.get('accept-encoding') ?? '')) return answer;
	const zipped = new Response(body.pipeThrough(new CompressionStream('gzip')), { status, headers });
	zipped.headers.set('content-encoding', 'gzip');
	zipped.headers.append('vary', 'accept-encoding');
	zipped.headers.delete('content-length');
	return zipped;
}
