import type { KeyPower, KeyView } from '$lib/security/key';
import { m } from '$lib/paraglide/messages';

const ROADS: readonly [string, () => string][] = [
	['usb', m.keys_usb],
	['nfc', m.keys_nfc],
	['ble', m.keys_bluetooth],
	['smart-card', m.keys_smart_card]
];

/** Is it part of a device, or kept by an account, rather than a thing on a ring? */
export function isPasskey({ transports, synced }: KeyView): boolean {
	return synced || transports.includes('internal');
}

/** What kind of thing a key is: “Security key, USB and NFC”. */
export function keyKind(key: KeyView, locale: string): string {
	if (key.synced) return m.keys_kind_synced();
	if (isPasskey(key)) return m.keys_kind_device();
	const roads = ROADS.filter(([name]) => key.transports.includes(name)).map(([, word]) => word());
	// A phone is reached by a code it scans; it may say Bluetooth too, which finds the way there.
	const phone = key.transports.includes('hybrid') && !/usb|nfc/.test(key.transports.join());
	if (phone) return m.keys_kind_phone();
	if (roads.length === 0) return m.keys_kind_key();
	return m.keys_kind_key_by({ roads: new Intl.ListFormat(locale).format(roads) });
}

const POWERS: Readonly<Record<KeyPower, () => string>> = {
	alone: m.keys_power_alone,
	unlocks: m.keys_power_unlocks,
	second: m.keys_power_second,
	blocked: m.keys_power_blocked
};

/** When it signs in, in a few words: “after the password”. */
export const keyPower = ({ power }: KeyView): string => POWERS[power]();

/** The same for somebody who has just added it, as a sentence, with what else it could do. */
export function keyCan({ power, couldUnlock }: KeyView): string {
	if (power === 'alone') return m.keys_can_alone();
	if (power === 'unlocks') return m.keys_can_unlock();
	return couldUnlock ? m.keys_can_second_or_unlock() : m.keys_can_second();
}
