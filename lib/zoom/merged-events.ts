import type { RecordingEventItem } from './webhook-events';

/**
 * One item per recording, in the order of their first events. Of several events of one recording the latest counts; the
 * list of files is the longest that any of them brought, since most events bring none.
 */
export function mergedByRecording(items: readonly RecordingEventItem[]): RecordingEventItem[] {
	const merged = new Map<string, RecordingEventItem>();
	for (const item of items) {
		const key = JSON.stringify([item.accountId, item.meetingUuid]);
		const known = merged.get(key);
		merged.set(key, known ? mergedWith(known, item) : item);
	}
	return [...merged.values()];
}

function mergedWith(first: RecordingEventItem, second: RecordingEventItem): RecordingEventItem {
	const [older, newer] = first.event.timestamp > second.event.timestamp ? [second, first] : [first, second];
	return filesOf(older) > filesOf(newer) ? { ...older, event: newer.event } : newer;
}

const filesOf = ({ segments }: RecordingEventItem): number =>
	segments.reduce((sum, { files }) => sum + files.length, 0);
