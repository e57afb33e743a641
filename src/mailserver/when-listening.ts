import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** True where something on loopback takes connections on the port. */
export function listens(port: number): Promise<boolean> {
	return new Promise((answer) => {
		const socket = connect({ port, host: '127.0.0.1' });
		const end = (yes: boolean) => {
			socket.destroy();
			answer(yes);
		};
		socket.once('connect', () => end(true));
		socket.once('error', () => end(false));
	});
}

/** @throws {Error} when one of the ports has not opened after `seconds`. */
export async function whenListening(ports: number[], seconds = 15): Promise<void> {
	const until = Date.now() + seconds * 1000;
	for (const port of ports) {
		while (!(await listens(port))) {
			if (Date.now() > until) throw new Error(`Nothing listens on port ${port} after ${seconds} s.`);
			await sleep(30);
		}
	}
}
