import type { Uid } from './ids.ts';

const MAX = 0xffffffff;

/** A sequence set (RFC 9051 §9 `sequence-set`) of UIDs, ascending, runs written as ranges. */
export function printUidSet(uids: readonly number[]): string {
	const sorted = [...new Set(uids)].sort((a, b) => a - b);
	const parts: string[] = [];
	for (let i = 0; i < sorted.length; i++) {
		const start = sorted[i] as number;
		let end = start;
		while (sorted[i + 1] === end + 1) end = sorted[++i] as number;
		parts.push(start === end ? String(start) : `${start}:${end}`);
	}
	return parts.join(',');
}

/** The numbers of a sequence set in the order written, at most `limit`. Null when it is malformed or larger. */
export function parseUidSet(text: string, limit: number): Uid[] | null {
	const found: Uid[] = [];
	for (const part of text.split(',', limit + 1)) {
		const match = /^([0-9]{1,10})(?::([0-9]{1,10}))?$/.exec(part);
		if (!match) return null;
		const a = Number(match[1]);
		const b = Number(match[2] ?? match[1]);
		const low = Math.min(a, b);
		const high = Math.max(a, b);
		if (low < 1 || high > MAX || found.length + (high - low) >= limit) return null;
		for (let uid = low; uid <= high; uid++) found.push(uid as Uid);
	}
	return found;
}

/** Cuts a list of UIDs so that each piece prints to a command line of reasonable length. */
export function chunkUids(uids: readonly number[], size = 1000): number[][] {
	const sorted = [...new Set(uids)].sort((a, b) => a - b);
	const chunks: number[][] = [];
	for (let i = 0; i < sorted.length; i += size) chunks.push(sorted.slice(i, i + size));
	return chunks;
}
