/**
 * Whether bytes are what a caption format promises. The real server parses them after import and sets the asset to ERROR
 * without telling the caller (docs/vendors/kaltura.md#captions-and-attachments).
 */
export function isValidCaption(format: string, bytes: Buffer): boolean {
	const text = bytes
		.toString('utf8')
		.replace(/^\ufeff/, '')
		.replaceAll('\r\n', '\n');
	switch (format) {
		case '1':
			return (
				/(^|\n)\s*\d+\n\d{2}:\d{2}:\d{2}[,.]\d{1,3}\s*-->\s*\d{2}:\d{2}:\d{2}[,.]\d{1,3}/.test(text) && !isWebVtt(text)
			);
		case '2':
			return /^\s*(<\?xml[^>]*>\s*)?<tt[\s>]/.test(text) && text.includes('</tt>');
		case '3':
			return isWebVtt(text);
		case '5':
			return text.startsWith('Scenarist_SCC');
		default:
			return bytes.length > 0;
	}
}

/** The header line, then at least one cue, all of whose times can be read: a file without cues has nothing to show. */
function isWebVtt(text: string): boolean {
	if (!/^WEBVTT($|[ \t\n])/.test(text)) return false;
	const times = text.split('\n').filter((line) => line.includes('-->'));
	return (
		times.length > 0 &&
		times.every((line) => /^\s*(\d{2,}:)?\d{2}:\d{2}\.\d{3}\s+-->\s+(\d{2,}:)?\d{2}:\d{2}\.\d{3}/.test(line))
	);
}

export const CAPTION_TYPES: Readonly<Record<string, { fileExt: string; contentType: string }>> = {
	'1': { fileExt: 'srt', contentType: 'text/srt' },
	'2': { fileExt: 'xml', contentType: 'application/ttaf+xml' },
	'3': { fileExt: 'vtt', contentType: 'text/vtt' },
	'4': { fileExt: 'cap', contentType: 'application/octet-stream' },
	'5': { fileExt: 'scc', contentType: 'text/plain' },
};
