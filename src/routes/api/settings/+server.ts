import { parseSettings } from '$lib/mail/settings';
import { api, readJson } from '$lib/server/api';
import { LOOK_COOKIE } from '$lib/server/auth/cookie';
import * as settings from '$lib/server/store/settings';

export const GET = api((_event, account) => settings.get(account.address));

/** Adds the given settings to the stored ones and answers with the whole. */
export const PUT = api(async ({ request, cookies }, account) => {
	const chosen = parseSettings(await readJson(request, 8192));
	const whole = await settings.put(account.address, chosen);
	const { theme, density, locale } = chosen;
	for (const [name, value] of Object.entries({ theme, density, locale })) {
		if (value) cookies.set(name, value, LOOK_COOKIE);
	}
	return whole;
});
