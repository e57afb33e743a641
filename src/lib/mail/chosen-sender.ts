/** A sender for whom the reader chose something, as `GET /api/senders` lists them. */
export interface ChosenSender {
	/** Lower case. */
	readonly address: string;
	/** As the newest message says; text of a stranger. */
	readonly name: string;
	/** Pictures load by themselves since then, ms since 1970; null: they are asked for. */
	readonly imagesSince: number | null;
	/** Their mail keeps its light paper in the dark theme. */
	readonly light: boolean;
}
