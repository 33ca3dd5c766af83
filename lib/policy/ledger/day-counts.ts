import type { ColumnType } from './columns';
import { lastDays } from './days';
import { leftOutSentences } from './left-out';
import { amount, instant, latestOfEach, readLedgerRow, standingOf, text, type LedgerRow } from './rows';

/**
 * The table `zoom_kaltura_days`: what the status page counts of one day, so that a year is read as 365 rows and stays readable
 * when the ledger has forgotten its recordings. It holds what is settled (in Kaltura, or left out by rule); what is open is read
 * from the ledger however old it is.
 */
export const DAY_COLUMNS = {
	/** `2026-11-22` in the time zone of n8n. */
	day: 'string',
	/** First moment of the day: tells a day of another time zone apart. */
	startsAt: 'date',
	countedAt: 'date',
	recordings: 'number',
	/** JSON of the groups. */
	counts: 'string',
} as const satisfies Record<string, ColumnType>;

/** One day as it was counted; its groups are rows that stand for several recordings. */
export interface DayCounts {
	startsAt: number;
	countedAt: number;
	groups: LedgerRow[];
}

/** A day that is to be counted. */
export interface DayToCount {
	day: string;
	/** ISO 8601; the end is the first moment of the next day. */
	startsAt: string;
	endsAt: string;
	/**
	 * Of a day whose rows the ledger may have forgotten in part: what was counted, and since when what has settled is added to
	 * it. Null: the day is counted anew.
	 */
	addTo: { counts: string; since: string } | null;
}

const DAY_MS = 86_400_000;
/** The longest range of the status page. */
export const MOST_DAYS = 366;
/** Days that the page always reads from the ledger: late files still change them. */
const LIVE_DAYS = 3;
/** So many days are counted in one night beyond those that changed: a ledger of years must not fill the memory at once. */
const NEW_DAYS_A_NIGHT = 31;
/** A night's run may have been cut off, and clocks differ. */
const SLACK_MS = 2 * DAY_MS;

/** Since when rows must have changed to be news to every count; ISO 8601. */
function changedSince(known: readonly DayCounts[], now: number): string {
	const last = Math.max(...known.map(({ countedAt }) => countedAt));
	return new Date(known.length === 0 ? now : last - SLACK_MS).toISOString();
}

/**
 * The days to count: those that were never counted, the newest first, and those in which a row has changed.
 * @param changed rows of the ledger that changed since the last count, of whatever day
 * @param keepDays after so many days without change the ledger forgets a row
 */
export function daysToCount(
	known: readonly DayCounts[],
	changed: readonly LedgerRow[],
	{ now, timezone, keepDays }: { now: number; timezone: string; keepDays: number },
): DayToCount[] {
	const days = lastDays(now, MOST_DAYS, timezone);
	const counted = new Map(known.map((one) => [one.startsAt, one]));
	const news = changed.flatMap(({ firstSeenAt }) => firstSeenAt ?? []);
	let left = NEW_DAYS_A_NIGHT;
	return days
		.slice(0, -1)
		.map(({ day, start }, index) => ({ day, start, end: days[index + 1]!.start }))
		.toReversed()
		.flatMap(({ day, start, end }): DayToCount[] => {
			const before = counted.get(start);
			if (!before && left-- <= 0) return [];
			if (before && !news.some((at) => at >= start && at < end)) return [];
			const forgotten = start < now - keepDays * DAY_MS;
			return [
				{
					day,
					startsAt: new Date(start).toISOString(),
					endsAt: new Date(end).toISOString(),
					addTo:
						before && forgotten
							? { counts: textOf(before.groups), since: new Date(before.countedAt).toISOString() }
							: null,
				},
			];
		});
}

/** The rows of the table for the planned days. @param rows of the ledger, at least those first seen in these days */
export function countDays(
	plan: readonly DayToCount[],
	rows: readonly LedgerRow[],
	now: number,
): Array<Record<keyof typeof DAY_COLUMNS, string | number>> {
	const settled = latestOfEach(rows).filter(isSettled);
	return plan.map(({ day, startsAt, endsAt, addTo }) => {
		const [start, end] = [Date.parse(startsAt), Date.parse(endsAt)];
		const since = addTo ? Date.parse(addTo.since) : -Infinity;
		const ofDay = settled.filter((row) => (row.firstSeenAt ?? -1) >= start && row.firstSeenAt! < end);
		const before = addTo ? (groupsIn(addTo.counts, start) ?? []) : [];
		const groups = grouped([...before, ...ofDay.filter((row) => settledAt(row) >= since)], start);
		return {
			day,
			startsAt,
			countedAt: new Date(now).toISOString(),
			recordings: groups.reduce((sum, { recordings }) => sum + recordings, 0),
			counts: textOf(groups),
		};
	});
}

/** Rows of the ledger created since `from`, changed since `changedSince`, or open: with the counted days they are the page's. */
interface PageWindow {
	from: string;
	changedSince: string;
}

/** Where the page may stop reading single rows; at the first of its days as long as one of them was never counted. */
export function pageWindow(
	known: readonly DayCounts[],
	{ now, days, timezone }: { now: number; days: number; timezone: string },
): PageWindow {
	const shown = lastDays(now, days, timezone);
	const counted = new Set(known.map(({ startsAt }) => startsAt));
	const live = shown.length - LIVE_DAYS;
	const enough = live > 0 && shown.slice(0, live).every(({ start }) => counted.has(start));
	return {
		from: new Date(enough ? shown[live]!.start : shown[0]!.start).toISOString(),
		changedSince: changedSince(known, now),
	};
}

