import { follow } from '../child.mjs';

/** @param {string[]} args */
export const run = (args) => follow(process.execPath, ['node_modules/vite/bin/vite.js', 'dev', ...args]);
