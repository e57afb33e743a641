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

/** A key in the hands of whoever sits before this page. It answers at once unless told otherwise. */
export class VirtualKey {
	readonly #cdp: CDPSession;
	readonly #id: string;

	private constructor(cdp: CDPSession, id: string) {
		this.#cdp = cdp;
		this.#id = id;
	}

	static async plugIn(page: Page, kind: VirtualKind = {}): Promise<VirtualKey> {
		const cdp = await page.context().newCDPSession(page);
		await cdp.send('WebAuthn.enable');
		const protocol = kind.protocol ?? 'ctap2';
		const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
			options: {
				protocol,
				...(protocol === 'ctap2' ? { ctap2Version: 'ctap2_1' } : {}),
				transport: 'usb',
				isUserVerified: true,
				automaticPresenceSimulation: true,
				...kind
			}
		});
		return new VirtualKey(cdp, authenticatorId);
	}

	async credentials(): Promise<Credential[]> {
		const { credentials } = await this.#cdp.send('WebAuthn.getCredentials', { authenticatorId: this.#id });
		return credentials as unknown as Credential[];
	}

	/** Puts all its credentials back to a count, as a copy made long ago would have them. */
	async countFrom(signCount: number): Promise<void> {
		for (const credential of await this.credentials()) {
			const { credentialId } = credential;
			await this.#cdp.send('WebAuthn.removeCredential', { authenticatorId: this.#id, credentialId });
			await this.#cdp.send('WebAuthn.addCredential', {
				authenticatorId: this.#id,
				credential: { ...credential, signCount } as never
			});
		}
	}

	/** A wrong PIN, a strange finger; or the right one again. */
	async knowsOwner(isUserVerified: boolean): Promise<void> {
		await this.#cdp.send('WebAuthn.setUserVerified', { authenticatorId: this.#id, isUserVerified });
	}

	/** Whether somebody touches it when it is asked. */
	async touched(enabled: boolean): Promise<void> {
		await this.#cdp.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId: this.#id, enabled });
	}

	async unplug(): Promise<void> {
		await this.#cdp.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId: this.#id });
	}
}
