import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** What came to a host, for a test to look at. */
export interface Visit {
	readonly path: string;
	readonly method: string;
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
}

export interface RemoteHost {
	readonly address: string;
	readonly visits: Visit[];
	/** Answers a path from now on; others get 404. */
	readonly on: (path: string, answer: (response: ServerResponse, visit: Visit) => void) => void;
	readonly end: () => Promise<void>;
}

/** A web server of somebody else, on port 80 of a loopback address of its own. Remembers who came and how. */
export async function startRemoteHost(address: string): Promise<RemoteHost> {
	const visits: Visit[] = [];
	const answers = new Map<string, (response: ServerResponse, visit: Visit) => void>();
	const server = createServer((request: IncomingMessage, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const visit = {
				path: request.url ?? '',
				method: request.method ?? '',
				headers: request.headers as Record<string, string>,
				body: Buffer.concat(chunks).toString()
			};
			visits.push(visit);
			const answer = answers.get(visit.path.split('?')[0] ?? '');
			if (answer) answer(response, visit);
			else response.writeHead(404).end();
		});
	});
	await new Promise<void>((ready, failed) => {
		server.once('error', failed);
		server.listen(80, address, ready);
	});
	return {
		address,
		visits,
		on: (path, answer) => void answers.set(path, answer),
		end: () =>
			new Promise((done) => {
				server.close(() => done());
				server.closeAllConnections();
			})
	};
}
