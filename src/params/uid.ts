import { parseUid } from '$lib/mail/ids';
import type { ParamMatcher } from '@sveltejs/kit';

/** A message's UID in a URL; anything else is an unknown page. */
export const match = ((param) => parseUid(param) !== null) satisfies ParamMatcher;
