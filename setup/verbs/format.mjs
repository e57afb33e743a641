import { follow } from '../child.mjs';

export const run = () => follow(process.execPath, ['node_modules/prettier/bin/prettier.cjs', '--write', '.']);
