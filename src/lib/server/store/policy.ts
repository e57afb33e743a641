/** What administrators decided, one row for each decision; JSON values. */
export interface PolicyTable {
	name: string;
	value: string;
}
