import { parseCsv, withoutGuard } from '../csv';

import type { ListColumn } from './columns';
import { ownColumns, placeColumns, short } from './columns';
import type { Encoding } from './file-text';
import { textOfFile } from './file-text';
import type { Table } from './table';
import type { Inflate } from './workbook';
import { isWorkbook, rowsOfWorkbook } from './workbook';

export interface ListRow {
	/** Line of the file, or row of the sheet, 1 = the first; the headings have one too. */
	line: number;
	/** By column, trimmed. A column that the list does not have is not here; an empty cell is ''. */
	values: Record<string, string>;
}

export interface HandedInList {
	rows: ListRow[];
	/** The columns that the list has, in its order. */
	columns: string[];
	/** What the file turned out to be, for the person who handed it in: "CSV, UTF-8, separated by ;". */
	format: string;
}

export interface ListRules {
	/** Columns that the list may have; null when any may, each under its own heading. */
	columns: readonly ListColumn[] | null;
	/** Headings that must be there when any may. */
	required?: readonly string[];
	/** Bytes that one file may have. */
	mostBytes?: number;
}

/** Files of people, not of machines: 5 MB are some 50,000 rows. */
const MOST_BYTES = 5 * 1024 * 1024;
const MOST_PROBLEMS = 10;
/** Empty cells take memory as well. */
const MOST_CELLS = 10_000_000;
/** Exports of whole directories have some hundred. */
const MOST_HEADINGS = 1000;

/**
 * Reads a list that a person hands in, as spreadsheets and exports write them: CSV separated by comma, semicolon or tab, in
 * UTF-8, UTF-16 or the old Western character set, or the first sheet of a workbook (.xlsx). What cannot be read for sure is
 * refused with line and column, never guessed, and nothing of the list is used then.
 * @param inflate unpacks parts of a workbook
 */
export function readList(
	bytes: Uint8Array,
	rules: ListRules,
	inflate: Inflate,
): { list: HandedInList } | { problems: string[] } {
	const most = rules.mostBytes ?? MOST_BYTES;
	if (bytes.length > most) {
		return { problems: [`The file has ${megabytes(bytes.length)}; a list may have ${megabytes(most)}. Split it.`] };
	}
	if (bytes.length === 0) return { problems: ['The file is empty.'] };
	const table = isWorkbook(bytes) ? rowsOfWorkbook(bytes, inflate) : tableOfText(bytes);
	if ('problem' in table) return { problems: [table.problem] };
	return fromTable(table, rules);
}

function tableOfText(bytes: Uint8Array): Table | { problem: string } {
	const decoded = textOfFile(bytes);
	if (decoded === null) {
		return { problem: 'The file is no text: save the list as CSV UTF-8, or as an Excel workbook (.xlsx).' };
	}
	const decodedText = decoded.text.replace(/^\uFEFF/, '').trimEnd();
	// Old programs end a file with this sign.
	const text = decodedText.endsWith('\u001A') ? decodedText.slice(0, -1) : decodedText;
	if (/^\s*(<!doctype|<html|<\?xml|\{|\[)/i.test(text)) {
		return { problem: 'The file is a web page, XML or JSON and no list: save the list as CSV UTF-8.' };
	}
	const { rows, separator, openQuote } = parseCsv(text);
	if (openQuote !== null) {
		return { problem: `Line ${openQuote} opens a quote that nothing closes, so it swallows the rest of the file.` };
	}
	return {
		rows: rows.filter(({ cells }) => cells.some((cell) => cell.trim() !== '')),
		format: `CSV, ${nameOf(decoded.encoding)}, separated by ${separator === '\t' ? 'tabs' : separator}`,
		called: 'line',
		endsEarly: false,
	};
}

const nameOf = (encoding: Encoding) =>
	encoding === 'Windows-1252' ? 'Windows-1252 (Latin 1), because it is no UTF-8' : encoding;

function fromTable(
	table: Table,
	{ columns, required = [] }: ListRules,
): { list: HandedInList } | { problems: string[] } {
	const [heading, ...body] = table.rows;
	if (!heading) return { problems: ['The file is empty.'] };
	const headings = heading.cells.map((cell) => cell.trim());
	while (headings.at(-1) === '') headings.pop();
	// A text without a line break, or of separators alone, has headings by the hundred thousand.
	if (headings.length > MOST_HEADINGS) {
		return { problems: [`The list has ${headings.length} columns; it may have ${MOST_HEADINGS}.`] };
	}
	const empty = new Set(headings.keys());
	for (const { cells } of body) cells.forEach((cell, at) => cell.trim() !== '' && empty.delete(at));
	const known = columns ?? [
		...ownColumns(headings).map((one) => ({ ...one, required: required.includes(one.name) })),
		...required.filter((name) => !headings.includes(name)).map((name) => ({ name, required: true })),
	];
	const { places, problems } = placeColumns(headings, known, empty);
	if (problems.length > 0) return { problems: firstOf(problems) };
	if (body.length === 0) return { problems: ['The list has headings, but no row below them.'] };

	if (body.length * headings.length > MOST_CELLS) {
		return { problems: [`The list has ${body.length} rows of ${headings.length} columns: split it.`] };
	}
	const rows = body.map(({ cells, line }): ListRow => {
		const problem = raggedness(cells, headings, table);
		if (problem) problems.push(`${table.called === 'line' ? 'Line' : 'Row'} ${line} ${problem}`);
		const values = [...places].map(([name, at]): [string, string] => [name, withoutGuard(cells[at] ?? '').trim()]);
		return { line, values: Object.fromEntries(values) };
	});
	if (problems.length > 0) return { problems: firstOf(problems) };
	return { list: { rows, columns: [...places.keys()], format: table.format } };
}

function firstOf(problems: readonly string[]): string[] {
	if (problems.length <= MOST_PROBLEMS) return [...problems];
	return [...problems.slice(0, MOST_PROBLEMS), `And ${problems.length - MOST_PROBLEMS} more.`];
}

/** A row with fewer or more cells than headings has lost a separator or a quote: nobody can tell what belongs where. */
function raggedness(cells: readonly string[], headings: readonly string[], { endsEarly }: Table): string | null {
	const beyond = cells.slice(headings.length).find((cell) => cell.trim() !== '');
	if (beyond !== undefined) {
		return `has ${cells.length} cells for ${headings.length} headings: "${short(beyond.trim())}" belongs to no column. A cell that contains the separator needs quotes.`;
	}
	if (cells.length < headings.length && !endsEarly) {
		return `has ${cells.length} cells for ${headings.length} headings: it ends before the column ${short(headings[cells.length]!)}. Nobody can tell what is missing.`;
	}
	return null;
}

const megabytes = (bytes: number) => `${Math.ceil((bytes / 1024 / 1024) * 10) / 10} MB`;
