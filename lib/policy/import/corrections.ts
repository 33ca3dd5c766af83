import { outcome, type Outcome } from '../outcomes';
import { foldName } from '../settings';

/**
 * What Zoom can do to a recording or its meeting after the import, and our documented reaction to each:
 *
 * | in Zoom | by default | by option |
 * | --- | --- | --- |
 * | recording renamed | the entry keeps its name | the entry follows, unless its name was changed in Kaltura |
 * | recording or file trashed | the entry stays | the entry is deleted, but only when a person did it |
 * | recording deleted for good | the entry stays | as above |
 * | recording recovered | the pipeline runs again: what is missing joins, what is there stays | – |
 * | transcript corrected | the track follows, unless somebody changed it in Kaltura | our track stays |
 * | meeting or webinar edited | nothing: a recording has a topic of its own | the pipeline runs again when its tracking fields changed |
 *
 * An event is only a hint: "run again" re-reads the recording by UUID.
 */
export interface CorrectionSettings {
	/** Whether a new topic in Zoom renames the entry. */
	followRename: boolean;
	/** What a recording that a person trashed in Zoom does to its entry. Never more than `keep` unless asked. */
	whenTrashed: 'keep' | 'deleteEntry';
	/** The same for a recording that was deleted for good, or whose trash was emptied. */
	whenDeleted: 'keep' | 'deleteEntry';
	/** Whether an edited meeting runs through the rules again, e.g. because its tracking field says yes now. */
	recheckEditedMeetings: boolean;
	/** E-mail addresses under which programs remove recordings, such as the owner of another app: no person decided that. */
	ignoredOperators: readonly string[];
}

export const DEFAULT_CORRECTIONS: CorrectionSettings = {
	followRename: false,
	whenTrashed: 'keep',
	whenDeleted: 'keep',
	recheckEditedMeetings: false,
	ignoredOperators: [],
};

/** An event about something that may be in Kaltura already. */
export interface CorrectionEvent {
	/** Zoom's event name: recording.renamed, recording.trashed, … */
	event: string;
	/** E-mail address of whoever did it; null when Zoom names nobody (its own retention does that). */
	operator: string | null;
	/** The topic now, for renames and edits. */
	topic?: string;
	/** The topic before, for renames. */
	oldTopic?: string;
	/** Names of the meeting's fields that an edit changed. */
	changedFields?: readonly string[];
	/** For trashed and deleted: the ids of single files, where the event says that only these are meant. */
	fileIds?: readonly string[];
	/** The files that the event lists: those that went, be it one or all. */
	listedFileIds?: readonly string[];
}

/** What Kaltura says about one entry of a renamed recording. */
export interface RenameFacts {
	/** The entry's name now. */
	entryName: string;
	/** The name that the import would give with the old topic; null when unknown. */
	nameFromOldTopic: string | null;
	/** The name with the topic that Zoom has now. */
	nameFromNewTopic: string;
}

/** Who took a recording out of Zoom, as far as it can be known. */
export interface RemovalFacts {
	/** Whether there is an entry of this recording. */
	imported: boolean;
	/** Whether our own cleanup did; `unknown` when it was about to, or its table cannot be read. */
	byCleanup: 'no' | 'unknown' | 'yes';
	/** Files that Zoom lists of the recording now, [] when it is gone; null when Zoom could not be asked. */
	inZoom: readonly string[] | null;
}

/** Nothing to do, with the reason. */
export interface Ignored {
	do: 'nothing';
	outcome: Outcome;
}

/** What an event asks for, before anybody was asked about the recording. */
export type CorrectionRequest =
	| Ignored
	/** Feed the recording to the pipeline again. */
	| { do: 'runAgain' }
	/** Look at the entries and their names, then `decideRename`. */
	| { do: 'askNames' }
	/** Look who removed it, then `decideRemoval`. */
	| { do: 'askRemoval' };

/** Zoom's batch events mean the same as the single ones, for each UUID that they list. */
const SAME_AS: Readonly<Record<string, string>> = {
	'recording.batch_trashed': 'recording.trashed',
	'recording.batch_deleted': 'recording.deleted',
	'recording.batch_recovered': 'recording.recovered',
	'webinar.updated': 'meeting.updated',
};

