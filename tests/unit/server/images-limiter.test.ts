import { expect, test } from 'vitest';
import { Limiter } from '$lib/server/images/limiter';

/** Jobs that end when they are told to. */
function jobs(limiter: Limiter) {
	const running: string[] = [];
	const ends: (() => void)[] = [];
	const start = (who: string) =>
		limiter.run(who, () => {
			running.push(who);
			return new Promise<void>((end) => ends.push(end));
		});
	return { running, ends, start };
}
const settle = () => new Promise((go) => setTimeout(go, 0));

test('one person never has all places, and who waits comes in turn', async () => {
	const { running, ends, start } = jobs(new Limiter({ atOnce: 3, each: 2, queue: 10 }));
	const all = ['ada', 'ada', 'ada', 'ada', 'ben', 'cleo'].map(start);
	await settle();
	expect(running).toEqual(['ada', 'ada', 'ben']);
	ends[0]?.();
	await settle();
	expect(running).toEqual(['ada', 'ada', 'ben', 'ada']);
	while (running.length < 6 || ends.length > 0) {
		ends.shift()?.();
		await settle();
	}
	await Promise.all(all);
});

test('too many are refused, and a job that fails gives its place back', async () => {
	const limiter = new Limiter({ atOnce: 1, each: 1, queue: 0 });
	const { ends, start } = jobs(limiter);
	const first = start('ada');
	await expect(start('ben')).rejects.toMatchObject({ code: 'remote/away' });
	ends[0]?.();
	await first;
	await expect(limiter.run('ada', () => Promise.reject(new Error('x')))).rejects.toThrow('x');
	await expect(limiter.run('ada', () => Promise.resolve(1))).resolves.toBe(1);
});
