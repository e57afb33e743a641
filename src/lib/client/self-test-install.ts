import { partPath } from '$lib/mail/open-message';
import type { InstallCheck, InstallName, Standing } from '$lib/mail/self-test-verdict';
import { api } from './api';

/** The installation as this browser meets it: a proxy in front may have taken away what Postern sends. */

/** Cookies that say how the page looks; nothing else may be readable by scripts. */
const OPEN_COOKIES = /^(?:theme|density|locale)$/;

const check = (name: InstallName, standing: Standing, seen: string): InstallCheck => ({
	name,
	standing,
	seen: seen.slice(0, 600)
});

/** The directives of a policy. Two policies in one header both hold, so the first that names a directive counts. */
function directives(policy: string): Map<string, string> {
	const found = new Map<string, string>();
	for (const part of policy.split(/[;,]/)) {
		const [name = '', ...values] = part.trim().toLowerCase().split(/\s+/);
		if (name !== '' && !found.has(name)) found.set(name, values.join(' '));
	}
	return found;
}

/** `standing` for a policy: good where each of these directives says just this. */
function holds(policy: string, wanted: Readonly<Record<string, RegExp>>): Standing {
	const found = directives(policy);
	return Object.entries(wanted).every(([name, value]) => value.test(found.get(name) ?? '')) ? 'good' : 'bad';
}

async function headersOf(path: string): Promise<Headers> {
	const gone = new AbortController();
	const answer = await fetch(path, { cache: 'no-store', signal: gone.signal });
	gone.abort();
	return answer.headers;
}

const policyOf = (headers: Headers): string => headers.get('content-security-policy') ?? '';

async function framePolicy(): Promise<InstallCheck> {
	const policy = policyOf(await headersOf('/frame/message'));
	// Scripts fall back to `default-src`.
	const scripts = directives(policy).get('script-src') ?? "'none'";
	const wanted = { 'default-src': /^'none'$/, 'form-action': /^'none'$/, 'base-uri': /^'none'$/ };
	return check('frame-policy', scripts === "'none'" ? holds(policy, wanted) : 'bad', policy);
}

async function pagePolicy(): Promise<InstallCheck> {
	const policy = policyOf(await headersOf(location.pathname));
	const wanted = {
		'default-src': /^'none'$/,
		'script-src': /^(?!.*'unsafe-(?:inline|eval)').*'nonce-/,
		'frame-src': /^'self'$/,
		'frame-ancestors': /^'none'$/,
		'require-trusted-types-for': /'script'/
	};
	return check('page-policy', holds(policy, wanted), policy.replace(/'nonce-[^']*'/g, "'nonce-…'"));
}

/** Of the frame the messages were shown in. */
export function sandboxCheck(frame: HTMLIFrameElement): InstallCheck {
	const said = frame.getAttribute('sandbox');
	const given = (said ?? '').toLowerCase().split(/\s+/);
	const wrong = ['allow-scripts', 'allow-forms', 'allow-top-navigation', 'allow-modals'];
	const bad = said === null || given.some((word) => wrong.some((start) => word.startsWith(start)));
	return check('frame-sandbox', bad ? 'bad' : 'good', said ?? '–');
}

function trustedTypes(): InstallCheck {
	const known = 'trustedTypes' in window;
	return check('trusted-types', known ? 'good' : 'note', known ? 'window.trustedTypes' : '–');
}

function cookies(): InstallCheck {
	const names = document.cookie.split(/;\s*/).map((one) => one.split('=')[0] ?? '');
	const odd = names.filter((name) => name !== '' && !OPEN_COOKIES.test(name));
	const secret = odd.some((name) => /^__Host-|postern|sess/i.test(name));
	return check('cookies', secret ? 'bad' : odd.length > 0 ? 'note' : 'good', names.join(', ') || '–');
}

function https(): InstallCheck {
	const standing = location.protocol === 'https:' ? 'good' : isSecureContext ? 'note' : 'bad';
	return check('https', standing, location.origin);
}

/** Asks for a part of the newest message as the reader would. */
async function nosniff(): Promise<InstallCheck> {
	const { rows } = await api.get<{ rows: { uid: number }[] }>('/api/folders/INBOX/messages?count=1');
	const newest = rows[0];
	if (!newest) return check('nosniff', 'note', '–');
	const said = (await headersOf(partPath('INBOX', newest.uid, '1'))).get('x-content-type-options') ?? '–';
	return check('nosniff', said === 'nosniff' ? 'good' : 'bad', said);
}

/** All but the sandbox, which is looked at where it is used. A check that fails to ask is `bad`. */
export function installChecks(): Promise<InstallCheck[]> {
	const asked: [InstallName, () => InstallCheck | Promise<InstallCheck>][] = [
		['frame-policy', framePolicy],
		['page-policy', pagePolicy],
		['trusted-types', trustedTypes],
		['cookies', cookies],
		['https', https],
		['nosniff', nosniff]
	];
	return Promise.all(
		asked.map(async ([name, ask]) => {
			try {
				return await ask();
			} catch (problem) {
				return check(name, 'bad', String(problem));
			}
		})
	);
}
