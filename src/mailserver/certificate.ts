import { existsSync } from 'node:fs';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exec } from './exec.ts';
import type { Place } from './place.ts';

const DAYS = '3650';
const NAMES = 'DNS:localhost,DNS:mx.demo.test,IP:127.0.0.1,IP:::1';
const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

/**
 * Makes an authority of one's own and a certificate for localhost signed by it, once. Clients verify with the
 * authority's certificate (`Place.ca`), so that TLS is checked in the demo exactly as in production.
 */
export async function makeCertificate(place: Place): Promise<void> {
	const file = (name: string) => join(place.etc, name);
	if (existsSync(file('cert.pem'))) return;
	await exec('openssl', [
		...['req', '-x509', ...KEY, '-days', DAYS, '-subj', '/CN=Postern demo authority'],
		...['-addext', 'basicConstraints=critical,CA:TRUE', '-addext', 'keyUsage=critical,keyCertSign'],
		...['-keyout', file('ca-key.pem'), '-out', place.ca]
	]);
	await exec('openssl', [
		...['req', ...KEY, '-subj', '/CN=localhost', '-keyout', file('key.pem'), '-out', file('request.pem')]
	]);
	await writeFile(
		file('extensions'),
		`subjectAltName=${NAMES}\nbasicConstraints=CA:FALSE\nextendedKeyUsage=serverAuth\n`
	);
	await exec('openssl', [
		...['x509', '-req', '-in', file('request.pem'), '-CA', place.ca, '-CAkey', file('ca-key.pem')],
		...['-CAcreateserial', '-days', DAYS, '-extfile', file('extensions'), '-out', file('cert.pem')]
	]);
	await Promise.all(['ca-key.pem', 'key.pem'].map((name) => chmod(file(name), 0o600)));
}
