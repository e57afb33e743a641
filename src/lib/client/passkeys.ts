import type {
	AuthenticationResponseJSON,
	PublicKeyCredentialCreationOptionsJSON,
	PublicKeyCredentialRequestOptionsJSON,
	RegistrationResponseJSON
} from '@simplewebauthn/browser';
import { m } from '$lib/paraglide/messages';
import { ApiProblem } from './api';
import { sayProblem } from './problem-text';

/** What is put to the key's PRF. The answer differs by key, so one question does for all (WebAuthn Level 3 §10.1.4). */
const PRF_INPUT = new TextEncoder().encode('postern: the mail password, version 1');

/** Loaded when a key is first used; the mail page does without. */
const webauthn = () => import('@simplewebauthn/browser');

/** Can this browser use keys at all? */
export function keysWork(): boolean {
	return typeof globalThis.PublicKeyCredential === 'function';
}

/** Results of PRF are secrets: they are taken out of what is posted. */
function takePrf(results: object): Uint8Array<ArrayBuffer> | null {
	const { prf } = results as { prf?: { results?: { first?: ArrayBuffer | Uint8Array } } };
	const first = prf?.results?.first;
	delete prf?.results;
	return first ? new Uint8Array(first) : null;
}

/** Has the browser make a key; the answer is for the server. Throws what `sayKeyTrouble` puts into words. */
export async function createKey(optionsJSON: unknown): Promise<RegistrationResponseJSON> {
	const { startRegistration } = await webauthn();
	asker = null;
	const response = await startRegistration({
		optionsJSON: optionsJSON as PublicKeyCredentialCreationOptionsJSON
	});
	takePrf(response.clientExtensionResults);
	return response;
}

interface Asking {
	readonly prf?: boolean;
	readonly autofill?: boolean;
	readonly owner?: object | null;
}

export interface KeyAnswer {
	/** For the server. */
	readonly response: AuthenticationResponseJSON;
	/** 32 bytes that this key alone computes, when they were asked for and it can; they never leave the page. */
	readonly prf: Uint8Array<ArrayBuffer> | null;
}

/** Whose question waits for a key now: a page that is replaced must not give up the question of its successor. */
let asker: object | null = null;

/**
 * Has the browser ask a key. `prf`: also for the secret that wraps the mail password. `autofill`: in the address
 * field's own list, until another question is asked; throws at once where the browser cannot. `owner`: who may give
 * this question up by `stopAsking`. Throws what `sayKeyTrouble` puts into words.
 */
export async function askKey(
	optionsJSON: unknown,
	{ prf = false, autofill = false, owner = null }: Asking = {}
): Promise<KeyAnswer> {
	const { startAuthentication } = await webauthn();
	const asked = optionsJSON as PublicKeyCredentialRequestOptionsJSON;
	const extensions = { ...asked.extensions, ...(prf ? { prf: { eval: { first: PRF_INPUT } } } : {}) };
	asker = owner;
	const response = await startAuthentication({
		optionsJSON: { ...asked, extensions },
		useBrowserAutofill: autofill
	});
	return { response, prf: takePrf(response.clientExtensionResults) };
}

/** Gives up the question that waits for a key, if there is one; with an `owner`, only if it is theirs. */
export async function stopAsking(owner?: object): Promise<void> {
	const { WebAuthnAbortService } = await webauthn();
	if (owner === undefined || owner === asker) WebAuthnAbortService.cancelCeremony();
}

/**
 * What went wrong with a key, as a sentence; null when nothing did: the question was given up for another one. Takes
 * problems of the server too.
 */
export function sayKeyTrouble(error: unknown): string | null {
	if (error instanceof ApiProblem) return sayProblem(error);
	if (!keysWork()) return m.keys_unsupported();
	switch (error instanceof Error ? error.name : '') {
		case 'AbortError':
			return null;
		case 'NotAllowedError':
			return m.keys_no_answer();
		case 'InvalidStateError':
			return m.problem_key_exists();
		case 'SecurityError':
			return m.keys_wrong_host({ host: location.host });
		default:
			return m.keys_failed();
	}
}
