import type { Page, Request } from 'playwright-core';
import type { BedAccount } from '../../bed/accounts.ts';
import type { BuildKind } from '../../bed/build.ts';
import type { MailServerFacts } from '../../bed/mail-server.ts';
import { startProduct, type BedProduct } from '../../bed/product.ts';
import { signIn } from '../../bed/sign-in.ts';
import { openBrowser, type BrowserName, type OpenBrowser } from './browser.ts';
import { startCanary, type Canary, type Sighting } from './canary.ts';
import { lookAround, openInApp, type Look } from './in-page.ts';
import { emptyNotes, recordContext, type Notes } from './recorder.ts';

/** A window that a click opened, and where it led. */
export interface Popup {
	readonly url: string;
	/** Whether it could reach back to the app. */
	readonly opener: boolean;
}

export interface WorkerOptions {
	readonly mail: MailServerFacts;
	readonly account: BedAccount;
	readonly name: BrowserName;
	readonly build?: BuildKind;
	/** Which locks stay on, for the build that has the switch: `none`, `csp` and so on. */
	readonly locks?: string;
	/** UID of a harmless message, for the looks to compare with. */
	readonly harmless: { uid: number; subject: string };
}

/**
 * One browser, one web process and two canaries, so that whatever is seen belongs to the one item that is open:
 * `canary` is what the browser reaches, `beyond` what our own server does when it fetches for the reader.
 */
export class Worker {
	readonly canary: Canary;
	readonly beyond: Canary;
	readonly product: BedProduct;
	readonly #opened: OpenBrowser;
	readonly #options: WorkerOptions;
	page!: Page;
	baseline!: Look;
	notes: Notes = emptyNotes();
	popups: Promise<Popup>[] = [];
	/** Pictures of ours, fetched from elsewhere, that the browser waits for, and those that came. */
	readonly fetching = new Set<Request>();
	pictures = 0;
	/** The text of the item before, where its pictures were shown: our server may still be fetching some of them. */
	shownBefore = '';
	/** Whether the clicks of the item before explain what is seen now. */
	explained: (sighting: Sighting) => boolean = () => false;

	private constructor(
		canary: Canary,
		beyond: Canary,
		product: BedProduct,
		opened: OpenBrowser,
		options: WorkerOptions
	) {
		this.canary = canary;
		this.beyond = beyond;
		this.product = product;
		this.#opened = opened;
		this.#options = options;
	}

	static async open(options: WorkerOptions): Promise<Worker> {
		const [canary, beyond] = await Promise.all([startCanary(), startCanary()]);
		const product = await startProduct(options.mail, {
			...(options.build ? { build: options.build } : {}),
			environment: {
				POSTERN_FETCH_ALLOW: `${beyond.address}/32`,
				POSTERN_RESOLVER: beyond.address,
				// The canary has one certificate for all names; pictures that are https are to reach it too.
				NODE_TLS_REJECT_UNAUTHORIZED: '0'
			}
		});
		const opened = await openBrowser(options.name, canary.address);
		const worker = new Worker(canary, beyond, product, opened, options);
		await worker.#start();
		return worker;
	}

	get origin(): string {
		return this.product.facts.origin;
	}

	get name(): BrowserName {
		return this.#options.name;
	}

	get version(): string {
		return this.#opened.version;
	}

	async #start(): Promise<void> {
		const { context } = this.#opened;
		const { locks } = this.#options;
		await recordContext(context, this.origin, () => this.notes);
		if (locks !== undefined)
			await context.addCookies([{ name: 'test-locks', value: locks, url: this.origin }]);
		this.page = context.pages()[0] ?? (await context.newPage());
		this.page.setDefaultTimeout(20_000);
		context.on('page', (page) => this.popups.push(this.#endPopup(page)));
		const picture = (request: Request): boolean => request.url().startsWith(`${this.origin}/api/images/`);
		context.on('request', (request) => void (picture(request) && this.fetching.add(request)));
		context.on('requestfailed', (request) => void this.fetching.delete(request));
		context.on('requestfinished', (request) => {
			if (!this.fetching.delete(request)) return;
			void request.response().then((response) => (this.pictures += response?.ok() ? 1 : 0));
		});
		await this.page.goto(`${this.origin}/login`);
		await this.#signIn();
		await this.fresh();
		this.baseline = await this.look();
	}

	async #signIn(): Promise<void> {
		// Its own helper takes addresses without an origin.
		const at = Object.create(this.page, {
			goto: { value: (path: string) => this.page.goto(`${this.origin}${path}`) }
		}) as Page;
		await signIn(at, this.#options.account);
	}

	/** Loads the app anew, with a harmless message open. */
	async fresh(): Promise<void> {
		const { uid, subject } = this.#options.harmless;
		// What was being written when the page was left would be there again some time after the list, over the buttons.
		// It is forgotten from a page that is not the app: the app keeps it as it is left.
		await this.page.goto(`${this.origin}/healthz`);
		await this.page.evaluate(() => {
			for (const kept of [localStorage, sessionStorage])
				for (const name of Object.keys(kept)) if (name.startsWith('postern-draft')) kept.removeItem(name);
		});
		// Loaded at its own address: a link in a page whose scripts do not run yet would leave the page.
		await this.page.goto(`${this.origin}/mail/INBOX/${uid}`);
		await this.page.getByRole('grid', { name: 'Messages' }).waitFor();
		if ((await this.open(uid, subject)) === null) throw new Error('A harmless message does not open.');
	}

	/** Opens a message by a link within the app. Returns milliseconds until it stands, or null. */
	open(uid: number, subject: string): Promise<number | null> {
		return this.page.evaluate(openInApp, { path: `/mail/INBOX/${uid}`, subject });
	}

	look(): Promise<Look> {
		return this.page.evaluate(lookAround, { origin: this.origin, most: 15 });
	}

	/** Whether the app's window is elsewhere than at this message. */
	async strayed(path: string): Promise<boolean> {
		const { pathname } = new URL(this.page.url());
		const frame = await this.page.locator('iframe[title="Message body"]').count();
		return pathname !== path || frame !== 1;
	}

	/** Notes where a new window leads, and closes it. */
	async #endPopup(page: Page): Promise<Popup> {
		await page.waitForURL((url) => url.protocol !== 'about:', { timeout: 3000 }).catch(() => undefined);
		const opener = await page.evaluate(() => window.opener !== null).catch(() => false);
		const url = page.url();
		await page.close().catch(() => undefined);
		return { url, opener };
	}

	async end(): Promise<void> {
		await this.#opened.end();
		await this.product.end();
		await Promise.all([this.canary.end(), this.beyond.end()]);
	}
}
