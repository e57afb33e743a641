import type { ParamMatcher } from '@sveltejs/kit';

/** A mail address as one segment; who it belongs to, the route finds out. */
export const match: ParamMatcher = (text) => /^[^\s\p{Cc}@]{1,64}@[^\s\p{Cc}@]{1,255}$/u.test(text);
