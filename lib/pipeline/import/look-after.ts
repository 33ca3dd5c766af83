import type { KalturaClient } from '../../kaltura/client';
import { ANY_STATUS } from '../../kaltura/entries';
import { lookUp, toExistingEntry } from '../../kaltura/ingest/look-up';
import { allOf } from '../../kaltura/lists';
import type { KalturaEntry } from '../../kaltura/schemas';
import { isExplained } from '../../policy/failures';
import { statusName } from '../../policy/import/existing-entries';
import { ZOOM_ENTRY_TAG } from '../../policy/import/references';
import {
	recordingUuidOf,
	removalOf,
	stuckState,
	type Removal,
	type StuckState,
} from '../../policy/import/stuck-entries';
import type { ZoomClient } from '../../zoom/client';
import { isZoomError } from '../../zoom/errors';

/** Import and conversion failed, viruses, importing, converting, pending, no content. */
const NOT_READY = '-2,-1,virusScan.Infected,virusScan.ScanFailure,0,1,4,7';
const HOUR = 3600;

export interface LookAfterSettings {
	/** Older entries are not looked at. */
	lastDays: number;
	/** How long Kaltura may import and convert before an entry counts as stuck. */
	stuckHours: number;
	/** Whether abandoned entries that nobody can need are deleted. */
	removeAbandoned: boolean;
	/**
	 * Recordings that are known to be of this Zoom account. Entries of others are not looked at: several accounts may share one
	 * Kaltura, and that this Zoom does not know a recording of another account means nothing.
	 */
	ours: ReadonlySet<string>;
}

/**
 * Entries that came from Zoom and never became ready: failed ones, those that Kaltura works on for too long, and empty ones
 * that an interrupted run left. The last may be deleted here, and only when nobody can need them.
 * @param openZoom is called only when something was abandoned
 * @returns one description per entry
 */
export async function lookAfterEntries(
	kaltura: KalturaClient,
	openZoom: () => Promise<ZoomClient>,
	{ lastDays, stuckHours, removeAbandoned, ours }: LookAfterSettings,
	signal: AbortSignal | undefined,
): Promise<object[]> {
	const ages = { stuckSeconds: stuckHours * HOUR, abandonedSeconds: 24 * HOUR };
	// Ages are told by the clock that made the times.
	const now = Number(await kaltura.call('system', 'getTime'));
	const found = await notReady(kaltura, now - lastDays * 24 * HOUR);
	const judged = found
		.filter((entry) => ours.has(recordingUuidOf(toExistingEntry(entry)) ?? ''))
		.map((entry) => ({ entry, state: stuckState(toExistingEntry(entry), now, ages) }))
		.filter(({ state }) => state !== 'normal');

	const abandoned = judged.filter(({ state }) => state === 'abandoned').map(({ entry }) => entry);
	const removals = await judgeRemovals(abandoned, kaltura, openZoom, now);
	const answers: object[] = [];
	for (const { entry, state } of judged) {
		signal?.throwIfAborted();
		const removal = removals.get(entry.id);
		const removed = removal?.remove === true && removeAbandoned && (await removeIfStillEmpty(kaltura, entry.id));
		answers.push(describe(entry, state, now, removal, removed));
	}
	return answers;
}

/** Lectures and their streams; the two need separate lists. */
async function notReady(kaltura: KalturaClient, since: number): Promise<KalturaEntry[]> {
	const filter = {
		statusIn: NOT_READY,
		moderationStatusIn: ANY_STATUS.moderationStatusIn,
		adminTagsMultiLikeOr: ZOOM_ENTRY_TAG,
		createdAtGreaterThanOrEqual: since,
	};
	const lectures = await allOf(kaltura.entries.list(filter));
	const streams = await allOf(kaltura.entries.list({ ...filter, displayInSearchEqual: -1 }));
	return [...new Map([...lectures, ...streams].map((entry) => [entry.id, entry])).values()];
}

async function judgeRemovals(
	abandoned: readonly KalturaEntry[],
	kaltura: KalturaClient,
	openZoom: () => Promise<ZoomClient>,
	now: number,
): Promise<Map<string, Removal>> {
	if (abandoned.length === 0) return new Map();
	const zoom = await openZoom();
	const { entries: rivals } = await lookUp(kaltura.api, [...new Set(abandoned.map(({ referenceId }) => referenceId))]);
	const gone = new Map<string, boolean | null>();
	const removals = new Map<string, Removal>();
	for (const entry of abandoned.map(toExistingEntry)) {
		const uuid = recordingUuidOf(entry);
		if (uuid !== null && !gone.has(uuid)) gone.set(uuid, await isGone(zoom, uuid));
		const same = rivals.filter(
			(rival) => rival.referenceId === entry.referenceId && rival.parentEntryId === entry.parentEntryId,
		);
		removals.set(entry.id, removalOf(entry, same, uuid === null ? null : gone.get(uuid)!, now));
	}
	return removals;
}

/** Whether Zoom has no such recording any more; null when it could not say. */
async function isGone(zoom: ZoomClient, meetingUuid: string): Promise<boolean | null> {
	return await zoom.recordings.get(meetingUuid).then(
		() => false,
		(error: unknown) => {
			if (isZoomError(error, '3301')) return true;
			// That Zoom does not answer keeps the entry; it is no reason to stop looking at the others.
			return isExplained(error) ? null : Promise.reject(error);
		},
	);
}

/** The list comes from an index that lags: somebody may be filling the entry this moment. */
async function removeIfStillEmpty(kaltura: KalturaClient, entryId: string): Promise<boolean> {
	const [entry] = await kaltura.entries.getMany([entryId]);
	return Number(entry?.status) === 7 && (await kaltura.entries.delete(entryId));
}

function describe(
	entry: KalturaEntry,
	state: StuckState,
	now: number,
	removal: Removal | undefined,
	removed: boolean,
): object {
	const status = statusName(String(entry.status));
	const ageHours = Math.floor((now - entry.createdAt) / HOUR);
	const sentence: Record<StuckState, string> = {
		failed: `Kaltura could not make entry ${entry.id} "${entry.name}" ready (${status}).`,
		stuck: `Kaltura has been working on entry ${entry.id} "${entry.name}" for ${ageHours} hours (${status}).`,
		abandoned: `The entry ${entry.id} "${entry.name}" has been empty for ${ageHours} hours.`,
		normal: '',
	};
	return {
		entryId: entry.id,
		name: entry.name,
		userId: entry.userId,
		meetingUuid: recordingUuidOf(entry) ?? '',
		state,
		status,
		ageHours,
		removed,
		...(removal ? { removable: removal.remove, because: removal.because } : {}),
		message: `${sentence[state]}${removed ? ' It was removed.' : ''}`,
	};
}
