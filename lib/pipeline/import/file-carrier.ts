import type { CarriedFile } from './carrier';
import { UploadUnderWay } from '../../kaltura/earlier-upload';
import { outcome } from '../../policy/outcomes';
import type { Recording, RecordingFile } from '../../policy/recording';
import { uploadName } from '../../policy/import/references';
import type { DownloadAccess } from '../../zoom/recordings';

import { failureOf } from './failure-outcomes';
import { kindOf, nameOf, type ReadFrom } from './file-reader';
import type { RecordingImport } from './recording-import';

/** Moves one file of Zoom's into an upload token of Kaltura's. */
export type CarryFile = (file: {
	from: ReadFrom;
	/** Where to read it with a fresh token. @throws {ZoomError} */
	renew(): Promise<{ url: string; token: string }>;
	fileName: string;
	takeOverSeconds: number;
}) => Promise<CarriedFile>;

/**
 * Brings the bytes of a recording's files to Kaltura through n8n, before any entry is made or filled: a run that is killed
 * meanwhile leaves an unfinished upload and nothing else, and the next run goes on with it.
 */
export class FileCarrier {
	constructor(
		private readonly carryFile: CarryFile,
		private readonly downloadAccess: (recording: Recording) => Promise<DownloadAccess>,
		private readonly takeOverSeconds: number,
		private readonly signal: AbortSignal | undefined,
	) {}

	/** A file that fails is left out of the recording's plan, with its reason. */
	async carry(one: RecordingImport): Promise<void> {
		await Promise.all(one.filesToCarry.map((file) => this.carryOne(one, file)));
		this.signal?.throwIfAborted();
		one.dropFailedFiles();
	}

	private async carryOne(one: RecordingImport, file: RecordingFile): Promise<void> {
		const { meetingUuid } = one.recording;
		const from = one.files.fetchFrom(file.id);
		if (!from) return;
		try {
			const carried = await this.carryFile({
				from: { name: nameOf(one, file), expectedBytes: file.sizeBytes || null, kind: kindOf(file), ...from },
				renew: async () => {
					const { urls, token } = await this.downloadAccess(one.recording);
					return { url: urls.get(file.id) ?? from.url, token };
				},
				fileName: uploadName(meetingUuid, file.id, file.extension),
				takeOverSeconds: this.takeOverSeconds,
			});
			one.files.carried(file.id, carried);
		} catch (error) {
			this.signal?.throwIfAborted();
			const failure =
				error instanceof UploadUnderWay
					? { outcome: outcome('upload-under-way', { file: file.id }) }
					: failureOf(error, file.id);
			one.fileFailed(file.id, { ...failure, entryId: null });
		}
	}
}
