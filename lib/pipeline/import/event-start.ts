import { mergedByRecording } from '../../zoom/merged-events';
import { type RecordingEventItem, toRecordingItems, withoutSecrets, type ZoomEvent } from '../../zoom/webhook-events';

import { Gathering } from './gathering';

/** Events after which a recording is read afresh and imported: hints that can be merged. */
const READY = new Set([
	'recording.completed',
	'recording.transcript_completed',
	'recording.recovered',
	'recording.batch_recovered',
]);

export interface StartSettings {
	/** Of the first event of a burst until the next execution; 0 starts one for every event. */
	gatherSeconds: number;
	gatherMost: number;
}

/** What an event starts: items at once, or recordings that may wait for those of other events. */
export type EventStart = { items: object[] } | { recordings: RecordingEventItem[] };

/** @param asRecordings one item per recording, where the event is about recordings */
export function startOf(event: ZoomEvent, asRecordings: boolean): EventStart {
	const recordings = asRecordings ? toRecordingItems(event) : null;
	if (recordings === null) return { items: [toEventItem(event)] };
	return READY.has(event.name) ? { recordings } : { items: recordings };
}

const gathering = new Gathering<RecordingEventItem>();

/**
 * @param trigger one trigger of one workflow
 * @returns what to start an execution with; null when the execution of another event takes these recordings along
 */
export async function gathered(
	trigger: string,
	recordings: readonly RecordingEventItem[],
	settings: StartSettings,
): Promise<RecordingEventItem[] | null> {
	startAllBeforeTheEnd();
	const together = await gathering.gather(trigger, recordings, limitsOf(settings));
	return together && mergedByRecording(together);
}

let listening = false;

/** n8n waits for executions that begin while it stops; a process that nobody else ends must still end. */
function startAllBeforeTheEnd(): void {
	if (listening) return;
	listening = true;
	for (const signal of ['SIGTERM', 'SIGINT'] as const) {
		process.once(signal, () => {
			gathering.startAll();
			if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
		});
	}
}

/** What is out of range is brought into it: an event must never be lost over a setting. */
function limitsOf({ gatherSeconds, gatherMost }: StartSettings): { windowMs: number; most: number } {
	const within = (value: unknown, least: number, most: number, otherwise: number) => {
		const number = Number(value);
		return Number.isFinite(number) ? Math.min(Math.max(number, least), most) : otherwise;
	};
	return { windowMs: within(gatherSeconds, 0, 60, 5) * 1000, most: within(gatherMost, 1, 1000, 100) };
}

function toEventItem({ name, timestamp, accountId, payload }: ZoomEvent): object {
	return { accountId, event: { name, timestamp }, payload: withoutSecrets(payload) };
}
