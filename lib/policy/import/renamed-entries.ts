import { earlierNames, entryName } from './entry-text';
import type { Recording } from '../recording';

/**
 * The names that entries of a recording had by its old topic, and the ones that they would have now. An entry whose name is
 * none of the old ones was named by a person.
 * @param recording as Zoom has it now, with the new topic
 * @returns old name → new name, for every segment and every layout
 */
export function namesAfterRename(recording: Recording, oldTopic: string, template: string): Map<string, string> {
	const before: Recording = { ...recording, topic: oldTopic };
	const withMedia = recording.segments.filter(({ files }) =>
		files.some(({ fileType }) => fileType === 'MP4' || fileType === 'M4A'),
	);
	const names = new Map<string, string>();
	withMedia.forEach((segment, index) => {
		const facts = { segmentStartedAt: segment.startedAt, part: index + 1, parts: withMedia.length };
		for (const layout of new Set(['', ...segment.files.map(({ recordingType }) => recordingType)])) {
			const name = (of: Recording) => entryName(template, { ...facts, recording: of, layout });
			names.set(name(before), name(recording));
			for (const earlier of earlierNames(template, { ...facts, recording: before, layout })) {
				// The first segment was most likely the only one.
				if (!names.has(earlier)) names.set(earlier, name(recording));
			}
		}
	});
	return names;
}
