import { LEDGER_COLUMNS, type LedgerColumn, type LedgerRecord } from './columns';
import { type KnownWindow, knownWindows } from './known';
import { instant, text } from './rows';
import { type LedgerEntry, wholeRow } from './write';

/** How a row gets into the table. */
export type RowChange =
	/** Nobody has written one: it may go with many others in one statement. */
	| { do: 'add'; row: LedgerRecord }
	/** There is one, or another execution may write one in this moment: row by row, so that n8n looks first. */
	| { do: 'change'; row: Pick<LedgerRecord, 'account' | 'meetingUuid'> & Partial<LedgerRecord> };

/** What changes with every try and says nothing new by itself. */
const NO_NEWS: ReadonlySet<LedgerColumn> = new Set(['lastAttemptAt', 'source']);
const ARRIVED: ReadonlySet<unknown> = new Set(['imported', 'already-imported', 'imported-by-native-integration']);
/** Feeders of which no two work on one recording in the same moment, except by overlap of their runs. */
const LISTINGS: ReadonlySet<unknown> = new Set(['reconcile', 'backfill']);

/**
 * What of a batch has to be written: rows that are new or say something new. A recording that was imported and is found
 * complete again is nothing new, so four reconciles a day write nothing about what is known.
 * @param entries as the items of the pipeline carry them; of several about one recording the last counts
 * @param there rows of these recordings, as far as their dates are known; null when the table could not be read
 */
export function ledgerChanges(
	entries: readonly LedgerEntry[],
	there: ReadonlyArray<Readonly<Record<string, unknown>>> | null,
): RowChange[] {
	const known = new Map((there ?? []).map((row) => [keyOf(row), row]));
	const latest = new Map(entries.map((entry) => [keyOf(entry), entry]));
	return [...latest].flatMap(([key, entry]): RowChange[] => {
		const before = known.get(key);
		if (!entry.startedAt) return [{ do: 'change', row: entry }];
		if (before !== undefined) {
			const row = newsOf(entry, before);
			return row === null ? [] : [{ do: 'change', row }];
		}
		const row = withImport(entry, undefined);
		if (there === null) return [{ do: 'change', row }];
		return LISTINGS.has(entry.source) ? [{ do: 'add', row: wholeRow(row) }] : [{ do: 'change', row: wholeRow(row) }];
	});
}

function newsOf(entry: LedgerEntry, before: Readonly<Record<string, unknown>>): LedgerEntry | null {
	const stillThere = entry.status === 'already-imported' && ARRIVED.has(before.status);
	// "Everything is there already" is no news about what arrived before; that it arrived, and how, stays readable.
	const row = withImport(stillThere ? asBefore(entry, before) : entry, before);
	const columns = (Object.keys(row) as LedgerColumn[]).filter((column) => !NO_NEWS.has(column));
	const attempted = row.source === 'retry' ? columns : columns.filter((column) => column !== 'attempts');
	return attempted.some((column) => !isSame(column, row[column], before[column])) ? row : null;
}

/** The entry with what the row says already about how the recording ended. */
function asBefore(entry: LedgerEntry, before: Readonly<Record<string, unknown>>): LedgerEntry {
	const told = ['status', 'reason', 'message', 'nextStep', 'retryable'].map((column) => [
		column,
		before[column] ?? null,
	]);
	return { ...entry, ...(Object.fromEntries(told) as Partial<LedgerEntry>) };
}

/** Found complete although nobody remembers that it arrived: the careful moment for its retention is now. */
function withImport(entry: LedgerEntry, before: Readonly<Record<string, unknown>> | undefined): LedgerEntry {
	if (!ARRIVED.has(entry.status) || entry.importedAt) return entry;
	return before && ARRIVED.has(before.status) && before.importedAt
		? entry
		: { ...entry, importedAt: entry.lastAttemptAt ?? null };
}

function isSame(column: LedgerColumn, value: unknown, before: unknown): boolean {
	switch (LEDGER_COLUMNS[column]) {
		case 'date':
			return instant(value) === instant(before);
		case 'number':
			return Number(value ?? 0) === Number(before ?? 0);
		case 'boolean':
			return (value ?? false) === (before === true || before === 1 || before === 'true');
		case 'string':
			return text(value) === text(before);
	}
}

function keyOf({ account, meetingUuid }: Readonly<Record<string, unknown>>): string {
	return `${text(account)}\n${text(meetingUuid)}`;
}

/** Where the rows of some recordings are, and the entries themselves, which travel along. */
export interface LedgerWindow extends KnownWindow {
	entries: LedgerEntry[];
}

/** One window per account. Recordings without a date do not widen it: their rows are written without looking. */
export function ledgerWindows(entries: readonly LedgerEntry[]): LedgerWindow[] {
	const windows = knownWindows(entries.map(({ account, startedAt }) => ({ account: account ?? '', startedAt })));
	return windows.map((window) => ({ ...window, entries: entries.filter(({ account }) => account === window.account) }));
}
