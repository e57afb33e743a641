import { run as test } from './test.mjs';

/** Every odd message of the collection, opened in the running app. @param {string[]} args */
export const run = (args) => test(['corpus', ...args]);
