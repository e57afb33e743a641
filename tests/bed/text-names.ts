import { createServer, Packet, type Resource } from 'dns2';

export interface TextNames {
	/** As `POSTERN_RESOLVER` takes it. */
	readonly address: string;
	/** Every name that was asked for, in order. */
	readonly asked: string[];
	/** TXT records by name; what is not here does not exist. */
	readonly texts: Map<string, string>;
	/** While true, no question is answered. */
	silent: boolean;
	readonly end: () => Promise<void>;
}

/** A name server of TXT records, on a free UDP port. */
export async function startTextNames(): Promise<TextNames> {
	const asked: string[] = [];
	const texts = new Map<string, string>();
	const state: { silent: boolean } = { silent: false };
	const server = createServer({
		udp: true,
		handle: (request, send) => {
			const question = request.questions[0]!;
			const name = question.name.toLowerCase();
			asked.push(name);
			if (state.silent) return;
			const response = Packet.createResponseFromRequest(request);
			const text = texts.get(name);
			if (text === undefined) response.header.rcode = Packet.RCODE.NXDOMAIN;
			else if (question.type === Packet.TYPE.TXT) {
				const data = text.match(/.{1,250}/g) ?? [''];
				const record = { name, type: Packet.TYPE.TXT, class: Packet.CLASS.IN, ttl: 0, data };
				// The package's types ask for a whole resource, though its own examples give this.
				response.answers.push(record as unknown as Resource);
			}
			void send(response);
		}
	});
	const { udp } = await server.listen({ udp: { port: 0, address: '127.0.0.1' } });
	return {
		address: `127.0.0.1:${(udp as { port: number }).port}`,
		asked,
		texts,
		get silent() {
			return state.silent;
		},
		set silent(silent) {
			state.silent = silent;
		},
		end: async () => void (await server.close())
	};
}
