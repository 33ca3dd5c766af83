import type { KalturaEntry, KalturaSide, ZoomFile, ZoomSide } from '../../sandbox/console/sides.mts';
import type { ExpectedRecording } from '../../sandbox/day/day.mts';

const READY = 2;
const DELETED = 3;
/** KalturaMediaType. */
const MEDIA_TYPES = { video: 1, audio: 5 };

/** One expected entry and what is there instead of it. */
export interface Arrival {
	topic: string;
	/** "part 2 of 3", or '' for the only one. */
	part: string;
	entryId: string;
	owner: string;
	streams: string[];
	captions: number;
	chat: boolean;
	/** What the pipeline said when it wrote the recording; a repetition that found everything done does not change it. */
	outcome: string;
	/** Sentences; empty when everything is as expected. */
	faults: string[];
}

/** Compares what the day should have led to with what both servers hold now. Bytes decide what arrived, not names. */
export function compare(
	expected: readonly ExpectedRecording[],
	zoom: ZoomSide,
	kaltura: KalturaSide,
	statuses: (meetingUuid: string) => string[],
): Arrival[] {
	const entries = kaltura.entries.filter(({ status }) => status !== DELETED);
	return expected.flatMap((recording) => {
		const files = zoom.recordings.find(({ uuid }) => uuid === recording.uuid)?.files ?? [];
		const said = statuses(recording.uuid);
		const outcome = said.findLast((status) => status !== 'already-imported') ?? said.at(-1) ?? '';
		return recording.entries.map((wanted, index): Arrival => {
			const parents = entries.filter(({ referenceId }) => referenceId === wanted.referenceId);
			const [parent] = parents;
			const base = {
				topic: recording.topic,
				part: recording.entries.length > 1 ? `part ${index + 1} of ${recording.entries.length}` : '',
			};
			if (!parent) {
				return {
					...base,
					entryId: '',
					owner: '',
					streams: [],
					captions: 0,
					chat: false,
					outcome,
					faults: ['is not in Kaltura'],
				};
			}
			const family = [parent, ...entries.filter(({ parentId }) => parentId === parent.id)];
			const start = wanted.referenceId.slice(`Zoom_${recording.uuid}`.length);
			const segment = files.filter(({ segmentStart }) => segmentStart === start);
			const streams = family.map((entry) => layoutOf(entry, segment));
			const captions = parent.captions.filter(({ status, sizeBytes }) => status === READY && sizeBytes > 0).length;
			const chat = hasFile(parent, segment, 'chat_file');
			return {
				...base,
				entryId: parent.id,
				owner: parent.owner,
				streams,
				captions,
				chat,
				outcome,
				faults: [
					...(parents.length > 1 ? [`is there ${parents.length} times`] : []),
					...family
						.filter(({ status }) => status !== READY)
						.map(({ id, status }) => `has the entry ${id} in status ${status}, not READY`),
					...differs('owner', recording.owner, parent.owner),
					...differs('kind of medium', MEDIA_TYPES[wanted.mediaType], parent.mediaType),
					...differs('main stream', wanted.streams[0], streams[0]),
					...differs('streams', wanted.streams.toSorted().join(', '), streams.toSorted().join(', ')),
					...differs('captions', wanted.captions, captions),
					...differs('chat', wanted.chat, chat),
					...differs('outcome', recording.outcome, outcome),
				],
			};
		});
	});
}

function differs(what: string, wanted: unknown, there: unknown): string[] {
	return wanted === there ? [] : [`has ${what} ${String(there) || 'none'} instead of ${String(wanted) || 'none'}`];
}

/** Which of the segment's layouts an entry holds, told by its bytes. */
function layoutOf(entry: KalturaEntry, segment: readonly ZoomFile[]): string {
	return (
		segment.find((file) => sameBytes(file, entry))?.recordingType ??
		(entry.sizeBytes > 0 ? 'unknown bytes' : 'no content')
	);
}

function hasFile(entry: KalturaEntry, segment: readonly ZoomFile[], recordingType: string): boolean {
	const files = segment.filter((file) => file.recordingType === recordingType);
	return files.some((file) => entry.attachments.some((asset) => asset.status === READY && sameBytes(file, asset)));
}

function sameBytes(file: ZoomFile, there: { content: string; sizeBytes: number }): boolean {
	if (there.sizeBytes === 0) return false;
	return file.content === '' ? file.sizeBytes === there.sizeBytes : file.content === there.content;
}