/** What has to be known before anything is done about a late change in Zoom. Nobody is asked about what the settings ignore. */
export function requestOf(event: CorrectionEvent, settings: CorrectionSettings): CorrectionRequest {
	switch (SAME_AS[event.event] ?? event.event) {
		case 'recording.renamed':
			return settings.followRename ? { do: 'askNames' } : ignored(`${renamedTo(event)} in Zoom`);
		case 'recording.trashed':
			return removal(event, settings, settings.whenTrashed);
		case 'recording.deleted':
			return removal(event, settings, settings.whenDeleted);
		case 'recording.recovered':
			return { do: 'runAgain' };
		case 'meeting.updated': {
			// `id`, `uuid` and the like are part of every such event.
			const decides = event.changedFields === undefined || event.changedFields.includes('tracking_fields');
			return settings.recheckEditedMeetings && decides ? { do: 'runAgain' } : ignored('The meeting was edited in Zoom');
		}
		default:
			return ignored(`Zoom sent ${event.event}`);
	}
}

/** Whether an entry follows the new topic: only while it still has the name that the import gave it. */
export function decideRename(
	event: CorrectionEvent,
	facts: RenameFacts,
): Ignored | { do: 'renameEntry'; name: string } {
	const change = `${renamedTo(event)} in Zoom`;
	if (facts.entryName === facts.nameFromNewTopic) return ignored(`${change}, and the entry has that name already`);
	if (facts.nameFromOldTopic === null || facts.entryName !== facts.nameFromOldTopic) {
		return ignored(`${change}, but the entry was given another name in Kaltura`);
	}
	return { do: 'renameEntry', name: facts.nameFromNewTopic };
}

/**
 * Whether entries are deleted in Kaltura: only when a person took the recording out of Zoom, and it is out of Zoom now.
 * @returns `files` names single recording files; null means the whole recording
 */
export function decideRemoval(
	event: CorrectionEvent,
	facts: RemovalFacts,
): Ignored | { do: 'deleteEntry'; files: readonly string[] | null } {
	const change = removedHow(event);
	if (!facts.imported) return ignored(`${change}, but no entry of ours is concerned`);
	if (facts.byCleanup === 'yes') return ignored(`${change} by the cleanup, after its copy in Kaltura was proven`);
	if (facts.byCleanup === 'unknown') return ignored(`${change}, but nobody can tell whether the cleanup did it`);
	const { inZoom } = facts;
	if (inZoom === null) return ignored(`${change}, but Zoom could not be asked whether it is gone`);
	const { fileIds = [], listedFileIds = [] } = event;
	if (inZoom.length === 0) return { do: 'deleteEntry', files: fileIds.length > 0 ? fileIds : null };
	const files = (fileIds.length > 0 ? fileIds : listedFileIds).filter((id) => !inZoom.includes(id));
	return files.length > 0 ? { do: 'deleteEntry', files } : ignored(`${change}, but Zoom has it again`);
}

/** What the event itself, and the settings, say about a removal. */
function removal(
	event: CorrectionEvent,
	{ ignoredOperators }: CorrectionSettings,
	reaction: 'keep' | 'deleteEntry',
): CorrectionRequest {
	const change = removedHow(event);
	if (reaction === 'keep') return ignored(change);
	const { operator } = event;
	if (operator === null) return ignored(`${change} by Zoom's own retention, not by a person`);
	if (ignoredOperators.some((one) => foldName(one) === foldName(operator))) {
		return ignored(`${change} by ${operator}, whose removals do not count`);
	}
	return { do: 'askRemoval' };
}

function removedHow({ event }: CorrectionEvent): string {
	const trashed = (SAME_AS[event] ?? event) === 'recording.trashed';
	return trashed ? 'The recording was moved to the trash in Zoom' : 'The recording was deleted in Zoom';
}

function renamedTo({ topic = '' }: CorrectionEvent): string {
	return `The recording was renamed to "${topic}"`;
}

function ignored(change: string): Ignored {
	return { do: 'nothing', outcome: outcome('correction-ignored', { change }) };
}
