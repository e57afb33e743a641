import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Place } from './place.ts';

/** The pid written in a file, or null where there is none. */
function pidIn(file: string): number | null {
	try {
		const pid = Number(readFileSync(file, 'utf8').trim());
		return Number.isInteger(pid) && pid > 1 ? pid : null;
	} catch {
		return null;
	}
}

/** True where the process runs and was started with this configuration: a pid in an old file may be another's. */
function isOurs(pid: number, mark: string): boolean {
	try {
		const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
		const environment = readFileSync(`/proc/${pid}/environ`, 'utf8');
		return line.includes(mark) || environment.includes(mark);
	} catch {
		return false;
	}
}

const alive = (pid: number) => {
	try {
		process.kill(pid, 0);
		return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
	} catch {
		return false;
	}
};

/** The two master processes of a private server, where they run. */
export function masters(place: Place): number[] {
	const found = [
		{ pid: pidIn(join(place.run, 'master.pid')), mark: join(place.etc, 'dovecot.conf') },
		{ pid: pidIn(join(place.spool, 'pid', 'master.pid')), mark: join(place.etc, 'postfix') }
	];
	return found.flatMap(({ pid, mark }) => (pid !== null && alive(pid) && isOurs(pid, mark) ? [pid] : []));
}

function children(of: number[]): number[] {
	return of.flatMap((pid) => {
		try {
			return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
				.trim()
				.split(' ')
				.map(Number)
				.filter(Boolean);
		} catch {
			return [];
		}
	});
}

/** Ends the masters and waits for them and all their children; what has not gone after 8 s is killed. */
export async function endAll(place: Place): Promise<void> {
	const first = masters(place);
	const all = [...first, ...children(first)];
	for (const pid of first) process.kill(pid, 'SIGTERM');
	const until = Date.now() + 8000;
	while (all.some(alive)) {
		if (Date.now() > until) {
			for (const pid of all.filter(alive)) process.kill(pid, 'SIGKILL');
		}
		await sleep(50);
	}
}
