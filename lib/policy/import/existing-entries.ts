import { hasFileTag, SET_ASIDE_TAG } from './references';

/** One entry as Kaltura has it now; numbers and texts of the wire made one kind. */
export interface ExistingEntry {
	id: string;
	referenceId: string;
	/** KalturaEntryStatus as text: "7" no content, "0" import, "1" preconvert, "2" ready, "4" pending, "-1", "-2", … */
	status: string;
	/** Epoch seconds. */
	createdAt: number;
	parentEntryId: string | null;
	adminTags: string[];
	/** In Kaltura's recycle bin (displayInSearch −2). */
	recycled: boolean;
	/** `underWay`: new content of it is on its way. `failed`: that content failed too, and stands in the way of other. */
	replacement: 'none' | 'underWay' | 'failed';
	blockAutoTranscript: boolean;
	name?: string;
	/** Somebody cut it in Kaltura. */
	edited?: boolean;
}

export function isEmpty(entry: Pick<ExistingEntry, 'status'>): boolean {
	return entry.status === '7';
}

/** Terminal until new content arrives: import or conversion failed, or a virus was found. */
export function isFailed(entry: Pick<ExistingEntry, 'status'>): boolean {
	return entry.status === '-1' || entry.status === '-2' || entry.status.startsWith('virusScan.');
}

/** After this time nobody who created an entry of the same reference (or an asset for the same file) can still be unaware of the others. */
export const SETTLED_SECONDS = 600;
const RACE_SECONDS = 3600;

export interface ChosenEntry {
	entry: ExistingEntry | null;
	/** Set when every entry of the reference is in the recycle bin. */
	recycled: ExistingEntry | null;
	/** Empty duplicates of ours, long abandoned. */
	leftovers: string[];
	/** Entries of ours with content that were made within an hour of the one that counts. Clones of later are people's. */
	duplicates: string[];
}

/**
 * Which of several entries with one reference counts; nothing in Kaltura keeps a reference unique. The oldest, then the
 * smallest id: every worker that sees the same entries chooses the same one, whatever their status, because a status may
 * be stale in Kaltura's index. Only long after a race does an entry that works win over an empty or failed one.
 */
export function chooseEntry(all: readonly ExistingEntry[], now: number): ChosenEntry {
	const candidates = all.filter(({ adminTags }) => !adminTags.includes(SET_ASIDE_TAG));
	const live = candidates.filter(({ recycled }) => !recycled).toSorted(byAge);
	const settled = live.filter(({ createdAt }) => now - createdAt > SETTLED_SECONDS);
	const entry = settled.find((candidate) => !isEmpty(candidate) && !isFailed(candidate)) ?? live[0] ?? null;
	const others = live.filter((candidate) => candidate !== entry);
	const abandoned = others.filter(
		(candidate) => isEmpty(candidate) && settled.includes(candidate) && hasFileTag(candidate.adminTags),
	);
	return {
		entry,
		recycled: entry ? null : (candidates.find(({ recycled }) => recycled) ?? null),
		leftovers: abandoned.map(({ id }) => id),
		duplicates: others
			.filter((one) => !isEmpty(one) && settled.includes(one) && hasFileTag(one.adminTags))
			.filter((one) => Math.abs(one.createdAt - entry!.createdAt) < RACE_SECONDS)
			.map(({ id }) => id),
	};
}

/**
 * Order of precedence: createdAt has whole seconds only, so ids decide between entries of one second, whichever came first.
 * Workers agree on it only if each looks again when it must see all entries of the second in which it created its own: a
 * second, and the time by which the index lags, after that.
 */
export function byAge(a: Pick<ExistingEntry, 'createdAt' | 'id'>, b: Pick<ExistingEntry, 'createdAt' | 'id'>): number {
	return a.createdAt - b.createdAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/**
 * Which of the entries that this run created must go again, because another entry of the same reference counts: the
 * parents that lost, everything below them, and streams that lost beside another one of the same parent.
 */
export function losingEntries(
	entries: readonly ExistingEntry[],
	mine: ReadonlySet<string>,
	now: number,
): ExistingEntry[] {
	const losers = new Set<ExistingEntry>();
	const own = entries.filter(({ id }) => mine.has(id));
	const lose = (entry: ExistingEntry) => {
		const rivals = entries.filter(
			(other) => other.referenceId === entry.referenceId && other.parentEntryId === entry.parentEntryId,
		);
		return chooseEntry(rivals, now).entry?.id !== entry.id;
	};
	for (const entry of own) if (!entry.parentEntryId && lose(entry)) losers.add(entry);
	const lostParents = new Set([...losers].map(({ id }) => id));
	for (const entry of own) {
		if (entry.parentEntryId && (lostParents.has(entry.parentEntryId) || lose(entry))) losers.add(entry);
	}
	return [...losers];
}

/** Kaltura's status as a word. */
export function statusName(status: string): string {
	return (
		{
			'-2': 'importFailed',
			'-1': 'conversionFailed',
			'0': 'importing',
			'1': 'converting',
			'2': 'ready',
			'4': 'pending',
			'5': 'moderated',
			'6': 'blocked',
			'7': 'empty',
			'virusScan.Infected': 'infected',
			'virusScan.ScanFailure': 'scanFailed',
		}[status] ?? status
	);
}
