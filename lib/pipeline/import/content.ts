import { isFeatureMissing, isKalturaCode } from '../../kaltura/errors';
import type { RequestList } from '../../kaltura/ingest/request-list';
import {
	addAttachment,
	addCaption,
	addContent,
	assignCategory,
	updateEntry,
	type Written,
} from '../../kaltura/ingest/write';
import { CAPTION_FORMAT, captionFormat, captionLanguage, trackTags } from '../../policy/import/captions';
import type { PlannedEntry, PlannedSegment } from '../../policy/import/import-plan';
import { roleOf } from '../../policy/import/files';
import { outcome } from '../../policy/outcomes';
import type { RecordingFile } from '../../policy/recording';
import { CATEGORIES_OPEN_TAG } from '../../policy/import/references';
import { tagList } from '../../policy/import/entry-text';

import type { CategoryFinder } from './category-finder';
import { failureOf } from './failure-outcomes';
import type { RecordingImport } from './recording-import';

/** What Kaltura says of an upload token that has been attached. */
const UPLOAD_USED = ['UPLOAD_TOKEN_NOT_FOUND', 'UPLOAD_TOKEN_INVALID_STATUS_FOR_ADD_ENTRY'] as const;

/** Sub-requests that the content of a recording takes, roughly. */
export function contentSize(one: RecordingImport): number {
	return one.plan.segments.reduce(
		(sum, { streams, captions, attachments, categories }) =>
			sum + 4 + 2 * streams.length + 2 * captions.length + 2 * attachments.length + categories.length,
		0,
	);
}

/**
 * Everything that fills the entries of a recording: rights and categories, captions, attachments, then the streams, and the
 * main stream at the very end, so that an entry with content is a complete one.
 */
export function addContentOf(requests: RequestList, one: RecordingImport, categories: CategoryFinder): void {
	for (const segment of one.plan.segments) {
		const entryId = segment.parent.entryId;
		if (!entryId) continue;
		const report = reporter(one, entryId);
		if (segment.parent.do === 'fill' && segment.parent.fields) {
			const { file, fields } = segment.parent;
			updateEntry(requests, entryId, fields, (result) => {
				if ('error' in result) report(file!, result, '');
			});
		}
		for (const { entryId: id, rename } of [segment.parent, ...segment.streams]) {
			if (!id || rename === undefined) continue;
			updateEntry(requests, id, { name: rename }, (result) => {
				if ('error' in result) one.report.note(failureOf(result.error).outcome);
				else one.report.putRight();
			});
		}
		assignCategories(requests, one, segment, categories);
		if (segment.blockAutoTranscript) {
			updateEntry(requests, entryId, { blockAutoTranscript: true }, (result) => {
				if ('error' in result) one.report.note(failureOf(result.error).outcome);
				else one.report.putRight();
			});
		}
		for (const { file, ...caption } of segment.captions) {
			const content = one.files.textOf(file.id)!;
			const format = captionFormat(content) ?? CAPTION_FORMAT.webvtt;
			const language = captionLanguage(content, one.settings.captions);
			const { accuracy } = one.settings.captions;
			const fileExt = format === CAPTION_FORMAT.webvtt ? 'vtt' : format === CAPTION_FORMAT.srt ? 'srt' : 'dfxp';
			const tags = trackTags(file, content);
			addCaption(requests, entryId, { ...caption, content, format, language, accuracy, fileExt, tags }, (result) => {
				// What counts instead shows in the look that follows.
				if ('removed' in result) return;
				if ('id' in result) one.assetAdded(result.id);
				else if (roleOf(file) === 'transcript') one.transcriptRefused(entryId);
				if ('id' in result) one.addedTo(entryId, file.id);
				if ('error' in result && isFeatureMissing(result.error)) {
					return one.textNotPossible('captions', file.id, result.error);
				}
				report(file, result, 'a caption of entry');
			});
		}
		for (const attachment of segment.attachments) {
			const content = one.files.textOf(attachment.file.id) ?? one.files.contentOf(attachment.file.id)!;
			addAttachment(requests, entryId, attachment, content, (result) => {
				if ('removed' in result) return;
				if ('id' in result) one.assetAdded(result.id);
				if ('id' in result) one.addedTo(entryId, attachment.file.id);
				if ('error' in result && isFeatureMissing(result.error)) {
					return one.textNotPossible('attachments', attachment.file.id, result.error);
				}
				report(attachment.file, result, 'an attachment of entry');
			});
		}
		for (const stream of segment.streams) {
			fill(requests, one, stream, 'the stream', stream.role === 'stream' ? entryId : null);
		}
		fill(requests, one, segment.parent, 'the main stream of entry', null);
	}
}

