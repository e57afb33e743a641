import { lockOn } from '$lib/client/test-locks';
import type { RequestHandler } from './$types';

/**
 * The empty document that messages are shown in. Its policy allows no script and no address but our own for
 * pictures; the page puts sanitized elements in, and the frame's `sandbox` forbids scripts once more.
 */
const POLICY =
	"default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data: blob:; form-action 'none'; " +
	"base-uri 'none'; frame-ancestors 'self'";

const STYLE = `
html { overflow-x: auto; overflow-y: hidden; scrollbar-width: thin; text-size-adjust: 100%; -webkit-text-size-adjust: 100%; }
html, body { margin: 0; padding: 0; background: transparent; }
body { min-height: 0; color: var(--ink); font: 420 15px/24px "Inter Variable", Inter, system-ui, sans-serif; overflow-wrap: anywhere; font-variant-ligatures: no-contextual; }
html[data-paper="own"] body { color: #1d1b18; color-scheme: light; }
html[data-paper="own"][data-sent] body { background-color: #fff; padding: 12px; border-radius: 4px; }
html[data-shade] summary { color-scheme: dark; }
html[data-shade="soon"] body { visibility: hidden; }
a { color: var(--accent); text-underline-offset: 2px; text-decoration-thickness: 1px; }
html[data-paper="own"] a { color: #00605f; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 2px; }
.piece + .piece { margin-top: 16px; padding-top: 16px; border-top: 1px solid var(--hair); }
.piece.text { white-space: pre-wrap; max-width: var(--measure); unicode-bidi: plaintext; }
.piece.text blockquote { margin: 0; }
.level { border-inline-start: 2px solid var(--quote); padding-inline-start: 12px; color: var(--quote-ink); }
.level[data-depth="2"] { margin-inline-start: 14px; } .level[data-depth="3"] { margin-inline-start: 28px; }
.level:not([data-depth="1"], [data-depth="2"], [data-depth="3"]) { margin-inline-start: 42px; }
.level { --quote: var(--accent); --quote-ink: var(--ink-2); }
.level-2 { --quote: var(--label-ochre); } .level-3 { --quote: var(--label-plum); } .level-4 { --quote: var(--label-moss); }
body > .text .mark { position: absolute; opacity: 0; font-size: 1px; user-select: text; }
.signature { margin-top: 4px; color: var(--ink-3); font-size: 13px; line-height: 20px; }
summary { display: inline-flex; align-items: center; min-height: 24px; margin: 4px 0; padding: 0 10px; border-radius: 6px; background: var(--press); color: var(--ink-2); font-size: 13px; cursor: default; list-style: none; user-select: none; }
summary::-webkit-details-marker { display: none; }
details[open] > summary { margin-bottom: 8px; }
img { max-width: 100%; }
.piece.image img { display: block; max-height: 1200px; border-radius: 4px; }
.left-out { display: inline-flex; align-items: center; justify-content: center; box-sizing: border-box; max-width: 100%; min-width: 24px; min-height: 24px; padding: 0 8px; overflow: hidden; border: 1px dashed; border-radius: 4px; color: inherit; opacity: .6; font-size: 12px; line-height: 16px; text-align: center; vertical-align: middle; }
.piece.html blockquote { margin: 0 0 0 2px; padding-inline-start: 12px; border-inline-start: 2px solid var(--hair-2); }
pre { white-space: pre-wrap; }
@media print { html { overflow: visible; color-scheme: light !important; } html body { padding: 0 !important; visibility: visible !important; } }
`;

const PAGE = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Message body</title><style>${STYLE}</style></head><body></body></html>
`;

const HEADERS = {
	'content-type': 'text/html; charset=utf-8',
	'content-security-policy': POLICY,
	'x-content-type-options': 'nosniff',
	'referrer-policy': 'no-referrer',
	'x-dns-prefetch-control': 'off',
	'x-frame-options': 'SAMEORIGIN',
	'cross-origin-resource-policy': 'same-origin',
	'cache-control': 'private, max-age=3600'
};

/** What tests get in their own build where the policy is not to be on: one that forbids nothing in the frame. */
const OPEN = { ...HEADERS, 'content-security-policy': "frame-ancestors 'self'" };

/** The frame holds no mail of its own, so it may be kept by the browser. */
export const GET: RequestHandler = ({ request }) => {
	if (!__LOCK_SWITCH__) return new Response(PAGE, { headers: HEADERS });
	const headers = lockOn('csp', request.headers.get('cookie') ?? '') ? HEADERS : OPEN;
	return new Response(PAGE, { headers: { ...headers, 'cache-control': 'no-store' } });
};
