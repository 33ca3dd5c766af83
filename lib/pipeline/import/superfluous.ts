import type { KalturaApi } from '../../kaltura/api';
import { errorAsValue, KalturaError } from '../../kaltura/errors';
import { RequestList } from '../../kaltura/ingest/request-list';
import { addUseLookUp, playlistsWith } from '../../kaltura/ingest/use';
import { deleteAsset, deleteEntry, deleteUpload, updateEntry } from '../../kaltura/ingest/write';
import { tagList } from '../../policy/import/entry-text';
import { losingEntries } from '../../policy/import/existing-entries';
import { SET_ASIDE_TAG } from '../../policy/import/references';
import { type EntryInUse, tracesOfPeople } from '../../policy/import/traces';
import { enumerate, outcome, type Outcome } from '../../policy/outcomes';

import type { RecordingImport } from './recording-import';

/** An entry of ours that is to be deleted, and the import that it belongs to. */
export interface Doomed {
	one: RecordingImport;
	entryId: string;
	/** What is said of it when it is gone. */
	told?: string;
}

/** Takes away what a run, or a race with another one, made in vain. Nothing that people have touched goes. */
export class Superfluous {
	constructor(private readonly kaltura: KalturaApi) {}

	/** Several workers created entries for one reference: ours go, unless they are the oldest. What was left empty goes too. */
	async deleteLosers(imports: readonly RecordingImport[]): Promise<void> {
		const losers = imports.flatMap((one) =>
			losingEntries(one.competing, one.mineIds, one.now).map(({ id }) => ({ one, entryId: id })),
		);
		const leftovers = imports.flatMap((one) => one.plan.leftovers.map((entryId) => ({ one, entryId })));
		await this.deleteEntries([...losers, ...leftovers]);
	}

	async deleteEntries(doomed: readonly Doomed[]): Promise<void> {
		const requests = new RequestList();
		for (const { one, entryId, told } of doomed) {
			deleteEntry(requests, entryId, (result) => {
				if ('error' in result) return one.report.note(leftBehind(entryId, result.error));
				one.deleted(entryId);
				one.report.putRight();
				if (told) one.report.leaveOut(told);
			});
		}
		await requests.send(this.kaltura);
	}

	/**
	 * Entries with the sound alone go once the entry of the video has its content. One that people have used or filled stays
	 * beside it, marked, so that nothing of theirs is lost and no later run looks at it again.
	 */
	async makeWay(imports: readonly RecordingImport[]): Promise<void> {
		const pairs = imports.flatMap((one) =>
			one.plan.superseded.flatMap(({ entryId, by }) => (by === null ? [] : [{ one, entryId, by }])),
		);
		if (pairs.length === 0) return;
		const playlists = await playlistsWith(
			this.kaltura,
			pairs.map(({ entryId }) => entryId),
		).catch(errorAsValue);
		const known = new Map<string, EntryInUse | KalturaError>();
		const questions = new RequestList();
		for (const id of new Set(pairs.flatMap(({ entryId, by }) => [entryId, by]))) {
			addUseLookUp(questions, id, (result) => {
				if ('error' in result) known.set(id, result.error);
				else if (playlists instanceof KalturaError) known.set(id, playlists);
				else known.set(id, { ...result.entry, playlists: playlists.get(id) ?? null });
			});
		}
		await questions.send(this.kaltura);

		const untouched: Doomed[] = [];
		const marks = new RequestList();
		for (const { one, entryId, by } of pairs) {
			const entry = known.get(entryId)!;
			const successor = known.get(by)!;
			if (entry instanceof KalturaError || successor instanceof KalturaError) {
				one.report.note(leftBehind(entryId, entry instanceof KalturaError ? entry : (successor as KalturaError)));
				continue;
			}
			const traces = tracesOfPeople(entry, successor);
			if (traces.length === 0) {
				const told = `The entry ${entryId}, which held the sound alone, made way for the video.`;
				untouched.push({ one, entryId, told });
				continue;
			}
			const adminTags = [...(one.entries.find(({ id }) => id === entryId)?.adminTags ?? []), SET_ASIDE_TAG];
			updateEntry(marks, entryId, { adminTags: tagList(adminTags) }, (result) => {
				if ('error' in result) return one.report.note(leftBehind(entryId, result.error));
				one.tagsWritten(entryId, adminTags);
				one.report.putRight();
				one.report.leaveOut(
					`The entry ${entryId} with the sound alone stays beside ${by} with the video, because it ${enumerate(traces)}.`,
				);
			});
		}
		await marks.send(this.kaltura);
		await this.deleteEntries(untouched);
	}

	/** Whoever looks last sees the assets of all workers and leaves one; for the rest see `chooseAsset`. */
	async deleteSurplusAssets(imports: readonly RecordingImport[]): Promise<void> {
		const requests = new RequestList();
		for (const one of imports) {
			for (const { kind, id } of one.surplusAssets) {
				const service = kind === 'caption' ? 'caption_captionasset' : 'attachment_attachmentasset';
				deleteAsset(requests, service, id, (result) => {
					if ('error' in result) one.report.note(leftBehind(id, result.error));
					else one.report.putRight();
				});
			}
		}
		await requests.send(this.kaltura);
	}

	async removeSpareUploads(imports: readonly RecordingImport[]): Promise<void> {
		const requests = new RequestList();
		for (const one of imports) for (const id of one.files.takeSpareUploads()) deleteUpload(requests, id);
		await requests.send(this.kaltura);
	}
}

function leftBehind(id: string, { message: detail }: KalturaError): Outcome {
	return outcome('duplicate-left', { entryId: id, detail });
}
