import { isFinished, sortFiles, type SortedFiles } from '../import/files';
import { chooseParent } from '../import/parent';
import { proveMedia } from './of-media';
import { byEntry, proveTexts, textsOf, textsTarget } from './of-texts';
import { evidence, type Evidence } from './reasons';
import type { Proof, ProofFacts, ProofSettings } from './types';
import type { Recording, RecordingFile, Segment } from '../recording';

export type * from './types';

/**
 * Whether each file of a recording is safely in Kaltura. Reads nothing and believes nothing: an entry counts when it is
 * ready, neither deleted nor cut nor being replaced, and its source has exactly the bytes that Zoom names now (or, where
 * Kaltura keeps no source, the duration fits). Everything unclear is not proven.
 * @see docs/cleanup.md
 */
export function prove(recording: Recording, facts: ProofFacts, settings: ProofSettings): Proof {
	const sorted = recording.segments.map((segment) => ({ segment, files: sortFiles(segment, settings.files) }));
	const withMedia = sorted.filter(({ files }) => files.videos.length + files.audios.length > 0);
	const known = new Map<string, Evidence>();
	const texts = sorted.map(({ segment, files }) => {
		const target = textsTarget(recording, facts, { segment, files }, withMedia);
		return { files, entry: target };
	});
	// One entry proves one file.
	const taken = new Set<string>();
	const only = withMedia.length === 1;
	for (const { segment, files } of withMedia) proveMedia({ recording, segment, files, facts, only }, taken, known);
	for (const group of byEntry(texts)) proveTexts(recording, group, facts, settings, known);

	for (const { segment, files } of sorted) {
		const wanted = wantedOf(files);
		const hasMedia = files.videos.length + files.audios.length > 0;
		const whole = hasMedia && wanted.every((file) => known.get(file.id)?.verdict === 'proven');
		for (const { file, outcome } of files.left) {
			known.set(
				file.id,
				outcome.reason === 'file-type-unknown'
					? evidence('type-unknown', {})
					: !isFinished(file)
						? evidence('zoom-processing', {})
						: evidence(whole ? 'covered' : 'segment-not-proven', {}),
			);
		}
		for (const file of segment.files) if (!known.has(file.id)) known.set(file.id, evidence('not-in-kaltura', {}));
	}
	return summary(recording, sorted, known);
}

function summary(
	recording: Recording,
	sorted: ReadonlyArray<{ segment: Segment; files: SortedFiles }>,
	known: ReadonlyMap<string, Evidence>,
): Proof {
	const files = recording.segments.flatMap((segment) =>
		segment.files.map(({ id, recordingType, fileType, sizeBytes }) => ({
			id,
			recordingType: recordingType || fileType,
			segment: segment.startedAt,
			sizeBytes,
			...known.get(id)!,
		})),
	);
	const wanted = sorted.flatMap((one) => wantedOf(one.files)).map((file) => known.get(file.id)!);
	const blocking = wanted.find(({ verdict }) => verdict === 'not-proven') ?? wanted.find(isPending);
	const unfinished = files.find(({ reason }) => reason === 'zoom-processing');
	const media = sorted.some(({ files: { videos, audios } }) => videos.length + audios.length > 0);
	const nothing = 'The recording holds no video or audio that the settings want.';
	const decided = blocking ?? unfinished;
	const verdict = decided?.verdict ?? (media ? 'proven' : 'not-proven');
	return {
		verdict,
		message: decided?.message ?? (media ? 'Every wanted file is in Kaltura.' : nothing),
		files,
		provenFileIds: sorted
			.flatMap(({ files: one }) => inOrderOfLeaving(one))
			.toSorted((a, b) => a.rank - b.rank)
			.map(({ file }) => file.id)
			.filter((id) => known.get(id)?.verdict === 'proven'),
	};
}

function isPending({ verdict }: Evidence): boolean {
	return verdict === 'pending';
}

function wantedOf(files: SortedFiles): RecordingFile[] {
	return [...files.videos, ...files.audios, ...textsOf(files)];
}

/** Audio beside video would become wanted if its video went first, so the main file of a segment is always the last. */
function inOrderOfLeaving(files: SortedFiles): Array<{ file: RecordingFile; rank: number }> {
	const media = chooseParent(files.videos, files.audios);
	const streams = media?.children ?? [];
	const others = [...files.left.map(({ file }) => file), ...textsOf(files)];
	return [
		...others.map((file) => ({ file, rank: 0 })),
		...streams.toReversed().map((file) => ({ file, rank: 1 })),
		...(media ? [{ file: media.parent, rank: 2 }] : []),
	];
}
