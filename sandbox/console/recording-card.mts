/** What the page shows of one recording in Zoom. */
import { grouped } from './grouped.mts';
import { fileLabel, sameBytes } from './recording-files.mts';
import type { KalturaEntry, ZoomDelivery, ZoomRecording } from './sides.mts';

export type RecordingCard = ReturnType<typeof recordingCard>;

export function recordingCard(
	recording: ZoomRecording,
	account: number,
	deliveries: ZoomDelivery[],
	entries: KalturaEntry[],
) {
	const arrived = entries.flatMap((entry) => [entry, ...entry.captions, ...entry.attachments]);
	const segments = [...grouped(recording.files, ({ segmentStart }) => segmentStart)]
		.sort(([a], [b]) => a.localeCompare(b))
		.map(([startedAt, files]) => ({
			startedAt,
			files: files.map((file) => ({
				...file,
				label: fileLabel(file),
				copied: arrived.some((there) => sameBytes(file, there)),
			})),
		}));
	const trashed = recording.files.length > 0 && recording.files.every((file) => file.trashed);
	const processing = recording.files.some(({ status }) => status === 'processing');
	const status = recording.running
		? 'recording'
		: recording.files.length === 0
			? 'deleted'
			: trashed
				? 'trashed'
				: processing
					? 'processing'
					: 'completed';
	return {
		account,
		uuid: recording.uuid,
		meetingId: recording.meetingId,
		topic: recording.topic,
		kindText: recording.kind === 'webinar' ? 'webinar' : recording.recurring ? 'recurring meeting' : 'meeting',
		host: recording.host,
		startedAt: recording.startedAt,
		status,
		segments,
		people: recording.people,
		events: deliveries.slice(-6).map((delivery) => ({
			event: delivery.event,
			at: delivery.at,
			attempts: delivery.attempts,
			...resultOf(delivery),
		})),
		actions: [
			{ action: 'announce', label: 'Send event', title: 'Zoom sends recording.completed for it' },
			...(recording.files.some(({ fileType }) => fileType === 'TRANSCRIPT')
				? []
				: [{ action: 'transcript', label: 'Add transcript', title: 'Zoom finishes the transcript and says so' }]),
			trashed
				? { action: 'recover', label: 'Recover', title: 'Take it out of Zoom’s trash' }
				: { action: 'trash', label: 'Trash in Zoom', title: 'Move it to Zoom’s trash' },
		],
	};
}

function resultOf(delivery: ZoomDelivery): { result: string; tone: string } {
	if (delivery.state === 'delivered') return { result: String(delivery.result ?? 'sent'), tone: 'good' };
	if (delivery.state === 'refused' || delivery.state === 'lost')
		return { result: delivery.result && delivery.result > 0 ? String(delivery.result) : delivery.state, tone: 'bad' };
	return { result: delivery.state, tone: 'wait' };
}
