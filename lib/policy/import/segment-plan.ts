import { wishedCategories } from './categories';
import { chooseEntry, isEmpty, isFailed, type ExistingEntry } from './existing-entries';
import { earlierNames, entryDescription, entryName, tagList } from './entry-text';
import { roleOf, type SortedFiles } from './files';
import type { EntryFields, ImportPlan, PlanInput, PlannedEntry, PlannedSegment } from './import-types';
import { outcome, type Outcome } from '../outcomes';
import { leadOf, supersededAudio } from './late-lead';
import { chooseParent, isKnownLayout } from './parent';
import type { RecordingFile, Segment } from '../recording';
import { nextTry, triesOf, withOneMoreTry } from './failed-tries';
import {
	addedTag,
	CATEGORIES_OPEN_TAG,
	fileTag,
	hasFileTag,
	parentReference,
	streamReference,
	ZOOM_ENTRY_TAG,
} from './references';
import { addsTranscript, attachTexts } from './text-plan';
import { endOf } from './visible-until';

/** Kaltura's own integration fills its placeholders within this time, or never (its grace period). */
const NATIVE_GRACE_SECONDS = 3 * 3600;

/** Plans one segment that has media: which entries it needs, and which of them are there. */
export class SegmentPlanner {
	private readonly startedAt: string;

	constructor(
		private readonly input: PlanInput,
		private readonly segment: Segment,
		private readonly files: SortedFiles,
		private readonly part: number,
		private readonly parts: number,
		private readonly draft: ImportPlan,
		/** Files of the segment that Zoom will not give any more. */
		private readonly missing: readonly RecordingFile[] = [],
	) {
		this.startedAt = segment.startedAt;
	}

	/** @returns null when the segment needs no entry of ours; the outcome of its files is decided then */
	plan(nativeWhole: ExistingEntry[]): PlannedSegment | null {
		const { recording, settings, existing, now } = this.input;
		const media = chooseParent(this.files.videos, this.files.audios);
		if (!media) return null;
		const referenceId = parentReference(recording.meetingUuid, this.startedAt);
		const ofTheReference = existing.entries.filter(
			(entry) => entry.referenceId === referenceId && !entry.parentEntryId,
		);
		const superseded = this.superseded(ofTheReference, media.parent);
		const found = chooseEntry(
			ofTheReference.filter((entry) => !superseded.includes(entry)),
			now,
		);
		this.draft.leftovers.push(...found.leftovers);
		this.draft.duplicates.push(...found.duplicates);
		const by = found.entry && !isEmpty(found.entry) && !isFailed(found.entry) ? found.entry.id : null;
		this.draft.superseded.push(...superseded.map(({ id }) => ({ entryId: id, by })));
		const entry = found.entry ?? (found.recycled ? null : nativeWhole.shift()) ?? null;
		const everything = [...this.files.videos, ...this.files.audios, ...this.texts()];

		if (!entry && settings.deletedEntries === 'report' && (found.recycled || existing.goneEntryIds.length > 0)) {
			const entryId = found.recycled?.id ?? existing.goneEntryIds[0]!;
			const change = found.recycled ? 'moved to the recycle bin' : 'deleted';
			for (const file of everything) this.decide(file, entryId, outcome('changed-in-kaltura', { entryId, change }));
			return null;
		}
		if (!entry) return this.segmentWith(this.newEntry('parent', referenceId, media.parent), media.children, false);

		const ours = hasFileTag(entry.adminTags);
		if (ours && this.isBeingFilled(entry)) {
			for (const file of everything) this.leaveTo(entry, file);
			return null;
		}
		if (!ours && isEmpty(entry)) {
			if (now - entry.createdAt < NATIVE_GRACE_SECONDS) {
				for (const file of everything)
					this.decide(file, entry.id, outcome('native-import-running', { entryId: entry.id }));
				return null;
			}
			const placeholder = this.existingEntry('parent', entry, media.parent, 'fill');
			placeholder.fields = this.fieldsFor('', media.parent);
			return this.segmentWith(placeholder, media.children, false);
		}
		if (!ours && !isFailed(entry)) return this.nativeSegment(entry, media);
		if (!ours && settings.failedEntries === 'report') {
			const failed = outcome('import-failed-in-kaltura', { entryId: entry.id, status: entry.status });
			for (const file of everything) this.decide(file, entry.id, failed);
			return this.bareSegment(this.existingEntry('parent', entry, null), true);
		}

		const all = [media.parent, ...media.children];
		const tagged = all.find((file) => entry.adminTags.includes(fileTag(file.id))) ?? null;
		if (ours && isEmpty(entry) && (!tagged || this.isOfSound(tagged, media.parent))) {
			// Made for a file that does not lead any more (audio before its video came); its kind cannot be changed.
			this.draft.leftovers.push(entry.id);
			this.draft.elsewhere = true;
			for (const file of everything) this.decide(file, null, outcome('starts-over', { entryId: entry.id }));
			return null;
		}
		// An entry of ours whose file is gone from Zoom keeps its content; what is left are its streams.
		const file = tagged ?? (ours ? null : media.parent);
		if (tagged && settings.layouts === 'multiStream' && !this.isKnown(media.parent)) {
			const lead = leadOf(entry, tagged, media.parent, now);
			if (lead === 'changes' || lead === 'begins') {
				const action = lead === 'changes' ? 'replace' : 'fill';
				return this.segmentWith(this.newLead(entry, media.parent, tagged, action), media.children, false);
			}
			if (lead === 'waits') {
				this.decide(media.parent, entry.id, outcome('import-pending', { entryId: entry.id }));
				const others = all.filter((other) => other !== file && other !== media.parent);
				return this.segmentWith(this.existingEntry('parent', entry, file), others, false);
			}
		}
		const parent = this.existingEntry('parent', entry, file);
		return this.segmentWith(
			parent,
			all.filter((other) => other !== file),
			false,
		);
	}

