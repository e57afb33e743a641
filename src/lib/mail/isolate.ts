/** Text without the marks that turn its direction or end its isolation (Unicode UAX #9). */
export function withoutMarks(text: string): string {
	return text.replace(/[\u202a-\u202e\u2066-\u2069]/g, '');
}

/** A stranger's text inside a sentence of ours: direction marks in it end with it (Unicode UAX #9, FSI and PDI). */
export function isolate(text: string): string {
	return `\u2068${withoutMarks(text)}\u2069`;
}
