/** When a recording begins, in one time zone. What is null asks for nothing. */
export interface Schedule {
	timeZone: string;
	/** 1 Monday to 7 Sunday. */
	days: ReadonlySet<number> | null;
	/** Minutes of the day, from the first to before the second. */
	times: ReadonlyArray<readonly [number, number]> | null;
	/** First and last day, YYYY-MM-DD. */
	from: string | null;
	until: string | null;
}

interface LocalMoment {
	date: string;
	day: number;
	minute: number;
}

const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/** "Mon, Wed-Fri" → 1, 3, 4, 5. @returns the problem as the end of a sentence */
export function readDays(text: string): ReadonlySet<number> | string {
	const days = new Set<number>();
	const spans = text
		.split(/[-–]/)
		.map((one) => one.trim())
		.join('-');
	for (const part of spans.split(/[,;\s]+/).filter(Boolean)) {
		const [first, last = first, ...rest] = part.split('-');
		const [from, to] = [dayNumber(first!), dayNumber(last!)];
		const unknown = from === 0 ? first : to === 0 ? last : rest[0];
		if (unknown !== undefined) return `names "${unknown}", which is no day: write Mon, Tue, Wed, Thu, Fri, Sat or Sun`;
		// Fri-Mon goes over the weekend.
		for (let day = from; ; day = (day % 7) + 1) {
			days.add(day);
			if (day === to) break;
		}
	}
	return days.size > 0 ? days : `says "${text.slice(0, 60)}", which names no day`;
}

function dayNumber(text: string): number {
	const name = text.toLowerCase().replace(/\.$/, '');
	return name.length < 2 ? 0 : DAYS.findIndex((day) => day.startsWith(name)) + 1;
}

/** "09:00-10:30, 14:00-16:00". @returns the problem as the end of a sentence */
export function readTimes(text: string): ReadonlyArray<readonly [number, number]> | string {
	const times: Array<readonly [number, number]> = [];
	for (const part of text.split(/[,;\n]+/).map((one) => one.trim())) {
		if (part === '') continue;
		const match = /^(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})$/.exec(part);
		const [from, to] = match ? [minuteOf(match[1]!, match[2]!), minuteOf(match[3]!, match[4]!)] : [NaN, NaN];
		if (!(from <= 1440 && to <= 1440)) return `says "${part}", which is no time: write it as 09:00-10:30`;
		if (from >= to) return `says "${part}", which ends before it begins: write 22:00-24:00, 00:00-02:00 for a night`;
		times.push([from, to]);
	}
	return times.length > 0 ? times : `says "${text.slice(0, 60)}", which is no time: write it as 09:00-10:30`;
}

function minuteOf(hours: string, minutes: string): number {
	return Number(minutes) > 59 ? Number.NaN : Number(hours) * 60 + Number(minutes);
}

/** Formats are expensive, and rules name few time zones. */
const formats = new Map<string, Intl.DateTimeFormat | null>();

function formatOf(timeZone: string): Intl.DateTimeFormat | null {
	if (!formats.has(timeZone)) {
		// Names come from people: a table with ever new ones must not be kept for ever.
		if (formats.size > 500) formats.clear();
		formats.set(timeZone, newFormat(timeZone));
	}
	return formats.get(timeZone)!;
}

function newFormat(timeZone: string): Intl.DateTimeFormat | null {
	try {
		return new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short', timeZone });
	} catch {
		return null;
	}
}

/** Local moments of one recording, each time zone worked out once. */
export class LocalMoments {
	private readonly known = new Map<string, LocalMoment | null>();

	/** @param startedAt ISO 8601 */
	constructor(private readonly startedAt: string) {}

	in(timeZone: string): LocalMoment | null {
		if (!this.known.has(timeZone)) this.known.set(timeZone, this.moment(timeZone));
		return this.known.get(timeZone)!;
	}

	private moment(timeZone: string): LocalMoment | null {
		const time = Date.parse(this.startedAt);
		const format = formatOf(timeZone);
		if (Number.isNaN(time) || format === null) return null;
		const [date = '', clock = ''] = format.format(time).split(' ');
		const [hours = '', minutes = ''] = clock.split(':');
		return { date, day: dayOfWeek(date), minute: Number(hours) * 60 + Number(minutes) };
	}
}

/** 1 Monday to 7 Sunday, of a day YYYY-MM-DD. */
function dayOfWeek(date: string): number {
	return new Date(`${date}T00:00:00Z`).getUTCDay() || 7;
}

export function isWithin({ timeZone, days, times, from, until }: Schedule, moments: LocalMoments): boolean {
	const moment = moments.in(timeZone);
	if (moment === null) return false;
	const { date, day, minute } = moment;
	return (
		(from === null || date >= from) &&
		(until === null || date <= until) &&
		(days === null || days.has(day)) &&
		(times === null || times.some(([first, end]) => minute >= first && minute < end))
	);
}

/** Whether everything in `inner` is in `outer` as well; in doubt not. */
export function coversSchedule(outer: Schedule, inner: Schedule): boolean {
	if (outer.timeZone !== inner.timeZone) return false;
	const within = ([from, to]: readonly [number, number]) =>
		outer.times!.some(([first, end]) => from >= first && to <= end);
	return (
		(outer.from === null || (inner.from !== null && inner.from >= outer.from)) &&
		(outer.until === null || (inner.until !== null && inner.until <= outer.until)) &&
		(outer.days === null || (inner.days !== null && [...inner.days].every((day) => outer.days!.has(day)))) &&
		(outer.times === null || (inner.times !== null && inner.times.every(within)))
	);
}

/** Why no moment fits; null when some may. */
export function emptySchedule({ days, from, until }: Schedule): string | null {
	if (from === null || until === null) return null;
	if (until < from) return `its last day ${until} is before its first day ${from}`;
	if (days === null) return null;
	const start = Date.parse(`${from}T00:00:00Z`);
	for (let index = 0; index < 7; index++) {
		const date = new Date(start + index * 86_400_000).toISOString().slice(0, 10);
		if (date > until) return `none of its days lies between ${from} and ${until}`;
		if (days.has(dayOfWeek(date))) return null;
	}
	return null;
}
