import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { InputError, isExplained } from '../../../../lib/policy/failures';
import type { Operation, OperationCall } from '../../../../lib/n8n/operation';
import type { KalturaEntry } from '../../../../lib/kaltura/schemas';
import {
	decideRemoval,
	decideRename,
	requestOf,
	type CorrectionEvent,
	type CorrectionSettings,
} from '../../../../lib/policy/import/corrections';
import { readRemovals, removedByCleanup } from '../../../../lib/policy/cleanup/removal';
import { unknownPlaceholders } from '../../../../lib/policy/import/entry-text';
import { outcome, type Outcome } from '../../../../lib/policy/outcomes';
import { fileTag } from '../../../../lib/policy/import/references';
import { namesAfterRename } from '../../../../lib/policy/import/renamed-entries';
import type { Recording } from '../../../../lib/policy/recording';
import { isZoomError } from '../../../../lib/zoom/errors';
import type { MediaClients } from '../../clients';

type Call = OperationCall<MediaClients>;

/** What became of the change; `runAgain` asks the workflow to feed the recording to the pipeline. */
interface Applied {
	action: 'nothing' | 'runAgain' | 'renamed' | 'deleted';
	entryIds: string[];
	outcome: Outcome;
}

const fields: INodeProperties[] = [
	{
		displayName: 'Entry IDs',
		name: 'entryIds',
		type: 'string',
		default: '={{ $json.entryIds }}',
		description: 'The entries of the recording, separated by blanks or commas, as the ledger holds them',
	},
	{
		displayName: 'Follow Renames',
		name: 'followRename',
		type: 'boolean',
		default: false,
		description: 'Whether a new topic in Zoom renames the entry, unless its name was changed in Kaltura',
	},
	{
		displayName: 'Name Template',
		name: 'nameTemplate',
		type: 'string',
		default: '{topic}',
		description: 'As it is set in Import: an entry is renamed only while it still has the name that this gave it',
		displayOptions: { show: { followRename: [true] } },
	},
	...removalFields('whenTrashed', 'When Trashed in Zoom', 'moves a recording to the trash'),
	...removalFields('whenDeleted', 'When Deleted in Zoom', 'deletes a recording for good'),
	{
		displayName: 'Removal Rows',
		name: 'removals',
		type: 'json',
		default: "={{ $('Row of the Removal').all().map((row) => row.json) }}",
		description:
			'Rows of the data table zoom_kaltura_removals about this recording: what our own cleanup removed, or is about to. Nothing is deleted in Kaltura while they cannot be read.',
	},
	{
		displayName: 'Removals That Do Not Count',
		name: 'ignoredOperators',
		type: 'string',
		default: '',
		placeholder: 'e.g. zoom-app@example.edu',
		description:
			"E-mail addresses under which programs remove recordings in Zoom, separated by commas, such as the owner of Kaltura's own integration",
	},
	{
		displayName: 'Check Edited Meetings Again',
		name: 'recheckEditedMeetings',
		type: 'boolean',
		default: false,
		description: 'Whether a meeting whose tracking fields were edited goes through the rules again',
	},
];

function removalFields(name: string, displayName: string, doing: string): INodeProperties[] {
	return [
		{
			displayName,
			name,
			type: 'options',
			options: [
				{ name: 'Keep the Entry', value: 'keep' },
				{ name: 'Delete the Entry', value: 'deleteEntry', description: `Delete it in Kaltura when a person ${doing}` },
			],
			default: 'keep',
		},
	];
}

/** Carries out what lib/policy/import/corrections.ts decides about something that changed in Zoom after the import. */
export const applyChange: Operation<MediaClients> = {
	value: 'applyChange',
	name: 'Apply Change',
	action: 'Apply a late change of a recording',
	description:
		'Follow a rename or removal in Zoom as far as the settings ask for it; by default Kaltura keeps what it has',
	fields,

	async run(call) {
		const { parameter, item } = call;
		const settings: CorrectionSettings = {
			followRename: parameter.boolean('followRename'),
			whenTrashed: parameter.oneOf('whenTrashed', ['keep', 'deleteEntry']),
			whenDeleted: parameter.oneOf('whenDeleted', ['keep', 'deleteEntry']),
			recheckEditedMeetings: parameter.boolean('recheckEditedMeetings'),
			ignoredOperators: parameter.list('ignoredOperators'),
		};
		return { ...item.json, ...(await apply(call, readEvent(item.json), settings)) };
	},
};

async function apply(call: Call, event: CorrectionEvent, settings: CorrectionSettings): Promise<Applied> {
	const request = requestOf(event, settings);
	switch (request.do) {
		case 'nothing':
			return { action: 'nothing', entryIds: [], outcome: request.outcome };
		case 'runAgain': {
			const said = outcome('checked-again', { change: `Zoom sent ${event.event}` });
			return { action: 'runAgain', entryIds: [], outcome: said };
		}
		case 'askNames':
			return await rename(call, event);
		case 'askRemoval':
			return await removeWhenGone(call, event);
	}
}

