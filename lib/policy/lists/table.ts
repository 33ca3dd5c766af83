/** A table as a file holds it, before anybody knows its columns. */
export interface Table {
	/** Without rows in which every cell is empty. */
	rows: Array<{ cells: string[]; line: number }>;
	/** What the file turned out to be. */
	format: string;
	/** Names a line for the person: "line" of a file, "row" of a sheet. */
	called: 'line' | 'row';
	/** Workbooks leave out cells at the end that are empty. */
	endsEarly: boolean;
}
