import type { KalturaApi } from '../../../kaltura/api';
import { errorAsValue, type KalturaError } from '../../../kaltura/errors';
import { RequestList } from '../../../kaltura/ingest/request-list';
import { addEmptyEntry, setParent } from '../../../kaltura/ingest/write';
import { ref, type ResultReference } from '../../../kaltura/result-references';
import type { ExistingEntry } from '../../../policy/import/existing-entries';

import { failureOf } from '../failure-outcomes';
import { inGroups, SUB_REQUESTS } from '../in-groups';
import type { RecordingImport } from '../recording-import';
import type { Doomed, Superfluous } from '../superfluous';

/** *Created*: entries without content, so that workers who meet can agree on one before anything is filled. */
export class CreateEntries {
	constructor(
		private readonly kaltura: KalturaApi,
		private readonly superfluous: Superfluous,
		private readonly signal: AbortSignal | undefined,
	) {}

	async create(imports: readonly RecordingImport[]): Promise<void> {
		for (const group of inGroups(imports, (one) => one.newEntries.length, SUB_REQUESTS)) {
			this.signal?.throwIfAborted();
			const requests = new RequestList();
			const astray: Astray[] = [];
			for (const one of group) addNewEntries(requests, one, astray);
			try {
				await requests.send(this.kaltura);
				await this.bringHome(astray);
			} catch (error) {
				const failure = errorAsValue(error);
				for (const one of group) one.sendingFailed(failure);
			}
			for (const one of group) one.dropFailedFiles();
		}
	}

	private async bringHome(astray: readonly Astray[]): Promise<void> {
		const requests = new RequestList();
		const doomed: Doomed[] = [];
		for (const { one, entry, parentId, fileId } of astray) {
			if (parentId === null) {
				doomed.push({ one, entryId: entry.id });
				continue;
			}
			setParent(requests, entry.id, parentId, (result) => {
				if ('id' in result) return one.created({ ...entry, parentEntryId: parentId });
				one.fileFailed(fileId, { ...failureOf(result.error), entryId: null });
				doomed.push({ one, entryId: entry.id });
			});
		}
		await requests.send(this.kaltura);
		await this.superfluous.deleteEntries(doomed);
	}
}

/**
 * A stream whose parent was not there when Kaltura came to it (refused, or created only by a repetition): an ordinary entry
 * that everybody would see, unless it is put below its parent or deleted.
 */
interface Astray {
	one: RecordingImport;
	entry: ExistingEntry;
	parentId: string | null;
	fileId: string;
}

function addNewEntries(requests: RequestList, one: RecordingImport, astray: Astray[]): void {
	for (const { parent, streams } of one.plan.segments) {
		let parentId = parent.entryId;
		let parentReference: string | ResultReference | null = parentId;
		const failed = (fileId: string, error: KalturaError) =>
			one.fileFailed(fileId, { ...failureOf(error), entryId: null });
		if (parent.do === 'create') {
			const position = addEmptyEntry(requests, parent, parent.fields!, null, (result) => {
				if ('error' in result) return failed(parent.file!.id, result.error);
				parentId = result.entry.id;
				one.created(result.entry);
			});
			parentReference = ref(position, 'id');
		}
		for (const stream of streams.filter((entry) => entry.do === 'create')) {
			const below = stream.role === 'stream' ? parentReference : null;
			addEmptyEntry(requests, stream, stream.fields!, below, (result) => {
				if ('error' in result) return failed(stream.file!.id, result.error);
				if (stream.role === 'stream' && !result.entry.parentEntryId) {
					astray.push({ one, entry: result.entry, parentId, fileId: stream.file!.id });
				} else one.created(result.entry);
			});
		}
	}
}
