import { createServer, Packet, type Resource } from 'dns2';

/** A name server that knows one address, its own, and gives it for every name. */
export interface NameServer {
	readonly address: string;
	readonly end: () => Promise<void>;
}

const octet = (): number => 1 + Math.floor(Math.random() * 250);

/** Starts it on port 53 of a loopback address nobody uses. `asked` hears each name, in lower case. */
export async function nameServer(asked: (name: string) => void): Promise<NameServer> {
	const address = `127.77.${octet()}.${octet()}`;
	const server = createServer({
		udp: true,
		tcp: true,
		handle: (request, send) => {
			const response = Packet.createResponseFromRequest(request);
			for (const { name, type } of request.questions) {
				asked(name.toLowerCase());
				// Other types, the longer addresses among them, get an answer without content.
				// Nor does our own machine lead here: what leads to a mail server is never fetched by ours.
				if (type === Packet.TYPE.A && name.toLowerCase() !== 'localhost')
					// The package's types ask for a whole resource, though its own examples give this.
					response.answers.push({ name, type, class: Packet.CLASS.IN, ttl: 1, address } as Resource);
			}
			void send(response);
		}
	});
	server.on('requestError', () => undefined);
	await server.listen({ udp: { port: 53, address }, tcp: { port: 53, address } });
	return { address, end: () => Promise.resolve(server.close()).then(() => undefined) };
}
