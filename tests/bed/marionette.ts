import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { FIREFOX } from './browsers.ts';
import { freePort } from './mail-server.ts';
import { MarionetteError, MarionetteWire } from './marionette-wire.ts';

/**
 * Firefox ESR as a person with a security key has it. Its virtual authenticators are reached by Marionette alone,
 * the protocol below WebDriver, so this is a small driver of our own: elements are found by role and accessible
 * name as Firefox itself computes them.
 */
export class Firefox {
	readonly #wire: MarionetteWire;
	readonly #end: () => Promise<void>;

	private constructor(wire: MarionetteWire, end: () => Promise<void>) {
		this.#wire = wire;
		this.#end = end;
	}

	static async open(): Promise<Firefox> {
		const profile = await mkdtemp(join(tmpdir(), 'postern-fox-'));
		const port = await freePort();
		const lines = Object.entries({ ...PREFS, 'marionette.port': port });
		const prefs = lines.map(
			([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`
		);
		await writeFile(join(profile, 'user.js'), prefs.join('\n'));
		const fox = spawn(FIREFOX, ['--headless', '--marionette', '--no-remote', '--profile', profile], {
			stdio: 'ignore',
			env: { ...process.env, HOME: profile, MOZ_HEADLESS_WIDTH: '1440', MOZ_HEADLESS_HEIGHT: '900' }
		});
		const gone = new Promise<void>((done) => fox.once('close', () => done()));
		const end = async () => {
			fox.kill('SIGKILL');
			await gone;
			await rm(profile, { recursive: true, force: true, maxRetries: 5 });
		};
		try {
			const wire = await MarionetteWire.open(port);
			await wire.ready;
			await wire.send('WebDriver:NewSession', { capabilities: { alwaysMatch: {} } });
			await wire.send('WebDriver:SetTimeouts', { script: 15_000, pageLoad: 20_000 });
			return new Firefox(wire, end);
		} catch (error) {
			await end();
			throw error;
		}
	}

	async close(): Promise<void> {
		this.#wire.close();
		await this.#end();
	}

	/** Adds a key that is built in, asks nobody and can say who it is for. Returns its id. */
	async addKey(more: Record<string, unknown> = {}): Promise<string> {
		const kind = { protocol: 'ctap2_1', transport: 'internal', hasResidentKey: true };
		const person = { hasUserVerification: true, isUserConsenting: true, isUserVerified: true };
		return value(await this.#wire.send('WebAuthn:AddVirtualAuthenticator', { ...kind, ...person, ...more }));
	}

	async removeKey(authenticatorId: string): Promise<void> {
		await this.#wire.send('WebAuthn:RemoveVirtualAuthenticator', { authenticatorId });
	}

	async goto(url: string): Promise<void> {
		await this.#wire.send('WebDriver:Navigate', { url });
	}

	async url(): Promise<URL> {
		return new URL(value<string>(await this.#wire.send('WebDriver:GetCurrentURL')));
	}

	async clearCookies(): Promise<void> {
		await this.#wire.send('WebDriver:DeleteAllCookies');
	}

	/** Runs the body of an async function in the page; `return` hands its value over as JSON. */
	async run<T>(body: string, ...args: unknown[]): Promise<T> {
		const script = `const done = arguments[arguments.length - 1];
			(async (...args) => { ${body} })(...[...arguments].slice(0, -1))
				.then((value) => done({ value }), (error) => done({ error: String(error) }));`;
		const sent = await this.#wire.send('WebDriver:ExecuteAsyncScript', { script, args, newSandbox: true });
		const answer = value<{ value: T; error?: string }>(sent);
		if (answer.error !== undefined) throw new Error(answer.error);
		return answer.value;
	}

	/** Waits for the one visible element with this role and name. */
	async find(role: keyof typeof TAGS, name: string | RegExp): Promise<string> {
		return this.until(`${role} “${String(name)}”`, async () => {
			for (const id of await this.#all(TAGS[role])) {
				const has = await this.#labelOf(id);
				const fits = typeof name === 'string' ? has === name : name.test(has);
				if (fits && (await this.#shown(id))) return id;
			}
			return null;
		});
	}

	async click(role: keyof typeof TAGS, name: string | RegExp): Promise<void> {
		await this.#wire.send('WebDriver:ElementClick', { id: await this.find(role, name) });
	}

	async fill(name: string | RegExp, text: string): Promise<void> {
		const id = await this.find('textbox', name);
		await this.#wire.send('WebDriver:ElementClear', { id });
		await this.#wire.send('WebDriver:ElementSendKeys', { id, text });
	}

	/** Waits for this text anywhere on the page. */
	async sees(text: string | RegExp): Promise<void> {
		await this.until(`the text “${String(text)}”`, async () => {
			const all = await this.run<string>('return document.body?.innerText ?? ""');
			return (typeof text === 'string' ? all.includes(text) : text.test(all)) || null;
		});
	}

	async at(path: string | RegExp): Promise<void> {
		await this.until(`the page ${String(path)}`, async () => {
			const { pathname } = await this.url();
			return (typeof path === 'string' ? pathname === path : path.test(pathname)) || null;
		});
	}

	/** Asks again and again; what is being replaced meanwhile (a page, an element) is asked for anew. */
	async until<T>(what: string, ask: () => Promise<T | null>, patience = 15_000): Promise<T> {
		const end = Date.now() + patience;
		for (;;) {
			const found = await ask().catch((error: unknown) => {
				if (error instanceof MarionetteError && PASSING.includes(error.kind)) return null;
				throw error;
			});
			if (found !== null) return found;
			if (Date.now() > end) {
				const shown =
					'(document.querySelector("dialog[open]") ?? document.querySelector("main") ?? document.body)';
				const page = await this.run<string>(`return ${shown}.innerText`).catch(() => '');
				throw new Error(`Firefox waited for ${what} at ${(await this.url()).href}:\n${page.slice(0, 1500)}`);
			}
			await setTimeout(50);
		}
	}

	async #all(css: string): Promise<string[]> {
		const found = await this.#wire.send('WebDriver:FindElements', { using: 'css selector', value: css });
		return (found as Record<string, string>[]).map((element) => Object.values(element)[0] ?? '');
	}

	async #labelOf(id: string): Promise<string> {
		return value(await this.#wire.send('WebDriver:GetComputedLabel', { id }));
	}

	async #shown(id: string): Promise<boolean> {
		return value(await this.#wire.send('WebDriver:IsElementDisplayed', { id }));
	}
}

/** Soft tokens instead of plugged ones, and no word to anybody outside. */
const PREFS = {
	'security.webauth.webauthn_enable_softtoken': true,
	'security.webauth.webauthn_enable_usbtoken': false,
	'network.proxy.type': 0,
	'intl.accept_languages': 'en-GB, en',
	'browser.shell.checkDefaultBrowser': false,
	'browser.startup.homepage': 'about:blank',
	'browser.aboutwelcome.enabled': false,
	'datareporting.policy.dataSubmissionEnabled': false,
	'toolkit.telemetry.enabled': false,
	'app.update.enabled': false,
	'network.captive-portal-service.enabled': false,
	'network.connectivity-service.enabled': false
};

/** Where an element with a role may be; its name decides. */
const TAGS = {
	button: 'button, [role=button], summary',
	link: 'a[href]',
	textbox: 'input:not([type=checkbox], [type=radio], [type=hidden]), textarea',
	checkbox: 'input[type=checkbox]',
	radio: 'input[type=radio]',
	heading: 'h1, h2, h3',
	menuitem: '[role=menuitem]',
	dialog: 'dialog, [role=dialog]'
} as const;

const PASSING = ['stale element reference', 'no such element', 'javascript error', 'no such window'];

function value<T>(answer: unknown): T {
	return (answer as { value: T }).value;
}
