/** `$app/paths` for client classes under test: the product at the root of its host. */
export const base = '';
export const assets = '';
export const resolve = (path: string): string => path;
