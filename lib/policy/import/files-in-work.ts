import type { Recording, RecordingFile } from '../recording';

/** Files that Zoom has not finished: their bytes do not exist yet. */
export function filesInWork({ segments }: Pick<Recording, 'segments'>): RecordingFile[] {
	return segments.flatMap(({ files }) => files.filter(isInWork));
}

const isInWork = ({ status }: RecordingFile) => status !== 'completed' && status !== 'failed';

/**
 * The recording as it was read, with the files in work that a listing or an event told of. Read by its UUID a recording may
 * show finished files only (Zoom's schema of that answer knows no other status), so what is not shown there is not proven
 * to be gone: it is waited for.
 * @param told what came in; undefined or another recording adds nothing
 */
export function withFilesInWork<R extends Recording>(fresh: R, told: Recording | undefined): R {
	if (told?.meetingUuid !== fresh.meetingUuid) return fresh;
	const shown = new Set(fresh.segments.flatMap(({ files }) => files.map(({ id }) => id)));
	const missing = told.segments
		.map((segment) => ({ ...segment, files: segment.files.filter((file) => isInWork(file) && !shown.has(file.id)) }))
		.filter(({ files }) => files.length > 0);
	if (missing.length === 0) return fresh;
	const segments = fresh.segments.map((segment) => ({
		...segment,
		files: [
			...segment.files,
			...missing.filter(({ startedAt }) => startedAt === segment.startedAt).flatMap(({ files }) => files),
		],
	}));
	const others = missing.filter(({ startedAt }) => !segments.some((segment) => segment.startedAt === startedAt));
	const all = [...segments, ...others].toSorted((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt));
	return { ...fresh, complete: false, segments: all };
}
