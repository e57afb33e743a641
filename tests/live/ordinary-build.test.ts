import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../bed/build.ts';

test('the build that serves people has no switch for the locks of the message view', () => {
	const files = globSync('**/*.{js,map,html,css}', { cwd: join(root, 'build') });
	expect(files.length).toBeGreaterThan(50);
	const told = files.filter((file) =>
		/test-locks|__LOCK_SWITCH__|createContextualFragment/.test(
			readFileSync(join(root, 'build', file), 'utf8')
		)
	);
	expect(told).toEqual([]);
});
