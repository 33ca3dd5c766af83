import type { KalturaClient } from '../../kaltura/client';
import type { KalturaEntry } from '../../kaltura/schemas';
import { removedByCleanup, type Removals } from '../../policy/cleanup/removal';
import { InputError, isExplained } from '../../policy/failures';
import {
	decideRemoval,
	decideRename,
	requestOf,
	type CorrectionEvent,
	type CorrectionSettings,
} from '../../policy/import/corrections';
import { unknownPlaceholders } from '../../policy/import/entry-text';
import { fileTag } from '../../policy/import/references';
import { namesAfterRename } from '../../policy/import/renamed-entries';
import { outcome, type Outcome } from '../../policy/outcomes';
import type { Recording } from '../../policy/recording';
import type { ZoomClient } from '../../zoom/client';
import { isZoomError } from '../../zoom/errors';

/** Something that happened in Zoom to a recording after its import. What only some changes need is read when one does. */
export interface LateChange {
	/** What the event told of the recording. */
	told: Recording | undefined;
	event: CorrectionEvent;
	account: string;
	meetingUuid: string;
	/** As the ledger holds them, which may have been edited by hand. */
	entryIds(): string[];
	nameTemplate(): string;
	removals(): Removals;
}

/** What became of the change; `runAgain` asks the workflow to feed the recording to the pipeline. */
interface Applied {
	action: 'nothing' | 'runAgain' | 'renamed' | 'deleted';
	entryIds: string[];
	outcome: Outcome;
}

/** What a change may ask. */
interface Sources {
	kaltura: KalturaClient;
	/** Opened only by changes that depend on what Zoom has now. */
	openZoom(): Promise<{ zoom: ZoomClient; accountId: string }>;
}

/** Carries out what `corrections.ts` decides. By default Kaltura keeps what it has. */
export async function applyLateChange(
	change: LateChange,
	settings: CorrectionSettings,
	kaltura: KalturaClient,
	openZoom: Sources['openZoom'],
): Promise<Applied> {
	const { event } = change;
	const sources = { kaltura, openZoom };
	const request = requestOf(event, settings);
	switch (request.do) {
		case 'nothing':
			return { action: 'nothing', entryIds: [], outcome: request.outcome };
		case 'runAgain': {
			const said = outcome('checked-again', { change: `Zoom sent ${event.event}` });
			return { action: 'runAgain', entryIds: [], outcome: said };
		}
		case 'askNames':
			return await rename(change, sources);
		case 'askRemoval':
			return await removeWhenGone(change, sources);
	}
}

async function removeWhenGone(change: LateChange, sources: Sources): Promise<Applied> {
	const { event, account, meetingUuid } = change;
	const entries = await entriesOf(change, sources);
	const byCleanup = removedByCleanup(change.removals(), account, meetingUuid);
	// Zoom is asked only where its answer decides.
	const matters = entries.length > 0 && byCleanup === 'no';
	const inZoom = matters ? await filesInZoom(change, sources) : null;
	const decision = decideRemoval(event, { imported: entries.length > 0, byCleanup, inZoom });
	if (decision.do === 'nothing') return { action: 'nothing', entryIds: [], outcome: decision.outcome };
	return await remove(sources, entries, decision.files, event);
}

/**
 * The files that Zoom lists now: an event may come late, and whoever recovered the recording since wants it to stay.
 * @returns [] when the recording is gone; null when Zoom could not say
 */
async function filesInZoom(change: LateChange, sources: Sources): Promise<string[] | null> {
	return await readFromZoom(change, sources).then(
		(recording) => (recording === 'other-account' ? null : filesOf(recording)),
		(error: unknown) => (isExplained(error) ? null : Promise.reject(error)),
	);
}

function filesOf(recording: Recording | null): string[] {
	return (recording?.segments ?? []).flatMap(({ files }) => files.map(({ id }) => id));
}

/**
 * The recording as Zoom has it now, null when it is gone. The credential of another account knows nothing about it, so it is
 * not asked.
 */
async function readFromZoom(
	{ account, meetingUuid }: LateChange,
	{ openZoom }: Sources,
	known?: Recording,
): Promise<Recording | 'other-account' | null> {
	const { zoom, accountId } = await openZoom();
	if (account !== accountId) return 'other-account';
	return await zoom.recordings.get(meetingUuid, known).catch((error: unknown) => {
		if (isZoomError(error, '3301')) return null;
		throw error;
	});
}