	private superseded(entries: readonly ExistingEntry[], lead: RecordingFile): ExistingEntry[] {
		const { recording, settings, now } = this.input;
		if (roleOf(lead) !== 'video' || settings.layouts !== 'multiStream') return [];
		const facts = { recording, segmentStartedAt: this.startedAt, part: this.part, parts: this.parts, layout: '' };
		const names = [entryName(settings.nameTemplate, facts), ...earlierNames(settings.nameTemplate, facts)];
		return supersededAudio(entries, this.segment.files, names, now);
	}

	/** An entry of sound, filled although a video leads by now, would carry it as a stream until it makes way. */
	private isOfSound(made: RecordingFile, lead: RecordingFile): boolean {
		const { layouts } = this.input.settings;
		return layouts === 'multiStream' && roleOf(made) === 'audio' && roleOf(lead) === 'video';
	}

	/** Whether the file is in Kaltura as a stream already; what was arranged once is not arranged anew. */
	private isKnown(file: RecordingFile): boolean {
		const referenceId = streamReference(this.input.recording.meetingUuid, file.id);
		return this.input.existing.entries.some((entry) => entry.referenceId === referenceId && !entry.recycled);
	}

	private newLead(
		entry: ExistingEntry,
		file: RecordingFile,
		insteadOf: RecordingFile,
		action: 'fill' | 'replace',
	): PlannedEntry {
		return { ...this.existingEntry('parent', entry, file, action), insteadOf };
	}

	/** What Kaltura's own integration imported stays as it is; on request, what it leaves out is added. */
	private nativeSegment(
		entry: ExistingEntry,
		{ parent, children }: { parent: RecordingFile; children: RecordingFile[] },
	): PlannedSegment | null {
		const native = outcome('imported-by-native-integration', { entryId: entry.id });
		const complete = this.input.settings.nativeEntries === 'complete';
		const known = [parent, ...children].filter((file) => file === parent || isKnownLayout(file.recordingType));
		for (const file of complete ? known : [parent, ...children, ...this.texts()]) this.decide(file, entry.id, native);
		const streams = complete ? children.filter((file) => !isKnownLayout(file.recordingType)) : [];
		const kept = { ...this.existingEntry('parent', entry, null), do: 'keep' as const };
		return complete ? this.segmentWith(kept, streams, true) : this.bareSegment(kept, true);
	}

	private bareSegment(parent: PlannedEntry, native: boolean): PlannedSegment {
		return {
			startedAt: this.startedAt,
			part: this.part,
			parts: this.parts,
			parent,
			streams: [],
			captions: [],
			attachments: [],
			surplus: [],
			categories: [],
			blockAutoTranscript: false,
			native,
		};
	}

