/** A stranger's text inside a sentence of ours: direction marks in it end with it (Unicode UAX #9, FSI and PDI). */
export function isolate(text: string): string {
	return `\u2068${text.replace(/[\u202a-\u202e\u2066-\u2069]/g, '')}\u2069`;
}
