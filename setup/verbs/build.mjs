import { buildApp } from '../build.mjs';

export const run = () => buildApp();