/** The ledger may have been edited by hand: an entry counts only when its reference names this very recording. */
async function entriesOf({ meetingUuid, entryIds }: LateChange, { kaltura }: Sources): Promise<KalturaEntry[]> {
	const ids = entryIds();
	if (meetingUuid === '' || ids.length === 0) return [];
	const parents = await kaltura.entries.getMany([...new Set(ids)]);
	const known = parents.flatMap((entry) => entry ?? []);
	const streams = [
		...(
			await kaltura.entries.childrenOf(known.filter(({ parentEntryId }) => parentEntryId === '').map(({ id }) => id))
		).values(),
	].flat();
	const all = [...new Map([...known, ...streams].map((entry) => [entry.id, entry])).values()];
	return all.filter(({ referenceId, status }) => referenceId.startsWith(`Zoom_${meetingUuid}`) && Number(status) !== 3);
}

async function rename(change: LateChange, sources: Sources): Promise<Applied> {
	const { event } = change;
	const entries = await entriesOf(change, sources);
	const template = change.nameTemplate();
	const [unknown] = unknownPlaceholders(template);
	if (unknown !== undefined) {
		return new InputError(
			'Name Template',
			`holds the unknown placeholder {${unknown}}`,
			'Use the template of Import.',
		).raise();
	}
	// The event may be late: the topic that counts is the one that Zoom has now.
	// Its topic stands in a listing too; that a listing lacks a recording is no proof that it is gone.
	const recording = await readFromZoom(change, sources, change.told);
	if (recording === 'other-account') {
		const said = `Zoom sent ${event.event} for another Zoom account than that of the credential`;
		return { action: 'nothing', entryIds: [], outcome: outcome('correction-ignored', { change: said }) };
	}
	const names =
		recording === null ? new Map<string, string>() : namesAfterRename(recording, event.oldTopic ?? '', template);
	const now = new Set(names.values());
	const renamed: string[] = [];
	let said: Outcome | null = null;
	for (const { id, name } of entries) {
		const next = names.get(name) ?? null;
		const decision = decideRename(
			{ ...event, topic: recording?.topic ?? event.topic ?? '' },
			{
				entryName: name,
				nameFromOldTopic: next === null ? null : name,
				nameFromNewTopic: next ?? (now.has(name) ? name : ''),
			},
		);
		if (decision.do === 'renameEntry') {
			await sources.kaltura.entries.update(id, { name: decision.name });
			renamed.push(id);
		} else said ??= decision.outcome;
	}
	if (renamed.length > 0) {
		const topic = recording?.topic ?? event.topic ?? '';
		return { action: 'renamed', entryIds: renamed, outcome: outcome('entries-renamed', { entries: renamed, topic }) };
	}
	return { action: 'nothing', entryIds: [], outcome: said ?? assumedNothing(event) };
}

/** Streams first: when something fails half-way, the lecture is still there and the next event takes it up. */
async function remove(
	{ kaltura }: Sources,
	entries: readonly KalturaEntry[],
	files: readonly string[] | null,
	event: CorrectionEvent,
): Promise<Applied> {
	const tags = files === null ? null : new Set(files.map(fileTag));
	const meant = entries.filter(
		({ adminTags }) => tags === null || adminTags.split(',').some((tag) => tags.has(tag.trim())),
	);
	const ids = new Set(meant.map(({ id }) => id));
	// A lecture goes only together with all of its streams: deleting it would take those along that Zoom still has.
	const doomed = meant.filter(
		({ id, parentEntryId }) =>
			parentEntryId !== '' || entries.every((other) => other.parentEntryId !== id || ids.has(other.id)),
	);
	for (const { id } of doomed.toSorted((a, b) => Number(b.parentEntryId !== '') - Number(a.parentEntryId !== ''))) {
		await kaltura.entries.delete(id);
	}
	const deleted = doomed.map(({ id }) => id);
	if (deleted.length === 0) return { action: 'nothing', entryIds: [], outcome: assumedNothing(event) };
	return {
		action: 'deleted',
		entryIds: deleted,
		outcome: outcome('entries-deleted', { entries: deleted, operator: event.operator! }),
	};
}

function assumedNothing({ event }: CorrectionEvent): Outcome {
	return outcome('correction-ignored', { change: `Zoom sent ${event}, but no entry of ours is concerned` });
}
