import type { ErrorDetails } from '../../policy/failures';
import type { ImportPlan } from '../../policy/import/import-plan';
import { outcome, type Outcome } from '../../policy/outcomes';
import type { Recording } from '../../policy/recording';

/** How one file ended. */
export interface FileResult {
	outcome: Outcome;
	entryId: string | null;
	error?: ErrorDetails;
}

/** How the recording as a whole ended, whatever its files say. */
export interface WholeResult {
	outcome: Outcome;
	error?: ErrorDetails;
}

export interface Ending {
	recording: Recording;
	owner: string;
	plan: ImportPlan;
	results: ReadonlyMap<string, FileResult>;
	/** The recording as a whole ended like this, whatever its files say. */
	override: WholeResult | null;
	notes: readonly Outcome[];
	/** Entries that got their content in this run. */
	filled: ReadonlySet<string>;
	/** Something other than a file was written. */
	putRight: boolean;
	/** Sentences about what was left out on purpose. */
	leftOut: readonly string[];
	transferOf(fileId: string): object | null;
}

/** What is told of a recording when the run is over: by file, and by the way. */
export class RecordingReport {
	readonly results = new Map<string, FileResult>();
	readonly notes: Outcome[] = [];
	readonly leftOut: string[] = [];
	/** Something other than a file was written: settings of an entry, categories, a duplicate that had to go. */
	wasPutRight = false;

	/** @param as "the main stream of entry", "a caption of entry", … */
	imported(fileId: string, entryId: string, as: string): void {
		this.results.set(fileId, { outcome: outcome('file-imported', { file: fileId, entryId, as }), entryId });
	}

	fileEnded(fileId: string, result: FileResult): void {
		this.results.set(fileId, result);
	}

	/** What was said of its files is not true any more. */
	entryDeleted(entryId: string): void {
		for (const [fileId, { entryId: target }] of this.results) if (target === entryId) this.results.delete(fileId);
	}

	note(remark: Outcome): void {
		if (!this.notes.some(({ message }) => message === remark.message)) this.notes.push(remark);
	}

	/** @param what a sentence about what was left out on purpose */
	leaveOut(what: string): void {
		if (!this.leftOut.includes(what)) this.leftOut.push(what);
	}

	putRight(): void {
		this.wasPutRight = true;
	}
}
