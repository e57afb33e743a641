import { keyName, MOST_KEYS, type KeyAdded, type KeyPower, type KeyView } from '$lib/security/key';
import type { EventKind } from '$lib/security/event';
import type { Account } from '$lib/server/account';
import { refuseEnrolment } from '$lib/server/auth/policy';
import { firstCodes, forgetCodes } from '$lib/server/auth/recovery';
import { registrationOptions, verifyRegistration } from '$lib/server/auth/registration';
import { refuseLast, waysOf } from '$lib/server/auth/ways';
import { hasFactor } from '$lib/security/factor';
import { config } from '$lib/server/config';
import { Problem } from '$lib/server/problem';
import * as keys from '$lib/server/store/security-keys';
import { factorsChanged } from './factors-changed';
import { inTurn } from './in-turn';
import { noteEvent } from './security-event';

/** Who manages the keys of their account, and from where. */
export interface KeyOwner {
	readonly account: Account;
	readonly session: { readonly id: string };
	readonly agent: string;
	readonly client: string;
}

function viewOf(row: keys.SecurityKeyRow): KeyView {
	const power = powerOf(row);
	return {
		...{ id: row.id, name: row.name, transports: JSON.parse(row.transports) as string[] },
		...{ synced: row.backup_eligible === 1, power, created: row.created },
		couldUnlock: power === 'second' && !config().token && row.prf === 1,
		...{ used: row.used, usedFrom: row.used_from }
	};
}

function powerOf(row: keys.SecurityKeyRow): KeyPower {
	if (row.blocked === 1) return 'blocked';
	if (config().token) return row.discoverable === 1 ? 'alone' : 'second';
	return row.wrapped === null ? 'second' : 'unlocks';
}

/** The keys of an account, the oldest first. */
export async function listKeys(address: string): Promise<KeyView[]> {
	return (await keys.listOf(address)).map(viewOf);
}

/** The question to a new key. Errors: `factor/off`, `key/too-many`. */
export async function askNewKey({ account, session }: KeyOwner): Promise<unknown> {
	await mayAdd(account);
	return registrationOptions(account.address, session.id);
}

async function mayAdd(account: Account): Promise<void> {
	await refuseEnrolment(account);
	if ((await keys.listOf(account.address)).length >= MOST_KEYS) throw new Problem('key/too-many');
}

/** Registers a key under a name. Errors: as `verifyRegistration`; `factor/off`, `key/too-many`, `key/exists`. */
export async function addKey(owner: KeyOwner, name: unknown, response: unknown): Promise<KeyAdded> {
	const { account, session } = owner;
	const clean = keyName(name);
	if (clean === null) throw new Problem('input/invalid');
	await mayAdd(account);
	const found = await verifyRegistration(response, account.address, session.id);
	const row = { ...found, name: clean, created: Date.now() };
	if (!(await keys.insert(row))) throw new Problem('key/exists');
	const codes = await firstCodes(account.address);
	await factorsChanged(account.address, session);
	await note(owner, 'key-added', clean);
	return { key: viewOf(row), codes };
}

/** Calls a key something else. Errors: `input/invalid`. */
export async function renameKey(owner: KeyOwner, id: string, name: unknown): Promise<void> {
	const clean = keyName(name);
	if (clean === null || !(await keys.rename(owner.account.address, id, clean))) {
		throw new Problem('input/invalid');
	}
	await note(owner, 'key-renamed', clean);
}

/** Takes a key away from the account. Errors: `factor/last` where the policy wants one to stay; `input/invalid`. */
export async function removeKey(owner: KeyOwner, id: string): Promise<void> {
	const { address } = owner.account;
	// Two of them at once would each see the other's factor and leave none.
	await inTurn(`factors ${address}`, async () => {
		const row = await keys.find(id);
		if (row?.address !== address) throw new Problem('input/invalid');
		const before = await waysOf(address);
		const after = { ...before, keys: before.keys - 1 };
		await refuseLast(owner.account, after);
		await keys.remove(address, id);
		if (!hasFactor(after)) await forgetCodes(address);
		await factorsChanged(address, owner.session);
		await note(owner, 'key-removed', row.name);
	});
}

/** A line in the history of the account, and a letter where it matters. */
export async function note(owner: KeyOwner, kind: EventKind, name: string): Promise<void> {
	const { account, agent, client } = owner;
	await noteEvent({ address: account.address, kind, detail: { name } }, { agent, client }, account);
}
