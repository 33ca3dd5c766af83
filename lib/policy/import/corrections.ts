import { outcome, type Outcome } from '../outcomes';

/**
 * What Zoom can do to a recording or its meeting after the import, and our documented reaction to each:
 *
 * | in Zoom | by default | by option |
 * | --- | --- | --- |
 * | recording renamed | the entry keeps its name | the entry follows, unless its name was changed in Kaltura |
 * | recording or file trashed | the entry stays | the entry is deleted, but only when a person did it |
 * | recording deleted for good | the entry stays | as above |
 * | recording recovered | the pipeline runs again: what is missing joins, what is there stays | – |
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
}

export const DEFAULT_CORRECTIONS: CorrectionSettings = {
	followRename: false,
	whenTrashed: 'keep',
	whenDeleted: 'keep',
	recheckEditedMeetings: false,
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
	/** For trashed and deleted: the ids of single files; empty or absent = the whole recording. */
	fileIds?: readonly string[];
}

/** What Kaltura and the ledger say about the recording. */
export interface CorrectionFacts {
	/** Whether there is an entry of this recording. */
	imported: boolean;
	/** The entry's name now; null when there is none. */
	entryName: string | null;
	/** The name that the import would give with the old topic; null when unknown. */
	nameFromOldTopic: string | null;
	/** The name with the new topic. */
	nameFromNewTopic: string | null;
	/** Whether our own cleanup took the recording out of Zoom; null when the ledger does not know. */
	trashedByCleanup: boolean | null;
}

export type CorrectionAction =
	| { do: 'nothing'; outcome: Outcome }
	/** Feed the recording to the pipeline again. */
	| { do: 'runAgain' }
	| { do: 'renameEntry'; name: string }
	/** Delete in Kaltura: `files` names single recording files, null the whole recording. */
	| { do: 'deleteEntry'; files: readonly string[] | null };

/** Zoom's batch events mean the same as the single ones, for each UUID that they list. */
const SAME_AS: Readonly<Record<string, string>> = {
	'recording.batch_trashed': 'recording.trashed',
	'recording.batch_deleted': 'recording.deleted',
	'recording.batch_recovered': 'recording.recovered',
	'webinar.updated': 'meeting.updated',
};

/** What to do about a late change in Zoom. Never deletes in Kaltura unless the settings ask for it and a person did it in Zoom. */
export function reactTo(
	event: CorrectionEvent,
	facts: CorrectionFacts,
	settings: CorrectionSettings,
): CorrectionAction {
	const name = SAME_AS[event.event] ?? event.event;
	switch (name) {
		case 'recording.renamed':
			return rename(event, facts, settings);
		case 'recording.trashed':
			return remove(event, facts, settings.whenTrashed, 'The recording was moved to the trash in Zoom');
		case 'recording.deleted':
			return remove(event, facts, settings.whenDeleted, 'The recording was deleted in Zoom');
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

function rename(event: CorrectionEvent, facts: CorrectionFacts, settings: CorrectionSettings): CorrectionAction {
	const change = `The recording was renamed to "${event.topic ?? ''}" in Zoom`;
	// Without an entry there is nothing to rename: the import will use the new topic anyway.
	if (!facts.imported || !settings.followRename || facts.nameFromNewTopic === null) return ignored(change);
	if (facts.entryName === facts.nameFromNewTopic) return ignored(`${change}, and the entry has that name already`);
	if (facts.entryName === null || facts.nameFromOldTopic === null || facts.entryName !== facts.nameFromOldTopic) {
		return ignored(`${change}, but the entry was given another name in Kaltura`);
	}
	return { do: 'renameEntry', name: facts.nameFromNewTopic };
}

function remove(
	event: CorrectionEvent,
	facts: CorrectionFacts,
	reaction: 'keep' | 'deleteEntry',
	change: string,
): CorrectionAction {
	if (!facts.imported || reaction === 'keep') return ignored(change);
	if (facts.trashedByCleanup === true) return ignored(`${change} by the cleanup, after its copy in Kaltura was proven`);
	if (facts.trashedByCleanup === null)
		return ignored(`${change}, but the ledger cannot say whether the cleanup did it`);
	if (event.operator === null) return ignored(`${change} by Zoom's own retention, not by a person`);
	return { do: 'deleteEntry', files: event.fileIds?.length ? event.fileIds : null };
}

function ignored(change: string): CorrectionAction {
	return { do: 'nothing', outcome: outcome('correction-ignored', { change }) };
}
