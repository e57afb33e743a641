import { createContext } from 'svelte';
import type { Composer } from './composer.svelte';
import type { Notices } from './notices.svelte';

/** What the page remembers, made once in the app's layout and passed down by context. */
export const [getNotices, setNotices] = createContext<Notices>();
export const [getComposer, setComposer] = createContext<Composer>();
