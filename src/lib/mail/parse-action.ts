import type { Action, ActionRequest, Choice, FlagName } from './action.ts';
import { parseFolderPath, parseUid, type Uid } from './ids.ts';

/** Messages that can be named one by one; for more there is `upTo`. */
const MAX_UIDS = 20_000;
const FLAGS: readonly FlagName[] = ['seen', 'flagged', 'answered', 'forwarded'];

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null;
}

function parseChoice(value: unknown): Choice | null {
	if (!isRecord(value)) return null;
	if (value.upTo !== undefined) {
		const upTo = parseUid(value.upTo);
		return upTo === null ? null : { upTo };
	}
	if (!Array.isArray(value.uids) || value.uids.length === 0 || value.uids.length > MAX_UIDS) return null;
	const uids = value.uids.map(parseUid);
	return uids.every((uid): uid is Uid => uid !== null) ? { uids } : null;
}

function parseKind(value: unknown): Action | null {
	if (!isRecord(value)) return null;
	switch (value.kind) {
		case 'flag': {
			const flag = FLAGS.find((name) => name === value.flag);
			return flag && typeof value.on === 'boolean' ? { kind: 'flag', flag, on: value.on } : null;
		}
		case 'move':
		case 'copy': {
			const to = parseFolderPath(value.to);
			return to ? { kind: value.kind, to } : null;
		}
		case 'not-junk': {
			if (value.to === undefined) return { kind: value.kind };
			const to = parseFolderPath(value.to);
			return to ? { kind: value.kind, to } : null;
		}
		case 'archive':
		case 'junk':
		case 'phishing':
		case 'delete':
			return { kind: value.kind };
		default:
			return null;
	}
}

/** Reads an action as JSON brought it. Null when any of it is nonsense. */
export function parseActionRequest(value: unknown): ActionRequest | null {
	if (!isRecord(value) || typeof value.uidValidity !== 'string') return null;
	const choice = parseChoice(value.choice);
	const action = parseKind(value.action);
	if (!choice || !action || !/^[0-9]{1,20}$/.test(value.uidValidity)) return null;
	return { uidValidity: value.uidValidity, choice, action };
}
