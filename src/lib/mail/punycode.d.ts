declare module 'punycode.js' {
	const punycode: {
		/** A host with its `xn--` labels as letters (RFC 3492). Throws on nonsense. */
		toUnicode(host: string): string;
		/** A host with its labels of other letters as `xn--`. */
		toASCII(host: string): string;
	};
	export default punycode;
}
