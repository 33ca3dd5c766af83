import { inParallel } from '../../../http/in-parallel';
import { filesInWork } from '../../../policy/import/files-in-work';
import { type Outcome, outcome } from '../../../policy/outcomes';
import type { Recording } from '../../../policy/recording';
import { isZoomError } from '../../../zoom/errors';

import { failureOf, isNoRecording } from '../failure-outcomes';
import { FileReader } from '../file-reader';
import type { ImportRunDeps } from '../import-deps';
import type { RecordingImport } from '../recording-import';
import type { LookUp } from './look-up';

/** Enough to use Zoom's rate while an answer takes a third of a second. */
const ZOOM_READS_IN_FLIGHT = 24;
/** Few recordings, such as one of an event, need not wait behind batches of a back catalogue. */
const FEW = 6;

/** *Read*: what Zoom has now, and whether its files can be read. Writes nothing. */
export class ReadFromZoom {
	constructor(
		private readonly deps: ImportRunDeps,
		private readonly lookUp: LookUp,
	) {}

	/** @returns those that have something to write, with files that are known to be readable */
	async read(due: readonly RecordingImport[]): Promise<RecordingImport[]> {
		await this.readRecordings(due.filter((one) => one.needsZoom));
		const ready = due.filter((one) => one.hasWork());
		await new FileReader(this.deps.media, this.deps.kalturaIsPrivate, this.deps.signal).read(ready);
		return ready;
	}

	/** The item may be hours old: what is written follows what Zoom has now, with addresses that live long enough. */
	private async readRecordings(imports: readonly RecordingImport[]): Promise<void> {
		const withNewFiles: RecordingImport[] = [];
		const reading = async (one: RecordingImport) => {
			const before = new Set(one.references);
			try {
				one.readFrom(await this.deps.downloadAccess(one.recording));
				if (one.needsTrackingFields) await this.readTrackingFields(one);
			} catch (error) {
				return one.end(isNoRecording(error) ? { outcome: notShown(one.recording) } : failureOf(error));
			}
			if (one.references.every((reference) => before.has(reference))) one.replanWithSameFacts();
			else withNewFiles.push(one);
		};
		const readAll = () => inParallel(imports, ZOOM_READS_IN_FLIGHT, reading, this.deps.signal);
		await (imports.length <= FEW ? readAll() : this.deps.readingTurns.use(readAll));
		if (withNewFiles.length > 0) await this.lookUp.look(withNewFiles);
	}

	/** Once per recording, before its entries are made: they decide about categories of new entries only. */
	private async readTrackingFields(one: RecordingImport): Promise<void> {
		const read = await this.deps.trackingFields(one.recording).then(
			(fields) => ({ fields: fields ?? {}, missing: [] as string[] }),
			(error: unknown) =>
				isZoomError(error) && error.missingScopes
					? { fields: {}, missing: error.missingScopes }
					: Promise.reject(error as Error),
		);
		one.readTrackingFields(read.fields);
		if (read.missing.length > 0) one.report.leaveOut(`Tracking fields: the Zoom app lacks ${read.missing.join(', ')}.`);
	}
}

/** A recording that Zoom does not show by its UUID: gone, or not finished when a listing or event told of files in work. */
function notShown(recording: Recording): Outcome {
	return outcome(filesInWork(recording).length > 0 ? 'not-in-zoom-yet' : 'no-recording', recording);
}
