/** One calendar day of a time zone. */
export interface Day {
	/** `2026-11-22` */
	day: string;
	/** Epoch milliseconds of its first moment. */
	start: number;
}

/**
 * The last `days` calendar days up to and including that of `now`, oldest first. A day may have 23 or 25 hours.
 * @param timezone an IANA name; one that this runtime does not know counts as UTC
 */
export function lastDays(now: number, days: number, timezone: string): Day[] {
	const format = dayFormat(timezone);
	const list: Day[] = [];
	let start = startOfDay(now, format);
	for (let count = 0; count < days; count++) {
		list.push({ day: format.format(start), start });
		// Noon of the day before lies in it whatever the clocks do that night.
		start = startOfDay(start - 12 * HOUR, format);
	}
	return list.reverse();
}

/** Position of the day that holds the instant; -1 before the first one. */
export function dayIndex(days: readonly Day[], instant: number): number {
	let low = 0;
	let high = days.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if (days[middle]!.start <= instant) low = middle + 1;
		else high = middle;
	}
	return low - 1;
}

const HOUR = 3_600_000;

function dayFormat(timezone: string): Intl.DateTimeFormat {
	const parts = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
	try {
		return new Intl.DateTimeFormat('en-CA', { ...parts, timeZone: timezone || 'UTC' });
	} catch {
		return new Intl.DateTimeFormat('en-CA', { ...parts, timeZone: 'UTC' });
	}
}

/** The first minute of the calendar day that holds the instant, found by halving: no time zone has seconds any more. */
function startOfDay(instant: number, format: Intl.DateTimeFormat): number {
	const day = format.format(instant);
	let before = Math.floor((instant - 26 * HOUR) / 60_000);
	let within = Math.floor(instant / 60_000);
	while (within - before > 1) {
		const middle = (before + within) >> 1;
		if (format.format(middle * 60_000) === day) within = middle;
		else before = middle;
	}
	return within * 60_000;
}
