import { z } from 'zod';

import type { Recording } from '../policy/recording';

import { parseJson } from './json';
import { toRecording } from './recording';
import { zoomRecording } from './schemas';

/** An event of Zoom's as it comes, with only the envelope checked. */
export interface ZoomEvent {
	name: string;
	/** ISO 8601; '' when Zoom sent none. */
	timestamp: string;
	accountId: string;
	payload: Record<string, unknown>;
}

/** What a Recording item from an event says about the event. */
export interface RecordingEvent {
	name: string;
	timestamp: string;
	/** E-mail address of who trashed, renamed, … in Zoom; null when Zoom does not say. */
	operator: string | null;
	/** Topic before `recording.renamed`. */
	oldTopic?: string;
	/** Files that a batch event is about; without it the whole recording is meant. */
	fileIds?: string[];
}

export type RecordingEventItem = Recording & { event: RecordingEvent };

const envelope = z
	.object({
		event: z.string().min(1),
		event_ts: z.unknown(),
		payload: z.record(z.unknown()).optional(),
	})
	.passthrough();

/** @returns null when the body is not an event of Zoom's */
export function parseEvent(text: string): ZoomEvent | null {
	let body: unknown;
	try {
		body = parseJson(text);
	} catch {
		return null;
	}
	const parsed = envelope.safeParse(body);
	if (!parsed.success) return null;
	const { event, event_ts: time, payload = {} } = parsed.data;
	const milliseconds = Number(time);
	return {
		name: event,
		timestamp: milliseconds > 0 && milliseconds < 8.64e15 ? new Date(milliseconds).toISOString() : '',
		accountId: typeof payload.account_id === 'string' ? payload.account_id : '',
		payload,
	};
}

/** Two names of one event: Zoom's schema and its own example differ. */
const ALIASES: Record<string, string> = { 'group.members_deleted': 'group.member_deleted' };

/** Whether the event is among the chosen ones: by name, by family (`recording.*`) or all (`*`). */
export function isChosen(name: string, chosen: readonly string[]): boolean {
	const known = ALIASES[name] ?? name;
	const family = `${known.split('.')[0]}.*`;
	return chosen.some((one) => one === name || one === known || one === family || one === '*');
}

/**
 * The recordings that an event is about, as the items that the pipeline takes; several for batch events. An event is
 * only a hint: what it leaves out (the files, in most of them) is empty here and read again from Zoom by UUID.
 * @returns null when the event is not about recordings of meeting instances
 * @see docs/vendors/zoom.md#events
 */
export function toRecordingItems(event: ZoomEvent): RecordingEventItem[] | null {
	if (!event.name.startsWith('recording.')) return null;
	const { payload } = event;
	const object = asRecord(payload.object);
	const about: RecordingEvent = {
		name: event.name,
		timestamp: event.timestamp,
		operator: typeof payload.operator === 'string' && payload.operator !== '' ? payload.operator : null,
	};
	if (Array.isArray(object.meeting_uuids)) {
		return object.meeting_uuids.filter(isText).map((uuid) => item(event, { uuid }, about));
	}
	if (Array.isArray(object.meetings)) {
		return object.meetings.map(asRecord).flatMap(({ meeting_uuid: uuid, recording_file_ids: ids }) => {
			const fileIds = Array.isArray(ids) ? ids.filter(isText) : [];
			return isText(uuid) ? [item(event, { uuid }, fileIds.length > 0 ? { ...about, fileIds } : about)] : [];
		});
	}
	if (!isText(object.uuid)) return null;
	if (event.name === 'recording.renamed') return [renamed(event, object, about)];
	const running = asRecord(object.recording_file);
	const source = isText(running.recording_start) ? { ...object, start_time: running.recording_start } : object;
	return [item(event, source, about)];
}

/** The schema puts the old state into `old_object`; Zoom's example has the *new* one in `recording_file` instead. */
function renamed(event: ZoomEvent, object: Record<string, unknown>, about: RecordingEvent): RecordingEventItem {
	const oldObject = asRecord(event.payload.old_object);
	const newObject = asRecord(event.payload.recording_file);
	const [before, after] = isText(newObject.topic) ? [object, { ...object, ...newObject }] : [oldObject, object];
	return item(event, after, { ...about, ...(isText(before.topic) ? { oldTopic: before.topic } : {}) });
}

function item(event: ZoomEvent, source: Record<string, unknown>, about: RecordingEvent): RecordingEventItem {
	const parsed = zoomRecording.safeParse(source);
	// Something that does not fit is no reason to lose the event: the UUID is enough to read the recording again.
	const recording = toRecording(parsed.success ? parsed.data : zoomRecording.parse({ uuid: source.uuid }));
	return { ...recording, accountId: recording.accountId || event.accountId, event: about };
}

/** Fields that open something: tokens, passcodes and every address, since addresses carry passcodes too. */
const SECRET_FIELD =
	/(^|_)(token|password|passcode|pwd|secret|host_key|url|urls|uri)$|^(h323|pstn|encrypted)_password$/i;

/** A copy without secrets, for items that n8n stores. */
export function withoutSecrets(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(withoutSecrets);
	if (value === null || typeof value !== 'object') return value;
	return Object.fromEntries(
		Object.entries(value).flatMap(([key, one]) =>
			SECRET_FIELD.test(key) ? [] : [[key, withoutSecrets(one)] as const],
		),
	);
}

function asRecord(value: unknown): Record<string, unknown> {
	return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

function isText(value: unknown): value is string {
	return typeof value === 'string' && value !== '';
}
