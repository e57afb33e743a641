import { describe } from 'vitest';
import { journey } from '../bed/journey.ts';
import { add, again, dialog, done, enter, row } from '../bed/keys-page.ts';
import { VirtualKey, type VirtualKind } from '../bed/virtual-key.ts';

const alone = { hasResidentKey: true, hasUserVerification: true };
const kinds: [name: string, kind: VirtualKind, words: string, can: string][] = [
	['an old U2F key', { protocol: 'u2f' }, 'Security key, USB', 'It cannot sign you in by itself here'],
	['a plain key on USB', { ctap2Version: 'ctap2_0' }, 'Security key, USB', 'It cannot sign you in'],
	['a key with a PIN', { hasUserVerification: true }, 'Security key, USB', 'It cannot sign you in'],
	['a key with PIN, place and secret', { ...alone, hasPrf: true }, 'Security key, USB', 'It can also unlock'],
	['a card over NFC', { transport: 'nfc' }, 'Security key, NFC', 'It cannot sign you in'],
	['this computer', { ...alone, transport: 'internal' }, 'stays on the device', 'It cannot sign you in'],
	[
		'this computer, with a secret',
		{ ...alone, transport: 'internal', hasPrf: true },
		'stays on the device',
		'It can also unlock'
	],
	['a phone', { ...alone, transport: 'hybrid', hasPrf: true }, 'Passkey on a phone', 'It can also unlock'],
	[
		'one kept by an account elsewhere',
		{ ...alone, transport: 'internal', defaultBackupEligibility: true, defaultBackupState: true },
		'Passkey, on several devices',
		'It cannot sign you in'
	]
];

describe('a key of every kind is added and opens the second step', () => {
	for (const [name, kind, words, can] of kinds) {
		journey(name, async ({ page, account }) => {
			await enter(page, account);
			await VirtualKey.plugIn(page, kind);
			await add(page, 'Blue key');
			await dialog(page).getByText(can).waitFor();
			await done(page);
			await row(page, 'Blue key').getByText(words).waitFor();
			await again(page, account);
			await row(page, 'Blue key').getByText('127.0.0.1').waitFor();
			await page.getByText('Signed in with the password and a security key').waitFor();
		});
	}
});
