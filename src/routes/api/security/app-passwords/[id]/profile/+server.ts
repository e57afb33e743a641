import { randomUUID } from 'node:crypto';
import { appleProfile } from '$lib/security/mail-programs';
import { api } from '$lib/server/api';
import { isAppPassword } from '$lib/server/accounts/app-passwords';
import { appPasswordStore } from '$lib/server/flows/app-passwords';
import { toldServers } from '$lib/server/flows/told-servers';
import { Problem } from '$lib/server/problem';
import type { RequestEvent } from './$types';

/**
 * The configuration profile for iPhone, iPad and Mac, with the app password in it: the page sends along what it was
 * told a moment ago, since it is kept nowhere. A form posts it, because only a navigation starts the set-up there.
 */
export const POST = api<RequestEvent>(async ({ request, params }, { address }) => {
	const password = (await request.formData()).get('password');
	if (typeof password !== 'string' || password.length > 100) throw new Problem('input/invalid');
	if (!isAppPassword(appPasswordStore(), address, params.id, password)) throw new Problem('input/invalid');
	const profile = appleProfile(toldServers(), {
		...{ address, password, id: params.id },
		uuids: [randomUUID(), randomUUID()]
	});
	return new Response(profile, {
		headers: {
			'content-type': 'application/x-apple-aspen-config',
			'content-disposition': 'attachment; filename="mail.mobileconfig"',
			'cache-control': 'no-store'
		}
	});
});
