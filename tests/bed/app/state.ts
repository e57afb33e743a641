/** `$app/state` for client classes under test: one page, nothing loaded. */
export const page = { url: new URL('http://localhost/'), params: {}, data: {}, state: {} };
export const navigating = { to: null };
