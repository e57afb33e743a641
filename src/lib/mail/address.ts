/** One mailbox of an address header: display name (may be empty) and `local@domain` (RFC 5322 §3.4). */
export interface Address {
	readonly name: string;
	readonly address: string;
}
