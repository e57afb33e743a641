import type { CDPSession, Page } from 'playwright-core';

/** What kind of key Chromium pretends to have (Chrome DevTools Protocol, WebAuthn domain). */
export interface VirtualKind {
	readonly protocol?: 'ctap2' | 'u2f';
	readonly ctap2Version?: 'ctap2_0' | 'ctap2_1';
	readonly transport?: 'usb' | 'nfc' | 'ble' | 'internal' | 'hybrid';
	readonly hasResidentKey?: boolean;
	readonly hasUserVerification?: boolean;
	readonly hasPrf?: boolean;
	/** Its keys are kept by an account elsewhere. */
	readonly defaultBackupEligibility?: boolean;
	readonly defaultBackupState?: boolean;
}

interface Credential {
	readonly credentialId: string;
	readonly signCount: number;
	readonly [field: string]: unknown;
}

/** A key in the hands of whoever sits before this page. Once plugged in it answers whatever asks, at once. */
export class VirtualKey {
	readonly #cdp: CDPSession;
	readonly #kind: VirtualKind;
	#id = '';
	#kept: readonly Credential[] = [];

	private constructor(cdp: CDPSession, kind: VirtualKind) {
		this.#cdp = cdp;
		this.#kind = kind;
	}

	static async plugIn(page: Page, kind: VirtualKind = {}): Promise<VirtualKey> {
		const cdp = await page.context().newCDPSession(page);
		await cdp.send('WebAuthn.enable');
		const key = new VirtualKey(cdp, kind);
		await key.plugIn();
		return key;
	}

	/** With what it held when it was unplugged. */
	async plugIn(): Promise<void> {
		const protocol = this.#kind.protocol ?? 'ctap2';
		const { authenticatorId } = await this.#cdp.send('WebAuthn.addVirtualAuthenticator', {
			options: {
				protocol,
				...(protocol === 'ctap2' ? { ctap2Version: 'ctap2_1' } : {}),
				transport: 'usb',
				isUserVerified: true,
				automaticPresenceSimulation: true,
				...this.#kind
			}
		});
		this.#id = authenticatorId;
		for (const credential of this.#kept) await this.#put(credential);
	}

	async unplug(): Promise<void> {
		this.#kept = await this.#credentials();
		await this.#cdp.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId: this.#id });
	}

	/** While unplugged: puts what it holds back to a count, as a copy made long ago would have it. */
	countFrom(signCount: number): void {
		this.#kept = this.#kept.map((credential) => ({ ...credential, signCount }));
	}

	/** A wrong PIN, a strange finger; or the right one again. */
	async knowsOwner(isUserVerified: boolean): Promise<void> {
		await this.#cdp.send('WebAuthn.setUserVerified', { authenticatorId: this.#id, isUserVerified });
	}

	/** Whether somebody touches it when it is asked from now on. */
	async touched(enabled: boolean): Promise<void> {
		await this.#cdp.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId: this.#id, enabled });
	}

	async #credentials(): Promise<Credential[]> {
		const { credentials } = await this.#cdp.send('WebAuthn.getCredentials', { authenticatorId: this.#id });
		return credentials as unknown as Credential[];
	}

	async #put(credential: Credential): Promise<void> {
		const params = { authenticatorId: this.#id, credential: credential as never };
		await this.#cdp.send('WebAuthn.addCredential', params);
	}
}

/**
 * As in a browser that offers no passkeys beside the address: there Chromium's keys would answer as soon as the page
 * stands, before anybody typed anything.
 */
export async function withoutOffers(page: Page): Promise<void> {
	await page.addInitScript(() => {
		PublicKeyCredential.isConditionalMediationAvailable = () => Promise.resolve(false);
	});
}
