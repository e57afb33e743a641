import { buildApp } from '../build.mjs';

/** @param {string[]} args `locks` for the build that tests of the message view make */
export const run = ([kind]) => buildApp(kind === 'locks' ? 'locks' : 'app');