	private segmentWith(parent: PlannedEntry, others: RecordingFile[], native: boolean): PlannedSegment {
		const { recording, settings, existing } = this.input;
		const planned = this.bareSegment(parent, native);
		for (const file of others) {
			const stream = this.stream(file, parent);
			if (stream) planned.streams.push(stream);
		}
		const isNew = parent.do === 'create' || parent.do === 'fill';
		if ((isNew && !native) || parent.adminTags.includes(CATEGORIES_OPEN_TAG)) {
			planned.categories = wishedCategories(recording, settings.categories);
		}
		attachTexts(this.input, planned, this.files, (file, entryId, result) => this.decide(file, entryId, result));
		if (addsTranscript(planned, this.files)) {
			if (parent.fields) parent.fields.blockAutoTranscript = true;
			else planned.blockAutoTranscript = !existing.entries.find(({ id }) => id === parent.entryId)?.blockAutoTranscript;
		}
		if (parent.do === 'keep' && parent.file) this.decideKept(parent);
		for (const stream of planned.streams) if (stream.do === 'keep' && stream.file) this.decideKept(stream);
		return planned;
	}

	private stream(file: RecordingFile, parent: PlannedEntry): PlannedEntry | null {
		const parentEntryId = parent.entryId;
		const { recording, settings, existing, now } = this.input;
		const role = settings.layouts === 'separateEntries' ? 'separate' : 'stream';
		const referenceId = streamReference(recording.meetingUuid, file.id);
		const found = chooseEntry(
			existing.entries.filter(
				(entry) => entry.referenceId === referenceId && (!entry.parentEntryId || entry.parentEntryId === parentEntryId),
			),
			now,
		);
		this.draft.leftovers.push(...found.leftovers);
		this.draft.duplicates.push(...found.duplicates);
		if (found.entry && this.isBeingFilled(found.entry)) {
			this.leaveTo(found.entry, file);
			return null;
		}
		if (found.entry) return this.existingEntry(found.entry.parentEntryId ? 'stream' : 'separate', found.entry, file);
		if (parentEntryId && settings.deletedEntries === 'report' && parent.adminTags.includes(addedTag(file.id))) {
			this.decide(file, parentEntryId, outcome('file-deleted-in-kaltura', { file: file.id, entryId: parentEntryId }));
			return null;
		}
		const gone = found.recycled?.id ?? (parentEntryId ? existing.goneEntryIds[0] : undefined);
		if (gone && settings.deletedEntries === 'report') {
			this.decide(file, gone, outcome('changed-in-kaltura', { entryId: gone, change: 'deleted' }));
			return null;
		}
		return this.newEntry(role, referenceId, file);
	}

	private leaveTo(entry: ExistingEntry, file: RecordingFile): void {
		this.draft.elsewhere = true;
		this.decide(file, entry.id, outcome('imported-elsewhere', { entryId: entry.id }));
	}

	/** Another worker created it a moment ago and is about to attach its content. */
	private isBeingFilled(entry: ExistingEntry): boolean {
		const { now, mine, takeOverSeconds } = this.input;
		return isEmpty(entry) && !mine.has(entry.id) && now - entry.createdAt < takeOverSeconds;
	}

	private newEntry(role: PlannedEntry['role'], referenceId: string, file: RecordingFile): PlannedEntry {
		return {
			role,
			do: 'create',
			referenceId,
			entryId: null,
			file,
			replacementFailed: false,
			mediaType: mediaTypeOf(file),
			fields: this.fieldsFor(role === 'parent' ? '' : file.recordingType, file, role !== 'stream'),
			status: '',
			adminTags: [],
		};
	}

	private existingEntry(
		role: PlannedEntry['role'],
		entry: ExistingEntry,
		file: RecordingFile | null,
		action?: PlannedEntry['do'],
	): PlannedEntry {
		const again = this.mayTryAgain(entry.adminTags) === 'now' && entry.replacement !== 'underWay';
		const needed = isEmpty(entry) ? 'fill' : isFailed(entry) && again ? 'replace' : 'keep';
		return {
			role,
			do: file ? (action ?? needed) : 'keep',
			referenceId: entry.referenceId,
			entryId: entry.id,
			file,
			replacementFailed: entry.replacement === 'failed',
			mediaType: file ? mediaTypeOf(file) : 'video',
			fields: null,
			status: entry.status,
			adminTags: entry.adminTags,
			...this.renaming(role, entry, file),
			...(file && needed === 'replace' ? { tagsOfTry: withOneMoreTry(entry.adminTags, this.input.now) } : {}),
		};
	}

