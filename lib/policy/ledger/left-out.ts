/**
 * The sentences about who and what was left out of a recording, as they are of any recording: "so the file 8f3a-… stays in
 * Zoom" becomes "so the file stays in Zoom"; numbers of people and files differ, too.
 */
export function leftOutSentences(leftOut: string): string[] {
	if (leftOut === '') return [];
	return [...new Set(leftOut.split(/(?<=[.)]) (?=[A-Z\d])/).map(general))];
}

/** An id has a digit or a dash somewhere, unlike the word that follows in a sentence that is general already. */
function general(sentence: string): string {
	return sentence
		.replace(/\b(file|entry) (?=[^\s,.]*[\d_-])[^\s,.]+/g, '$1')
		.replace(/^\d+ files: /, '')
		.replace(/^\d+ (person gets|people get) /, 'People get ');
}
