/** `$app/navigation` for client classes under test: going somewhere does nothing and always works. */
export const goto = (): Promise<void> => Promise.resolve();
export const invalidate = goto;
export const invalidateAll = goto;
export const preloadData = goto;
export const pushState = (): void => undefined;
export const replaceState = pushState;
export const beforeNavigate = pushState;
export const afterNavigate = pushState;
export const onNavigate = pushState;
