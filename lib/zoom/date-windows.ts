/** Days as `yyyy-mm-dd` in UTC, both included. */
export interface DateWindow {
	from: string;
	to: string;
}

const DAY_PATTERN = /^\d{4}-\d{2}-\d{2}$/;
const DAY_MS = 86_400_000;

/**
 * Cuts a range into calendar months, oldest first: Zoom lists at most one month per call and clips longer ranges
 * without a word. Each window begins the day after the one before it ends, so no day is listed twice.
 * @throws {RangeError} when a date is not a date or the range runs backwards
 * @see docs/vendors/zoom.md#lists-of-recordings
 */
export function splitIntoMonths({ from, to }: DateWindow): DateWindow[] {
	const last = parseDay(to);
	let start = parseDay(from);
	if (start > last) throw new RangeError(`The range begins on ${from}, after its end on ${to}`);
	const windows: DateWindow[] = [];
	while (start <= last) {
		const date = new Date(start);
		const monthEnd = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0);
		const end = Math.min(monthEnd, last);
		windows.push({ from: formatDay(start), to: formatDay(end) });
		start = end + DAY_MS;
	}
	return windows;
}

/** The UTC day of a time as `yyyy-mm-dd`. */
export function formatDay(time: number): string {
	return new Date(time).toISOString().slice(0, 10);
}

function parseDay(day: string): number {
	const time = DAY_PATTERN.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
	// Date.parse would roll 2026-02-31 over into March in some engines; the round trip refuses it everywhere.
	if (Number.isNaN(time) || formatDay(time) !== day)
		throw new RangeError(`"${day}" is not a date of the form yyyy-mm-dd`);
	return time;
}
