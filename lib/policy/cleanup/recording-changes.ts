import type { Recording, RecordingFile } from '../recording';

/**
 * What is different about the files of a recording since it was read: added, taken away, another size, processing again.
 * Texts that people see (topic, host) do not count.
 * @returns the first difference as words, or null
 */
export function changeSince(before: Recording, now: Recording): string | null {
	const earlier = filesOf(before);
	const later = filesOf(now);
	for (const [id, { file, startedAt }] of later) {
		const known = earlier.get(id);
		if (!known) return `the file ${id} (${file.recordingType || file.fileType}) was added`;
		if (known.file.sizeBytes !== file.sizeBytes) {
			return `the file ${id} has ${file.sizeBytes} bytes instead of ${known.file.sizeBytes}`;
		}
		if (known.file.status !== file.status) return `the file ${id} is ${file.status}`;
		if (known.startedAt !== startedAt) return `the file ${id} moved to another segment`;
	}
	for (const id of earlier.keys()) if (!later.has(id)) return `the file ${id} is gone`;
	return null;
}

function filesOf(recording: Recording): Map<string, { file: RecordingFile; startedAt: string }> {
	return new Map(
		recording.segments.flatMap(({ startedAt, files }) => files.map((file) => [file.id, { file, startedAt }] as const)),
	);
}
