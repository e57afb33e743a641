import * as folders from './folders';
import { forgetOrders } from './order';
import * as pool from './pool';
import { forgetSummaries } from './summaries';
import { endWatching } from './watch';

/** The last session of an account ended: connections, event streams and everything remembered of its mail go. */
export function closeAccount(address: string): void {
	endWatching(address);
	pool.closeAccount(address);
	folders.forget(address);
	forgetSummaries(address);
	forgetOrders(address);
}

/** Shutdown. */
export function closeAll(): void {
	endWatching();
	pool.closeAll();
}
