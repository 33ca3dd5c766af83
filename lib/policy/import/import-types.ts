import type { ExistingAttachment, PlannedAttachment } from './attachments';
import type { CaptionSettings, ExistingCaption, PlannedCaption } from './captions';
import type { CategorySettings } from './categories';
import type { ExistingEntry } from './existing-entries';
import type { FileSettings } from './files';
import type { Outcome } from '../outcomes';
import type { Recording, RecordingFile } from '../recording';
import type { VisibleUntil } from './visible-until';

// What goes into and comes out of the plan of an import (import-plan.ts).

/** Everything an admin decides about importing. */
export interface ImportSettings {
	files: FileSettings;
	/** `multiStream`: further layouts are streams of one entry. `separateEntries`: each is an entry of its own. */
	layouts: 'multiStream' | 'separateEntries';
	nameTemplate: string;
	tags: string[];
	adminTags: string[];
	/** null: the account's default. */
	conversionProfileId: number | null;
	/** How long people see a new entry; for ever where nothing says so. */
	visibleUntil?: VisibleUntil | null;
	captions: CaptionSettings;
	categories: CategorySettings;
	/** Entries that Kaltura could not import or convert. */
	failedEntries: 'importAgain' | 'report';
	/** How often the content of a failed entry is fetched again. */
	failedTries: number;
	/** Days after the end of a recording from which a file that Zoom never finished, or has lost, holds nothing back. */
	waitDaysForFiles: number;
	/** Entries that people deleted in Kaltura. */
	deletedEntries: 'importAgain' | 'report';
	/** What Kaltura's own integration left out: late transcripts, chat, layouts it does not know. */
	nativeEntries: 'complete' | 'leave';
}

/** Whose the entry is and who else may do what; Kaltura user ids, as Owner Resolver found them. */
export interface Rights {
	owner: string;
	coEditors: string[];
	coPublishers: string[];
	coViewers: string[];
}

/** What Kaltura holds for the references of one recording, in every status but deleted. */
export interface Existing {
	entries: ExistingEntry[];
	captions: ExistingCaption[];
	attachments: ExistingAttachment[];
	/** Entries that an earlier run made and that Kaltura does not know any more. */
	goneEntryIds: string[];
}

/** The texts and settings of a new entry. Keys are Kaltura's property names; absent ones are not sent. */
export interface EntryFields {
	name: string;
	description: string;
	tags?: string;
	adminTags: string;
	userId: string;
	entitledUsersEdit?: string;
	entitledUsersPublish?: string;
	entitledUsersView?: string;
	conversionProfileId?: number;
	/** Epoch seconds. */
	endDate?: number;
	blockAutoTranscript?: boolean;
}

/**
 * One entry of the plan. `create`: no entry yet. `fill`: an entry without content, left by a killed run. `replace`: its
 * content failed and is fetched again. `keep`: nothing to do with its content.
 */
export interface PlannedEntry {
	role: 'parent' | 'separate' | 'stream';
	do: 'create' | 'fill' | 'keep' | 'replace';
	referenceId: string;
	/** null only with `create`. */
	entryId: string | null;
	/** The recording file that is or becomes its content; null for an entry whose file is unknown or gone from Zoom. */
	file: RecordingFile | null;
	/** Its content was replaced before, in vain: that is to be called off before anything else. */
	replacementFailed: boolean;
	mediaType: 'audio' | 'video';
	/** For `create`, and for `fill` of a nameless placeholder of Kaltura's own integration. */
	fields: EntryFields | null;
	/** Status that Kaltura shows, '' for `create`. */
	status: string;
	/** Existing admin tags, for those who must add one. */
	adminTags: string[];
	/** The name that it should have, where it still has one that we gave it when there were fewer segments. */
	rename?: string;
	/** With `replace`: the file that it holds so far and that becomes a stream, because a better one has come. */
	insteadOf?: RecordingFile;
	/** With `replace`: the admin tags that remember the try. */
	tagsOfTry?: string[];
}

export interface SurplusAsset {
	kind: 'attachment' | 'caption';
	id: string;
}

export interface PlannedSegment {
	startedAt: string;
	part: number;
	parts: number;
	parent: PlannedEntry;
	streams: PlannedEntry[];
	captions: PlannedCaption[];
	attachments: PlannedAttachment[];
	/** Assets beside the ones that count, left by workers that added the same file at the same time: to be deleted. */
	surplus: SurplusAsset[];
	/** Categories to assign, as wished; empty once an entry has its content, so that people's changes stay. */
	categories: string[];
	/** An existing entry gets its first Zoom transcript now: its automatic captions must be held back. */
	blockAutoTranscript: boolean;
	native: boolean;
}

/** A file whose outcome is known without writing anything. */
export interface DecidedFile {
	file: RecordingFile;
	segmentStartedAt: string;
	entryId: string | null;
	outcome: Outcome;
}

/** An entry of ours that makes way for another one. */
export interface SupersededEntry {
	entryId: string;
	/** The entry in its place; null until that has its content, for so long nothing happens to this one. */
	by: string | null;
}

export interface ImportPlan {
	/** `write`: something is missing in Kaltura. `nothing`: all is decided. `wait`: come back later. */
	kind: 'nothing' | 'wait' | 'write';
	segments: PlannedSegment[];
	decided: DecidedFile[];
	/** Some entry is being filled by another worker: look again in a moment. */
	elsewhere: boolean;
	/** Empty duplicates of ours that a killed run left behind, to be deleted. */
	leftovers: string[];
	/** Entries of ours with the sound alone, whose place is for the video. */
	superseded: SupersededEntry[];
	/** Entries with content beside the one that counts, made in the same hour: a race that nobody noticed in time. */
	duplicates: string[];
}

export interface PlanInput {
	recording: Recording;
	settings: ImportSettings;
	rights: Rights;
	existing: Existing;
	/** Epoch seconds, as Kaltura counts them: it is compared with Kaltura's creation times. */
	now: number;
	/** Entries that this very run created, or that a lost answer of it must have created. */
	mine: ReadonlySet<string>;
	/** Files that Zoom lists and does not have (any more): their addresses answered so in this run. */
	lost?: ReadonlySet<string>;
	/** An empty entry that somebody else created is left to its creator for this long. */
	takeOverSeconds: number;
}
