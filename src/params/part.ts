import { parsePartId } from '$lib/mail/ids';
import type { ParamMatcher } from '@sveltejs/kit';

/** A part specifier such as `1.2` in a URL. */
export const match = ((param) => parsePartId(param) !== null) satisfies ParamMatcher;