	/** "n of m" counts all segments, also those that came later; names that people gave stay. */
	private renaming(role: PlannedEntry['role'], entry: ExistingEntry, file: RecordingFile | null): { rename?: string } {
		const { recording, settings } = this.input;
		if (entry.name === undefined || file === null || !hasFileTag(entry.adminTags)) return {};
		const layout = role === 'parent' ? '' : file.recordingType;
		const facts = { recording, segmentStartedAt: this.startedAt, part: this.part, parts: this.parts, layout };
		if (!earlierNames(settings.nameTemplate, facts).includes(entry.name)) return {};
		const rename = entryName(settings.nameTemplate, facts);
		return rename === entry.name ? {} : { rename };
	}

	private mayTryAgain(adminTags: readonly string[]): ReturnType<typeof nextTry> {
		const { settings, now } = this.input;
		if (settings.failedEntries === 'report') return 'never';
		return nextTry(triesOf(adminTags), { most: settings.failedTries }, now);
	}

	private fieldsFor(layout: string, file: RecordingFile, visibleByItself = true): EntryFields {
		const { recording, settings, rights } = this.input;
		const facts = { recording, segmentStartedAt: this.startedAt, part: this.part, parts: this.parts, layout };
		const tags = tagList(settings.tags);
		return {
			name: entryName(settings.nameTemplate, facts),
			description: entryDescription(recording, this.startedAt, this.missing),
			...(tags ? { tags } : {}),
			adminTags: tagList([ZOOM_ENTRY_TAG, fileTag(file.id), ...settings.adminTags]),
			userId: rights.owner,
			...people('entitledUsersEdit', rights.coEditors),
			...people('entitledUsersPublish', rights.coPublishers),
			...people('entitledUsersView', rights.coViewers),
			...(settings.conversionProfileId === null ? {} : { conversionProfileId: settings.conversionProfileId }),
			// Kaltura refuses dates of an entry below another one.
			...(visibleByItself ? this.visibility() : {}),
		};
	}

	private visibility(): { endDate?: number } {
		const { recording, settings } = this.input;
		const end = endOf(settings.visibleUntil ?? null, recording.startedAt);
		return end === null ? {} : { endDate: Math.floor(Date.parse(end) / 1000) };
	}

	private texts(): RecordingFile[] {
		return [...this.files.transcripts, ...this.files.closedCaptions, ...this.files.attachments];
	}

	private decideKept(entry: PlannedEntry): void {
		const entryId = entry.entryId!;
		this.decide(
			entry.file!,
			entryId,
			isFailed(entry)
				? this.failure(entry, entryId)
				: outcome('file-already-imported', { file: entry.file!.id, entryId }),
		);
	}

	/** What is said of content that failed is what the next run does. */
	private failure({ adminTags, status }: PlannedEntry, entryId: string): Outcome {
		const tries = triesOf(adminTags).count;
		return this.mayTryAgain(adminTags) === 'never'
			? outcome('import-failed-in-kaltura', { entryId, status, tries })
			: outcome('import-tried-again-later', { entryId, tries });
	}

	private decide(file: RecordingFile, entryId: string | null, result: Outcome): void {
		this.draft.decided.push({ file, segmentStartedAt: this.startedAt, entryId, outcome: result });
	}
}

function mediaTypeOf(file: RecordingFile): 'audio' | 'video' {
	return roleOf(file) === 'audio' ? 'audio' : 'video';
}

/** Comma list without repetitions; no key at all when empty, so that nothing existing is cleared. */
function people<Key extends string>(key: Key, userIds: readonly string[]): { [name in Key]?: string } {
	const unique = [...new Map(userIds.map((id) => [id.trim().toLowerCase(), id.trim()])).values()].filter(Boolean);
	return (unique.length ? { [key]: unique.join(',') } : {}) as { [name in Key]?: string };
}
