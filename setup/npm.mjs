/**
 * How to call npm: the one that runs us, under our own Node, else the one in PATH.
 * @returns {{ program: string, args: string[] }}
 */
export function npm() {
	const cli = process.env.npm_execpath;
	return cli?.endsWith('.js') ? { program: process.execPath, args: [cli] } : { program: 'npm', args: [] };
}
