import { hasFileTag } from './references';

/** What Kaltura says about an entry, as far as it matters whether anybody watched it. Times in epoch seconds. */
export interface WatchedEntry {
	createdAt: number;
	parentEntryId: string;
	adminTags: readonly string[];
	/** Missing where Kaltura does not say. */
	plays?: number | undefined;
	lastPlayedAt?: number | null | undefined;
	/** When it stops being visible; 0 or missing for never. */
	endDate?: number | null | undefined;
}

export interface UnplayedSettings {
	/** Younger entries are not judged. */
	olderThanDays: number;
	/** Days since somebody played it; 0 means only what nobody has ever played. */
	notPlayedForDays: number;
}

const DAY = 86_400;

/**
 * Whether nobody watches a lecture of ours any more. What Kaltura does not say counts as watched; streams belong to their
 * lecture; what has an end date already is taken care of.
 * @param now epoch seconds, by Kaltura's clock
 */
export function isUnplayed(
	entry: WatchedEntry,
	{ olderThanDays, notPlayedForDays }: UnplayedSettings,
	now: number,
): boolean {
	const { createdAt, parentEntryId, adminTags, plays, lastPlayedAt, endDate } = entry;
	if (parentEntryId !== '' || !hasFileTag(adminTags) || plays === undefined) return false;
	if ((endDate ?? 0) > 0 || now - createdAt < olderThanDays * DAY) return false;
	if (plays === 0 && !lastPlayedAt) return true;
	return notPlayedForDays > 0 && Boolean(lastPlayedAt) && now - lastPlayedAt! >= notPlayedForDays * DAY;
}

/** One entry that nobody plays, as a line for a person. */
export function unplayedLine(entry: {
	entryId: string;
	name: string;
	owner: string;
	createdAt: string;
	visibleUntil: string | null;
}): string {
	const until = entry.visibleUntil === null ? '' : `, visible until ${entry.visibleUntil.slice(0, 10)}`;
	return `${entry.name} (${entry.entryId}, ${entry.owner}, ${entry.createdAt.slice(0, 10)}${until})`;
}
