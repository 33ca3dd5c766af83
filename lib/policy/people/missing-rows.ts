import type { MissingPerson, VanishedAnswer, VanishedMemory } from './vanished';

/**
 * Rows of the table that remembers since when somebody is missing from the list: one per missing person, and one about the list
 * as a whole, whose address nobody can have. The one home of its columns.
 */
export interface MissingRow {
	/** Zoom account whose people they are. */
	account: string;
	email: string;
	/** ISO time: since when the person is missing; or when the last run counted. */
	since: string;
	/** Number of the counted run that missed the person first; or of the last that counted. */
	run: number;
	/** Rows of the list then; 0 of a person. */
	rows: number;
}

const WHOLE_LIST = '# list';
/** Older than anything that counts: the next tidying up takes the row away. */
const FORGOTTEN = 0;
const EARLIEST = Date.UTC(2001, 0, 1);

/** What the rows say; what cannot be read counts as not remembered, which gives people more time. */
export function memoryOf(rows: ReadonlyArray<Readonly<Record<string, unknown>>>): VanishedMemory {
	let last: VanishedMemory['last'] = null;
	const missing: MissingPerson[] = [];
	for (const row of rows) {
		const email = String(row.email ?? '').trim();
		const at = row.since instanceof Date ? row.since.getTime() : Date.parse(String(row.since ?? ''));
		const run = Number(row.run ?? NaN);
		if (email === '' || !(at >= EARLIEST) || !Number.isInteger(run)) continue;
		if (email !== WHOLE_LIST) missing.push({ email, since: at, sinceRun: run });
		else if (last === null || run > last.run) last = { run, at, rows: Number(row.rows ?? 0) || 0 };
	}
	return { last, missing };
}

/** Rows to write over those that are there, by account and address. */
export function rowsToRemember(
	{ missed, returned, run }: Pick<VanishedAnswer, 'missed' | 'returned' | 'run'>,
	account: string,
): MissingRow[] {
	const row = (email: string, since: number, number: number, rows: number): MissingRow => ({
		account,
		email,
		since: new Date(since).toISOString(),
		run: number,
		rows,
	});
	return [
		...missed.map(({ email, since, sinceRun }) => row(email.toLowerCase(), since, sinceRun, 0)),
		...returned.map((email) => row(email, FORGOTTEN, 0, 0)),
		...(run ? [row(WHOLE_LIST, run.at, run.run, run.rows)] : []),
	];
}
