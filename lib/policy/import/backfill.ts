import { instant } from '../ledger/rows';

/** A row of the data table `zoom_kaltura_backfill`, as far as the worker reads it. */
export interface WindowRow {
	id: number;
	windowFrom: string;
	windowTo: string;
	user: string;
	/** pending, running, paused, stopped, done; count, counting, counted for a dry run. */
	state: string;
	/** ISO 8601; the last sign of life of whoever works on it. */
	heartbeatAt: string;
	/** '' unless the form said something about how to work on it. */
	message: string;
}

export interface NextWindow extends WindowRow {
	/** Whether it is only counted. */
	counting: boolean;
	/** Whether recordings that are known as imported are looked at, too. */
	lookAgain: boolean;
}

const AT_WORK: ReadonlySet<unknown> = new Set(['running', 'counting']);
const TO_DO: ReadonlySet<unknown> = new Set(['pending', 'count', 'running', 'counting']);

/**
 * The window that another execution takes next: the newest that nobody works on. A window whose worker has given no sign of
 * life for the time counts as left. Null when there is none, or when enough are under way.
 * @param now epoch milliseconds
 */
export function nextWindow(
	rows: ReadonlyArray<Readonly<Record<string, unknown>>>,
	{ windowsAtOnce, takeOverMs }: { windowsAtOnce: number; takeOverMs: number },
	now: number,
): NextWindow | null {
	const open = rows.filter(({ id, state }) => Number(id) > 0 && TO_DO.has(state)).map(toRow);
	const isAlive = ({ state, heartbeatAt }: WindowRow) =>
		AT_WORK.has(state) && (instant(heartbeatAt) ?? -Infinity) > now - takeOverMs;
	const [alive, free] = [open.filter(isAlive), open.filter((row) => !isAlive(row))];
	if (alive.length >= windowsAtOnce) return null;
	const next = free.toSorted((a, b) => b.windowFrom.localeCompare(a.windowFrom))[0];
	return next
		? { ...next, counting: next.state.startsWith('count'), lookAgain: /^Looks at everything again/.test(next.message) }
		: null;
}

function toRow(row: Readonly<Record<string, unknown>>): WindowRow {
	const text = (name: string) => String(row[name] ?? '');
	return {
		id: Number(row.id),
		windowFrom: text('windowFrom'),
		windowTo: text('windowTo'),
		user: text('user'),
		state: text('state'),
		heartbeatAt: text('heartbeatAt'),
		message: text('message'),
	};
}

/** What became of the recordings of one window. */
const WINDOW_COUNTS = [
	'recordings',
	'files',
	'sizeBytes',
	'imported',
	'already',
	'waiting',
	'skipped',
	'attention',
	'failed',
] as const;
export type WindowCounts = Record<(typeof WINDOW_COUNTS)[number], number>;

const COUNTED_AS: Readonly<Record<string, 'imported' | 'already' | 'waiting' | 'skipped' | 'attention' | 'failed'>> = {
	imported: 'imported',
	'already-imported': 'already',
	'imported-by-native-integration': 'already',
	waiting: 'waiting',
	skipped: 'skipped',
	'needs-attention': 'attention',
	failed: 'failed',
	partial: 'failed',
};

/** Adds the outcomes of one batch (rows of the ledger) to what was counted before. */
export function countBatch(
	before: Readonly<Record<string, unknown>>,
	rows: ReadonlyArray<Readonly<Record<string, unknown>>>,
): WindowCounts {
	const counts = Object.fromEntries(WINDOW_COUNTS.map((name) => [name, whole(before[name])])) as WindowCounts;
	for (const row of rows) {
		const kind = COUNTED_AS[String(row.status)];
		if (kind === undefined) continue;
		counts.recordings++;
		counts.files += whole(row.files);
		counts.sizeBytes += whole(row.sizeBytes);
		counts[kind]++;
	}
	return counts;
}

function whole(value: unknown): number {
	const number = Number(value ?? 0);
	return Number.isFinite(number) && number > 0 ? number : 0;
}

const UNDER_WAY: ReadonlySet<unknown> = new Set(['count', 'counting', 'pending', 'running', 'paused']);

/** What the form says about all windows of an account. */
export function backfillProgress(
	rows: ReadonlyArray<Readonly<Record<string, unknown>>>,
	{ recordingsPerHour, bytesPerSecond }: { recordingsPerHour: number; bytesPerSecond: number },
): { title: string; text: string } {
	const windows = rows.filter(({ state }) => Boolean(state));
	if (windows.length === 0) return { title: 'Nothing is under way', text: 'No window is planned for this account.' };
	const states = [...new Set(windows.map(({ state }) => String(state)))];
	const perState = states.map((state) => `${windows.filter((row) => row.state === state).length} ${state}`);
	const sum = (name: keyof WindowCounts) => windows.reduce((total, row) => total + whole(row[name]), 0);
	const hours = Math.max(sum('recordings') / recordingsPerHour, sum('sizeBytes') / bytesPerSecond / 3600);
	return {
		title: windows.some(({ state }) => UNDER_WAY.has(state)) ? 'Under way' : 'Nothing is under way',
		text:
			`Windows: ${perState.join(', ')}. ` +
			`Recordings seen: ${sum('recordings')} (${(sum('sizeBytes') / 1e9).toFixed(1)} GB, about ${hours.toFixed(1)} hours). ` +
			`Imported now: ${sum('imported')}, there already: ${sum('already')}, waiting: ${sum('waiting')}, ` +
			`skipped: ${sum('skipped')}, need attention: ${sum('attention')}, failed: ${sum('failed')}.`,
	};
}