/** The recording that the item is about. */
function subjectOf({ item }: Call): { account: string; meetingUuid: string } {
	const { accountId, meetingUuid } = item.json;
	return {
		account: typeof accountId === 'string' ? accountId : '',
		meetingUuid: typeof meetingUuid === 'string' ? meetingUuid : '',
	};
}

async function removeWhenGone(call: Call, event: CorrectionEvent): Promise<Applied> {
	const { account, meetingUuid } = subjectOf(call);
	const entries = await entriesOf(call, meetingUuid);
	const byCleanup = removedByCleanup(readRemovals(call.parameter.raw('removals', null)), account, meetingUuid);
	// Zoom is asked only where its answer decides.
	const matters = entries.length > 0 && byCleanup === 'no';
	const inZoom = matters ? await filesInZoom(call) : null;
	const decision = decideRemoval(event, { imported: entries.length > 0, byCleanup, inZoom });
	if (decision.do === 'nothing') return { action: 'nothing', entryIds: [], outcome: decision.outcome };
	return await remove(call, entries, decision.files, event);
}

/**
 * The files that Zoom lists now: an event may come late, and whoever recovered the recording since wants it to stay.
 * @returns [] when the recording is gone; null when Zoom could not say
 */
async function filesInZoom(call: Call): Promise<string[] | null> {
	return await readFromZoom(call).then(
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
async function readFromZoom(call: Call): Promise<Recording | 'other-account' | null> {
	const { account, meetingUuid } = subjectOf(call);
	const { zoom, zoomCredential } = await call.openZoom();
	if (account !== zoomCredential.accountId) return 'other-account';
	return await zoom.recordings.get(meetingUuid).catch((error: unknown) => {
		if (isZoomError(error, '3301')) return null;
		throw error;
	});
}

/** The ledger may have been edited by hand: an entry counts only when its reference names this very recording. */
async function entriesOf({ parameter, kaltura }: Call, meetingUuid: string): Promise<KalturaEntry[]> {
	const ids = parameter
		.text('entryIds')
		.split(/[\s,]+/)
		.filter(Boolean);
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

async function rename(call: Call, event: CorrectionEvent): Promise<Applied> {
	const { kaltura, parameter } = call;
	const { meetingUuid } = subjectOf(call);
	const entries = await entriesOf(call, meetingUuid);
	const template = parameter.string('nameTemplate');
	const [unknown] = unknownPlaceholders(template);
	if (unknown !== undefined) {
		return new InputError(
			'Name Template',
			`holds the unknown placeholder {${unknown}}`,
			'Use the template of Import.',
		).raise();
	}
	// The event may be late: the topic that counts is the one that Zoom has now.
	const recording = await readFromZoom(call);
	if (recording === 'other-account') {
		const change = `Zoom sent ${event.event} for another Zoom account than that of the credential`;
		return { action: 'nothing', entryIds: [], outcome: outcome('correction-ignored', { change }) };
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
			await kaltura.entries.update(id, { name: decision.name });
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
	{ kaltura }: Call,
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

/** @throws {InputError} when the item does not come from Zoom Trigger */
function readEvent(json: IDataObject): CorrectionEvent {
	const event = (json.event ?? {}) as IDataObject;
	if (typeof event.name !== 'string' || event.name === '') {
		return new InputError('Input Item', 'holds no event', 'Put a Zoom Trigger in front of this node.').raise();
	}
	const object = ((json.payload as IDataObject | undefined)?.object ?? {}) as IDataObject;
	return {
		event: event.name,
		operator: typeof event.operator === 'string' ? event.operator : null,
		...(typeof json.topic === 'string' ? { topic: json.topic } : {}),
		...(typeof event.oldTopic === 'string' ? { oldTopic: event.oldTopic } : {}),
		...(json.payload === undefined ? {} : { changedFields: Object.keys(object) }),
		...(Array.isArray(event.fileIds) ? { fileIds: event.fileIds.map(String) } : {}),
		listedFileIds: listedFiles(json.segments),
	};
}

function listedFiles(segments: unknown): string[] {
	const of = (value: unknown, name: string): unknown[] => {
		const found = value !== null && typeof value === 'object' ? (value as Record<string, unknown>)[name] : undefined;
		return Array.isArray(found) ? found : [];
	};
	return (Array.isArray(segments) ? segments : []).flatMap((segment) =>
		of(segment, 'files').flatMap((file) => {
			const id = (file as { id?: unknown } | null)?.id;
			return typeof id === 'string' ? [id] : [];
		}),
	);
}
