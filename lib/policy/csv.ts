/** What spreadsheets may take for the beginning of a formula; line feeds and full-width signs too. */
const FORMULA = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;
const GUARDED = new RegExp(`^'${FORMULA.source.slice(1)}`);

/** One CSV cell: quoted when needed, and never a formula. */
export function cell(value: string): string {
	const guarded = FORMULA.test(value) ? `'${value}` : value;
	return /[",;\r\n\t]/.test(guarded) ? `"${guarded.replace(/"/g, '""')}"` : guarded;
}

/** The value of a cell that `cell` guarded. */
export const withoutGuard = (value: string) => (GUARDED.test(value) ? value.slice(1) : value);

function separatorOf(header: string): string {
	return [',', ';', '\t'].reduce(
		(best, one) => (header.split(one).length > header.split(best).length ? one : best),
		',',
	);
}

export interface CsvRow {
	cells: string[];
	/** Line of the file on which the row begins, 1 = the first. */
	line: number;
}

/**
 * Reads CSV as spreadsheets write it: separated by comma, semicolon or tab, lines of every system, Excel's `sep=` line.
 * @returns `openQuote` = the line on which a row begins that a quote never ends, else null
 */
export function parseCsv(text: string): { rows: CsvRow[]; separator: string; openQuote: number | null } {
	// Excel's own first line, which says the separator.
	const told = /^sep=(.)\r?\n/.exec(text);
	let line = told ? 2 : 1;
	let start = line;
	const first = told?.[0].length ?? 0;
	const end = text.slice(first).search(/\r?\n|$/);
	const separator = told?.[1] ?? separatorOf(text.slice(first, first + end));
	const rows: CsvRow[] = [];
	let cells: string[] = [];
	let current = '';
	let quoted = false;
	const endRow = () => {
		cells.push(current);
		if (cells.length > 1 || current !== '') rows.push({ cells, line: start });
		cells = [];
		current = '';
	};
	for (let at = first; at < text.length; at++) {
		const character = text[at]!;
		// Old spreadsheets of the Mac end lines with a lone carriage return.
		const ends = character === '\n' || (character === '\r' && text[at + 1] !== '\n');
		if (ends) line++;
		if (quoted) {
			if (character === '"' && text[at + 1] === '"') current += text[++at]!;
			else if (character === '"') quoted = false;
			else current += character;
		} else if (character === '"' && current === '') quoted = true;
		else if (character === separator) {
			cells.push(current);
			current = '';
		} else if (ends) {
			endRow();
			start = line;
		} else if (character !== '\r') current += character;
	}
	endRow();
	return { rows, separator, openQuote: quoted ? start : null };
}
