import { outcome, type Outcome } from '../outcomes';

export interface EndedImport {
	/** One per file of the recording. */
	files: readonly Outcome[];
	/** What a person should look at although the files arrived, e.g. a missing category. */
	notes: readonly Outcome[];
	owner: string;
	/** Entries that this run created or filled. */
	newEntries: number;
	/** Something other than a file was written. */
	putRight?: boolean;
}

/**
 * The one outcome of a recording. What needs somebody's action outranks what resolves itself, which outranks success; a
 * recording of which something arrived is never called failed.
 */
export function importOutcome({ files, notes, owner, newEntries, putRight = false }: EndedImport): Outcome {
	const of = (status: Outcome['status']) => files.filter((file) => file.status === status);
	const [failed, imported, already, native] = [
		of('failed'),
		of('imported'),
		of('already-imported'),
		of('imported-by-native-integration'),
	];
	if (failed.length > 0) {
		if (imported.length + already.length === 0) return representative(failed);
		const partial = outcome('some-files-failed', { failed: failed.length, total: wanted(files) });
		return {
			...partial,
			message: `${partial.message} ${representative(failed).message}`,
			// What will never arrive makes the recording final, not a matter of waiting.
			retryable: failed.some(({ retryable }) => retryable),
		};
	}
	const [attention] = [...of('needs-attention'), ...notes];
	if (attention) return attention;
	const [waiting] = of('waiting');
	if (waiting) return waiting;
	if (imported.length > 0) {
		return newEntries > 0
			? outcome('imported', { entries: newEntries, owner })
			: outcome('files-added', { files: imported.length });
	}
	if (already.length > 0) return outcome('already-imported', { putRight });
	return native[0] ?? (files.length === 0 ? outcome('no-files', {}) : outcome('nothing-to-import', {}));
}

/** The first cause, not a consequence of it. */
function representative(failed: readonly Outcome[]): Outcome {
	return failed.find(({ reason }) => reason !== 'main-file-failed') ?? failed[0]!;
}

function wanted(files: readonly Outcome[]): number {
	return files.filter(({ status }) => status !== 'skipped').length;
}
