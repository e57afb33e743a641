/** A browser that need not show the second factor for some days. Times in epoch milliseconds. */
export interface TrustedBrowserTable {
	/** SHA-256 of the cookie's value, hex. */
	id: string;
	address: string;
	created: number;
	expires: number;
	used: number;
	agent: string;
	client: string;
}
