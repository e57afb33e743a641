/** What `$app/environment` says to client classes under test: a browser, not being built. */
export const browser = true;
export const building = false;
export const dev = false;
export const version = 'test';
