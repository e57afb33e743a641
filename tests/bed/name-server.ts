import { createServer, Packet, type Resource } from 'dns2';

/** Addresses of a name, at its nth question (from 0). */
export type Answers = (asked: number) => readonly string[];

export interface NameServer {
	/** As `POSTERN_RESOLVER` takes it. */
	readonly address: string;
	/** Every name that was asked for, in order. */
	readonly asked: string[];
	readonly end: () => Promise<void>;
}

/** A name server that says what a test wants; other names do not exist. It listens on a free UDP port. */
export async function startNames(names: Readonly<Record<string, Answers>>): Promise<NameServer> {
	const asked: string[] = [];
	const count = new Map<string, number>();
	const server = createServer({
		udp: true,
		handle: (request, send) => {
			const response = Packet.createResponseFromRequest(request);
			const question = request.questions[0]!;
			const name = question.name.toLowerCase();
			const key = `${name} ${question.type}`;
			const n = count.get(key) ?? 0;
			count.set(key, n + 1);
			asked.push(name);
			const answers = Object.hasOwn(names, name) ? names[name]!(n) : null;
			if (!answers) response.header.rcode = Packet.RCODE.NXDOMAIN;
			for (const address of answers ?? []) {
				const type = address.includes(':') ? Packet.TYPE.AAAA : Packet.TYPE.A;
				if (type === question.type)
					// The package's types ask for a whole resource, though its own examples give this.
					response.answers.push({ name, type, class: Packet.CLASS.IN, ttl: 0, address } as Resource);
			}
			void send(response);
		}
	});
	const { udp } = await server.listen({ udp: { port: 0, address: '127.0.0.1' } });
	return {
		address: `127.0.0.1:${(udp as { port: number }).port}`,
		asked,
		end: async () => void (await server.close())
	};
}
