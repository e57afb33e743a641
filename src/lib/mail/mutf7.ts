/**
 * Folder names on the wire: modified UTF-7 (RFC 3501 §5.1.3). Servers also hold names that are not valid in it;
 * those are kept as they are, so that the folder can still be opened under the name it has.
 */

/** A folder name as it goes to the server. */
export function encodeFolderName(name: string): string {
	let out = '';
	let run = '';
	const flush = () => {
		if (run === '') return;
		let binary = '';
		for (let i = 0; i < run.length; i++)
			binary += String.fromCharCode(run.charCodeAt(i) >> 8, run.charCodeAt(i) & 0xff);
		out += `&${btoa(binary).replace(/=+$/, '').replace(/\//g, ',')}-`;
		run = '';
	};
	for (let i = 0; i < name.length; i++) {
		const code = name.charCodeAt(i);
		if (code < 0x20 || code > 0x7e) {
			run += name[i];
			continue;
		}
		flush();
		out += code === 0x26 ? '&-' : name[i];
	}
	flush();
	return out;
}

/** A name from the server as text. What does not decode, and would not encode to the same again, stays as it came. */
export function decodeFolderName(wire: string): string {
	const out = wire.replace(/&([A-Za-z0-9+,]*)-/g, (whole, code: string) => {
		if (code === '') return '&';
		if (code.length % 4 === 1) return whole;
		const binary = atob(code.replace(/,/g, '/'));
		let text = '';
		for (let i = 0; i + 1 < binary.length; i += 2) {
			text += String.fromCharCode((binary.charCodeAt(i) << 8) | binary.charCodeAt(i + 1));
		}
		return text;
	});
	return out.isWellFormed() && encodeFolderName(out) === wire ? out : wire;
}
