import type { KalturaClient } from '../../kaltura/client';
import { allOf } from '../../kaltura/lists';
import type { KalturaEntry } from '../../kaltura/schemas';
import { ZOOM_ENTRY_TAG } from '../../policy/import/references';
import { isUnplayed, unplayedLine, type UnplayedSettings } from '../../policy/import/unplayed';

export interface UnplayedRun extends UnplayedSettings {
	/** Most entries that are told. */
	limit: number;
	/** Days from now until they stop being visible; null only tells. */
	hideInDays: number | null;
}

/** Longer lists are cut: the oldest come first. */
const MOST_ENTRIES = 10_000;

/**
 * Lectures of ours that nobody watches, oldest first; by option they get an end date. Nothing is deleted, and what somebody plays
 * until then is the person's to keep: an end date can be taken away.
 */
export async function findUnplayed(
	kaltura: KalturaClient,
	{ limit, hideInDays, ...settings }: UnplayedRun,
	signal: AbortSignal | undefined,
): Promise<object[]> {
	const now = Number(await kaltura.call('system', 'getTime'));
	const filter = {
		adminTagsMultiLikeOr: ZOOM_ENTRY_TAG,
		createdAtLessThanOrEqual: now - settings.olderThanDays * 86_400,
		orderBy: '+createdAt',
	};
	const all = await allOf(kaltura.entries.list(filter, MOST_ENTRIES));
	const unplayed = all.filter((entry) => isUnplayed(factsOf(entry), settings, now)).slice(0, limit);
	const answers: object[] = [];
	for (const entry of unplayed) {
		signal?.throwIfAborted();
		// An absolute time: Kaltura takes small numbers for "from now on".
		const endDate = hideInDays === null ? null : now + Math.round(hideInDays * 86_400);
		if (endDate !== null) await kaltura.entries.update(entry.id, { endDate });
		answers.push(describe(entry, endDate));
	}
	return answers;
}

function factsOf(entry: KalturaEntry) {
	const { createdAt, parentEntryId, plays } = entry;
	const { lastPlayedAt, endDate } = entry as { lastPlayedAt?: unknown; endDate?: unknown };
	return {
		createdAt,
		parentEntryId,
		adminTags: entry.adminTags.split(',').map((tag) => tag.trim()),
		plays,
		lastPlayedAt: Number(lastPlayedAt ?? 0),
		endDate: Number(endDate ?? 0),
	};
}

function describe({ id, name, userId, createdAt, plays, ...entry }: KalturaEntry, endDate: number | null): object {
	const lastPlayedAt = Number((entry as { lastPlayedAt?: unknown }).lastPlayedAt ?? 0);
	const told = {
		entryId: id,
		name,
		owner: userId,
		createdAt: iso(createdAt),
		plays,
		lastPlayedAt: lastPlayedAt > 0 ? iso(lastPlayedAt) : null,
		changed: endDate !== null,
		visibleUntil: endDate === null ? null : iso(endDate),
	};
	return { ...told, line: unplayedLine(told) };
}

/** What is no date does not end the list for all others. */
const iso = (seconds: number) => (Math.abs(seconds) <= 8.64e12 ? new Date(seconds * 1000).toISOString() : '');