function fill(
	requests: RequestList,
	one: RecordingImport,
	{ do: action, entryId, file, replacementFailed, tagsOfTry, insteadOf }: PlannedEntry,
	as: string,
	parentId: string | null,
): void {
	if (!entryId || !file || (action !== 'fill' && action !== 'replace')) return;
	const report = reporter(one, entryId);
	if (tagsOfTry) {
		// Before the content: a try that nobody remembers would be made for ever.
		one.tagsWritten(entryId, tagsOfTry);
		updateEntry(requests, entryId, { adminTags: tagList(tagsOfTry) }, () => undefined);
	}
	const how = { again: action === 'replace', replacementFailed };
	addContent(requests, entryId, one.files.contentOf(file.id)!, how, (result) => {
		if ('id' in result) {
			one.contentAttached(entryId);
			if (parentId) one.addedTo(parentId, file.id);
			// After the content: a run that is killed in between does it once more.
			if (insteadOf && !result.wasThere) one.takesLead(entryId, file.id, insteadOf.id);
			if (result.wasThere) one.files.notNeeded(file.id);
		} else if (one.files.sharesUpload(file.id) && isKalturaCode(result.error, ...UPLOAD_USED)) {
			// Another execution had taken over the same upload, and attached it a moment earlier.
			return one.fileFailed(file.id, { outcome: outcome('upload-under-way', { file: file.id }), entryId });
		}
		report(file, result, as);
	});
}

function reporter(one: RecordingImport, entryId: string) {
	return (file: RecordingFile, result: Written, as: string) => {
		if ('id' in result) one.report.imported(file.id, entryId, as);
		else one.fileFailed(file.id, { ...failureOf(result.error), entryId });
	};
}

/**
 * Categories are written only with a new entry, so that people's changes stay; what could not be assigned is remembered in
 * an admin tag and tried again by the next run.
 */
function assignCategories(
	requests: RequestList,
	one: RecordingImport,
	{ parent, streams, categories: wishes }: PlannedSegment,
	categories: CategoryFinder,
): void {
	if (wishes.length === 0) return;
	const targets = [parent, ...streams.filter(({ role, do: action }) => role === 'separate' && action !== 'keep')];
	const open = wishes.filter((wish) => {
		const found = categories.find(wish);
		if ('problem' in found) one.report.note(found.problem);
		return 'problem' in found;
	});
	for (const target of targets) {
		if (!target.entryId) continue;
		const entryId = target.entryId;
		for (const wish of wishes) {
			const found = categories.find(wish);
			if ('id' in found) {
				assignCategory(requests, entryId, found.id, (result) => {
					if ('error' in result) one.categoryFailed(entryId, failureOf(result.error).outcome);
					else one.report.putRight();
				});
			}
		}
		const tagged = target.adminTags.includes(CATEGORIES_OPEN_TAG);
		if (tagged !== open.length > 0) {
			const others = target.adminTags.filter((tag) => tag !== CATEGORIES_OPEN_TAG);
			const adminTags = open.length > 0 ? [...others, CATEGORIES_OPEN_TAG] : others;
			one.tagsWritten(entryId, adminTags);
			updateEntry(requests, entryId, { adminTags: tagList(adminTags) }, (result) => {
				if ('error' in result) one.report.note(failureOf(result.error).outcome);
			});
		}
	}
}
