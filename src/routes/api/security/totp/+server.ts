import * as v from 'valibot';
import { api, readJson } from '$lib/server/api';
import { acting, beginApp, confirmApp, removeApp } from '$lib/server/flows/manage-app';
import { Problem } from '$lib/server/problem';
import type { RequestEvent } from './$types';

const Body = v.object({ code: v.pipe(v.string(), v.maxLength(40)) });

/** A new seed: `{ uri, secret }`, shown once. */
export const POST = api<RequestEvent>((event, account) => beginApp(acting(event, account)));

/** The app's first code makes it a second factor: `{ codes }`, the recovery codes of the first factor or null. */
export const PUT = api<RequestEvent>(async (event, account) => {
	const body = v.safeParse(Body, await readJson(event.request, 1024));
	if (!body.success) throw new Problem('input/invalid');
	return { codes: await confirmApp(acting(event, account), body.output.code) };
});

/** Removes the app. */
export const DELETE = api<RequestEvent>((event, account) => removeApp(acting(event, account)));