/**
 * What the page counts: single rows where they were read, groups of counted days before them, nothing twice. What was counted as
 * settled and is open again today counts as both until the night.
 */
export function withCountedDays(
	rows: readonly LedgerRow[],
	known: readonly DayCounts[],
	settings: { now: number; days: number; timezone: string },
): LedgerRow[] {
	const from = Date.parse(pageWindow(known, settings).from);
	const shown = lastDays(settings.now, settings.days, settings.timezone).filter(({ start }) => start < from);
	const counted = new Map(known.map((one) => [one.startsAt, one]));
	const ofPage = shown.map(({ start }) => counted.get(start)!);
	const isNews = (row: LedgerRow) => {
		if (!isSettled(row) || row.firstSeenAt === null || row.firstSeenAt >= from) return true;
		const day = ofPage.findLast(({ startsAt }) => startsAt <= row.firstSeenAt!);
		return day !== undefined && settledAt(row) >= day.countedAt;
	};
	return [...rows.filter(isNews), ...ofPage.flatMap(({ groups }) => groups)];
}

/** @returns null for what is no row of the table, or one that somebody changed: its day counts as never counted */
export function readDayCounts(row: Readonly<Record<string, unknown>>): DayCounts | null {
	const [startsAt, countedAt] = [instant(row.startsAt), instant(row.countedAt)];
	if (startsAt === null || countedAt === null) return null;
	const groups = groupsIn(text(row.counts), startsAt);
	return groups && { startsAt, countedAt, groups };
}

const isSettled = ({ standing }: LedgerRow) => standing === 'arrived' || standing === 'skipped';
/** When it became what it is: from then on a count has it. */
const settledAt = ({ importedAt, lastAttemptAt }: LedgerRow) => importedAt ?? lastAttemptAt ?? 0;

/** What the page tells apart; the newest of the texts stands for the group. */
const TEXTS = [
	'account',
	'status',
	'reason',
	'source',
	'ownerRule',
	'hostEmail',
	'leftOut',
	'message',
	'nextStep',
] as const;
const KEYS = TEXTS.slice(0, 7);

function grouped(rows: readonly LedgerRow[], start: number): LedgerRow[] {
	const groups = new Map<string, LedgerRow>();
	for (const row of rows) {
		const one = general(row, start);
		const key = KEYS.map((name) => one[name]).join('\n');
		const group = groups.get(key);
		if (!group) {
			groups.set(key, one);
			continue;
		}
		group.recordings += one.recordings;
		group.sizeBytes += one.sizeBytes;
		if ((one.lastAttemptAt ?? 0) > (group.lastAttemptAt ?? 0)) {
			group.message = one.message;
			group.nextStep = one.nextStep;
			group.lastAttemptAt = one.lastAttemptAt;
		}
		// The oldest that a rule left out; of what is in Kaltura the newest, so that none counts as older than it is.
		const further = group.standing === 'arrived' ? Math.max : Math.min;
		group.startedAt = further(group.startedAt ?? one.startedAt ?? start, one.startedAt ?? group.startedAt ?? start);
	}
	return [...groups.values()];
}

/** A row without what is of that recording alone. */
function general(row: LedgerRow, start: number): LedgerRow {
	const arrived = row.standing === 'arrived';
	return {
		...BLANK,
		firstSeenAt: start,
		standing: row.standing,
		account: row.account,
		status: arrived ? 'imported' : row.status,
		reason: arrived ? 'imported' : row.reason,
		message: arrived ? '' : row.message,
		nextStep: arrived ? '' : row.nextStep,
		source: row.source,
		ownerRule: arrived ? row.ownerRule : '',
		hostEmail: row.hostEmail,
		leftOut: leftOutSentences(row.leftOut).join(' '),
		startedAt: row.startedAt,
		lastAttemptAt: row.lastAttemptAt,
		recordings: row.recordings,
		sizeBytes: row.sizeBytes,
	};
}

/** What a group has no value for. */
const BLANK = readLedgerRow({ meetingUuid: '-' })!;

/** Each text once, groups as numbers: a day of a thousand hosts needs 90 kB. */
function textOf(groups: readonly LedgerRow[]): string {
	const texts = new Map<string, number>();
	const position = (value: string) => {
		if (!texts.has(value)) texts.set(value, texts.size);
		return texts.get(value)!;
	};
	const numbers = groups.map((group) => [
		...TEXTS.map((name) => position(group[name])),
		group.recordings,
		group.sizeBytes,
		group.startedAt ?? 0,
		group.lastAttemptAt ?? 0,
	]);
	return JSON.stringify([[...texts.keys()], numbers]);
}

function groupsIn(counts: string, start: number): LedgerRow[] | null {
	try {
		const [texts, numbers] = JSON.parse(counts) as [unknown[], unknown[][]];
		return numbers.map((group) => {
			const named = Object.fromEntries(TEXTS.map((name, index) => [name, text(texts[Number(group[index])])]));
			const [recordings, sizeBytes, startedAt, lastAttemptAt] = group.slice(TEXTS.length).map(amount);
			return {
				...BLANK,
				...named,
				firstSeenAt: start,
				standing: standingOf(named.status ?? ''),
				recordings: recordings ?? 0,
				sizeBytes: sizeBytes ?? 0,
				startedAt: startedAt || null,
				lastAttemptAt: lastAttemptAt || null,
			};
		});
	} catch {
		return null;
	}
}
