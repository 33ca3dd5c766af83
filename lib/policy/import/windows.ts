import type { SettingProblem } from '../settings';

/** Days as `yyyy-mm-dd` in UTC, both included, as Zoom's lists take them. */
export interface DayWindow {
	from: string;
	to: string;
}

const DAY_MS = 86_400_000;
/** Zoom Meetings began in 2012; its cloud recordings came later. */
const EARLIEST_DAY = '2012-01-01';
const LONGEST_BACKFILL_YEARS = 10;

/**
 * The days that a reconcile run lists: always the whole look-back, because a recording appears under the day its meeting
 * started and may be finished, recovered or transcribed days later (docs/fault-cases.md, W3, W7). One more day at the end for hosts whose clocks
 * or time zones are ahead; when the last complete run is further back than the look-back (an outage, a disabled workflow:
 * W9), the window begins there.
 * @param checkpoint day up to which everything was listed, from `advanceCheckpoint`; null on the first run
 */
export function lookBackWindow(now: number, days: number, checkpoint: string | null): DayWindow {
	const usual = dayOf(now - days * DAY_MS);
	const overlap = checkpoint === null ? usual : addDays(checkpoint, -1);
	return { from: overlap < usual ? overlap : usual, to: dayOf(now + DAY_MS) };
}

/** What became of listing one window. */
export interface ListedWindow {
	window: DayWindow;
	/** Whether every page came, without an error and without a page token that died half-way. */
	allPages: boolean;
}

/**
 * The day up to which everything is known to be listed. It moves only when every page of every window was listed, and
 * never over a gap: a failed page is not an empty day (docs/fault-cases.md, W1). It never goes back.
 */
export function advanceCheckpoint(
	checkpoint: string | null,
	listed: readonly ListedWindow[],
	now: number,
): string | null {
	let reached = checkpoint;
	for (const { window, allPages } of listed.toSorted((a, b) => a.window.from.localeCompare(b.window.from))) {
		if (!allPages) break;
		// A hole before this window: what lies in it was never listed.
		if (reached !== null && window.from > addDays(reached, 1)) break;
		if (reached === null || window.to > reached) reached = window.to;
	}
	// The day that is not over yet will have more recordings.
	const today = dayOf(now);
	const sure = reached !== null && reached >= today ? addDays(today, -1) : reached;
	return sure !== null && checkpoint !== null && sure < checkpoint ? checkpoint : sure;
}

/**
 * The windows of a backfill, newest first: recent recordings are the ones that people ask for. Calendar months, because
 * Zoom lists at most one month per call and clips longer ranges without a word (docs/vendors/zoom.md#lists-of-recordings).
 * @param done windows that an earlier run of the same backfill has finished
 * @param longestDays shorter windows keep the memory of one run flat
 */
export function backfillWindows(
	{ from, to }: DayWindow,
	done: readonly DayWindow[] = [],
	longestDays = 31,
): DayWindow[] {
	const finished = new Set(done.map((window) => `${window.from}/${window.to}`));
	const windows: DayWindow[] = [];
	for (let start = from; start <= to;) {
		const date = new Date(`${start}T00:00:00Z`);
		const monthEnd = dayOf(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0));
		const end = [monthEnd, to, addDays(start, longestDays - 1)].toSorted()[0]!;
		windows.push({ from: start, to: end });
		start = addDays(end, 1);
	}
	return windows.reverse().filter((window) => !finished.has(`${window.from}/${window.to}`));
}

/** What is wrong with the dates of a backfill, before anything is asked. Accepts what people type: blanks around are cut. */
export function backfillProblems(range: DayWindow, now: number): SettingProblem[] {
	const problems: SettingProblem[] = [];
	const [from, to] = [range.from.trim(), range.to.trim()];
	for (const [parameter, day] of [
		['From', from],
		['To', to],
	] as const) {
		if (!isDay(day)) {
			problems.push({
				parameter,
				problem: `is "${day}", which is not a date`,
				remedy: 'Write it as year-month-day, for example 2026-03-31.',
			});
		}
	}
	if (problems.length > 0) return problems;

	const today = dayOf(now);
	if (from > to) {
		problems.push({
			parameter: 'To',
			problem: `is ${to}, before From (${from})`,
			remedy: 'Enter the earlier date under From and the later one under To.',
		});
	} else if (to > sameDayLater(from, LONGEST_BACKFILL_YEARS)) {
		problems.push({
			parameter: 'From',
			problem: `is ${from}, more than ${LONGEST_BACKFILL_YEARS} years before To (${to})`,
			remedy: `Choose at most ${LONGEST_BACKFILL_YEARS} years, and run the backfill once more for the rest.`,
		});
	}
	if (from < EARLIEST_DAY) {
		problems.push({
			parameter: 'From',
			problem: `is ${from}, before there was Zoom`,
			remedy: `Enter ${EARLIEST_DAY} or later.`,
		});
	}
	// A day ahead is today somewhere.
	if (from <= today && to > dayOf(now + DAY_MS)) {
		problems.push({ parameter: 'To', problem: `is ${to}, in the future`, remedy: `Enter ${today} or earlier.` });
	}
	if (from > today) {
		problems.push({ parameter: 'From', problem: `is ${from}, in the future`, remedy: `Enter ${today} or earlier.` });
	}
	return problems;
}

/** What is wrong with the look-back of a reconcile. */
export function lookBackProblems(days: number): SettingProblem[] {
	if (Number.isInteger(days) && days >= 1 && days <= 180) return [];
	return [
		{
			parameter: 'Look Back (Days)',
			problem: `is ${days}`,
			remedy: 'A whole number from 1 to 180; 7 is usual. Use the backfill workflow for older recordings.',
		},
	];
}

export interface Estimate {
	recordings: number;
	files: number;
	sizeBytes: number;
	/** Hours until everything has been handed to Kaltura, rounded up to a tenth. */
	hours: number;
}

/** How fast things go: measured, or from the plan's rate limits. */
export interface Pace {
	/** Recordings that run through the pipeline per hour, whatever their size. */
	recordingsPerHour: number;
	/** Bytes per second that Kaltura fetches from Zoom. */
	bytesPerSecond: number;
}

/** What a dry run tells: whichever of the two limits is slower decides about the time. */
export function estimateBackfill(
	recordings: ReadonlyArray<{ sizeBytes: number; segments: ReadonlyArray<{ files: readonly unknown[] }> }>,
	{ recordingsPerHour, bytesPerSecond }: Pace,
): Estimate {
	const sizeBytes = recordings.reduce((sum, recording) => sum + recording.sizeBytes, 0);
	const files = recordings.reduce(
		(sum, { segments }) => sum + segments.reduce((inSegments, segment) => inSegments + segment.files.length, 0),
		0,
	);
	const hours = Math.max(recordings.length / recordingsPerHour, sizeBytes / bytesPerSecond / 3600);
	return { recordings: recordings.length, files, sizeBytes, hours: Math.ceil(hours * 10) / 10 };
}

/** The UTC day of a time in milliseconds. */
export function dayOf(time: number): string {
	return new Date(time).toISOString().slice(0, 10);
}

function addDays(day: string, days: number): string {
	return dayOf(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS);
}

function isDay(text: string): boolean {
	const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
	// The round trip refuses 2026-02-31.
	return !Number.isNaN(time) && dayOf(time) === text;
}

function sameDayLater(day: string, years: number): string {
	return `${Number(day.slice(0, 4)) + years}${day.slice(4)}`;
}
