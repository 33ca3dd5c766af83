const colourful = process.stdout.isTTY === true && !process.env.NO_COLOR;
const paint = (code: string) => (text: string) => (colourful ? `\x1b[${code}m${text}\x1b[0m` : text);

export const bold = paint('1');
export const dim = paint('2');
export const good = paint('32');
export const bad = paint('31');
const COLOURS: Record<string, (text: string) => string> = { Zoom: paint('34'), n8n: paint('35'), Kaltura: paint('32') };

/** One line of the day: when, who, what. */
export function tell(who: 'Zoom' | 'n8n' | 'Kaltura', what: string): void {
	const time = new Date().toTimeString().slice(0, 8);
	console.log(`  ${dim(time)}  ${COLOURS[who]!(who.padEnd(7))}  ${what}`);
}

/** Columns as wide as their longest cell; `paintCell` may colour what is already padded. */
export function table(
	head: string[],
	rows: string[][],
	paintCell: (padded: string, column: number, row: number) => string = (text) => text,
): string {
	const widths = head.map((title, column) => Math.max(width(title), ...rows.map((row) => width(row[column] ?? ''))));
	const pad = (text: string, column: number) => text + ' '.repeat(widths[column]! - width(text));
	const rule = dim(widths.map((count) => '─'.repeat(count)).join('──'));
	return [
		head.map((title, column) => bold(pad(title, column))).join('  '),
		rule,
		...rows.map((row, index) => row.map((cell, column) => paintCell(pad(cell, column), column, index)).join('  ')),
		rule,
	]
		.map((line) => `  ${line}`)
		.join('\n');
}

/** Columns on a terminal: East Asian letters and emoji take two. */
function width(text: string): number {
	let columns = 0;
	for (const { segment } of new Intl.Segmenter().segment(text)) {
		columns += /\p{Extended_Pictographic}|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]/u.test(
			segment,
		)
			? 2
			: 1;
	}
	return columns;
}
