/** One mailbox of an address header: display name (may be empty) and `local@domain` (RFC 5322 §3.4). */
export interface Address {
	readonly name: string;
	readonly address: string;
}

/** A name for a row without room for more: one that holds another address gives way to the true one. */
export function nameInRow({ name, address }: Address): string {
	const holds = /\S[@\uff20\ufe6b]\S/.test(name) && !name.toLowerCase().includes(address.toLowerCase());
	return (holds ? address : name) || address || name;
}
