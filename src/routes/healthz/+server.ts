/** The process lives and answers. */
export const GET = () => new Response('ok\n', { headers: { 'cache-control': 'no-store' } });
