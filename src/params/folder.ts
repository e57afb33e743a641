import { parseFolderPath } from '$lib/mail/ids';
import type { ParamMatcher } from '@sveltejs/kit';

/** A folder path in a URL, decoded; control characters and overlong paths are an unknown page. */
export const match = ((param) => parseFolderPath(param) !== null) satisfies ParamMatcher;
