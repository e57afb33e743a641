import { createContext } from 'svelte';
import type { Composer } from './composer.svelte';
import type { Acting } from './acting.svelte';
import type { Asking } from './asking.svelte';
import type { Commands } from './commands.svelte';
import type { Connection } from './connection.svelte';
import type { Mailbox } from './mailbox.svelte';
import type { MessageList } from './message-list.svelte';
import type { Notices } from './notices.svelte';
import type { Selection } from './selection.svelte';
import type { Updates } from './updates.svelte';

/** What the page remembers, made once in the app's layout and passed down by context. */
export const [getNotices, setNotices] = createContext<Notices>();
export const [getComposer, setComposer] = createContext<Composer>();
export const [getMailbox, setMailbox] = createContext<Mailbox>();
export const [getConnection, setConnection] = createContext<Connection>();
export const [getCommands, setCommands] = createContext<Commands>();
export const [getMessageList, setMessageList] = createContext<MessageList>();
export const [getSelection, setSelection] = createContext<Selection>();
export const [getActing, setActing] = createContext<Acting>();
export const [getUpdates, setUpdates] = createContext<Updates>();
export const [getAsking, setAsking] = createContext<Asking>();
