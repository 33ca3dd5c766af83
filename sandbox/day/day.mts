/**
 * Plays the small day: a local Zoom holds meetings, records them and sends its signed events, slowly enough to watch.
 * Says what must come of it. Everything goes through Zoom's control API; whoever listens to the webhooks does the rest.
 */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { callControl } from '../control-call.mts';
import type { Person } from './people.mts';
import { type Scene, SCENES, VIDEO_LAYOUTS } from './scenes.mts';

export interface DayOptions {
	/** Control URL of the Zoom account. */
	zoomControl: string;
	/** Where Zoom shall send its events; left out, whoever has subscribed already gets them. */
	subscribe?: { url: string; secretToken: string };
	/** Between two things that happen; default 2,500 ms, 0 for tests. */
	pauseMs?: number;
	scenes?: readonly Scene[];
	/** Told what happens, one sentence at a time. */
	say?: (sentence: string, scene: Scene) => void;
	signal?: AbortSignal;
}

export interface PlayedScene {
	scene: Scene;
	uuid: string;
	meetingId: string;
	/** ISO time of each segment, as in recording_start. */
	segmentStarts: string[];
}

/** What must be in Kaltura after the day; `entries` are parents, in the order of their segments. */
export interface ExpectedRecording {
	key: string;
	topic: string;
	uuid: string;
	kind: 'meeting' | 'webinar';
	/** Kaltura user id of the owner. */
	owner: string;
	outcome: 'imported';
	entries: Array<{
		referenceId: string;
		/** Layouts that can be watched, the parent's first; ['audio_only'] for sound alone. */
		streams: string[];
		mediaType: 'video' | 'audio';
		captions: number;
		chat: boolean;
	}>;
}

/** Holds one scene's meeting in Zoom and lets Zoom tell what it tells. */
export async function playScene(
	scene: Scene,
	options: Omit<DayOptions, 'scenes'> & { seriesIds?: Map<string, number> },
): Promise<PlayedScene> {
	const { zoomControl, pauseMs = 2500, say = () => undefined, signal } = options;
	const control = <T,>(method: string, path: string, body: unknown) => callControl<T>(zoomControl, method, path, body);
	const pause = (share = 1) => sleep(pauseMs * share, undefined, { ...(signal ? { signal } : {}) });
	const tell = (event: string, uuid: string, more: object = {}) => control('POST', '/events', { event, uuid, ...more });

	const early = scene.transcript === 'before the recording';
	const uuid = newUuid(scene);
	const processing = early ? { status: 'processing' } : {};

	say(`${scene.host.name} held "${scene.topic}"`, scene);
	const held = await control<{ meetingId: string; files: Array<{ recordingStart: string }> }>('POST', '/meetings', {
		uuid,
		meetingId: meetingNumber(scene, options.seriesIds),
		topic: scene.topic,
		type: scene.type,
		host: scene.host.email,
		minutesAgo: scene.beganMinutesAgo,
		segments: scene.segments.map(({ afterMinutes, files }, index) => ({
			offsetSeconds: afterMinutes * 60,
			files: [
				...files.map((file) => ({ ...file, ...processing })),
				...(early && index === 0 ? [{ recordingType: 'audio_transcript' }] : []),
			],
		})),
		participants: [scene.host, ...scene.participants].map(asZoomKnows),
		coHosts: (scene.coHosts ?? []).map(asZoomKnows),
		alternativeHosts: (scene.alternativeHosts ?? []).map(({ email }) => email),
		panelists: (scene.panelists ?? []).map(asZoomKnows),
		trackingFields: scene.trackingFields ?? {},
	});
	const played: PlayedScene = {
		scene,
		uuid,
		meetingId: held.meetingId,
		segmentStarts: [...new Set(held.files.map(({ recordingStart }) => recordingStart))].sort(),
	};
	await pause();
	if (early) {
		say('Zoom announces the transcript while the video is still processing', scene);
		await tell('recording.transcript_completed', uuid);
		await pause();
		await control('PATCH', '/meetings', { uuid, finishProcessing: true });
	}
	say(scene.toldTwice ? 'Zoom announces the recording, twice' : 'Zoom announces the recording', scene);
	await tell('recording.completed', uuid, scene.toldTwice ? { deliver: { duplicate: true } } : {});
	if (scene.transcript === 'after the recording') {
		await pause(2);
		say('Zoom has finished the transcript', scene);
		await addTranscript(zoomControl, uuid);
	}
	await pause();
	return played;
}

/** Lets Zoom finish the transcript of a recording's first segment and announce it. */
export async function addTranscript(zoomControl: string, uuid: string): Promise<void> {
	await callControl(zoomControl, 'PATCH', '/meetings', { uuid, addTranscript: true, emit: true });
}

export async function playDay(options: DayOptions): Promise<PlayedScene[]> {
	if (options.subscribe) {
		await callControl(options.zoomControl, 'POST', '/subscriptions', { ...options.subscribe, events: ['recording.*'] });
	}
	const seriesIds = new Map<string, number>();
	const played: PlayedScene[] = [];
	for (const scene of options.scenes ?? SCENES) played.push(await playScene(scene, { ...options, seriesIds }));
	return played;
}

/** @param rules.defaultUser Kaltura id of the owner of what nobody known to Kaltura held */
export function expectedDay(played: readonly PlayedScene[], rules: { defaultUser: string }): ExpectedRecording[] {
	return played.map(({ scene, uuid, segmentStarts }) => ({
		key: scene.key,
		topic: scene.topic,
		uuid,
		kind: scene.kind,
		owner: scene.host.kalturaUser ?? rules.defaultUser,
		outcome: 'imported',
		entries: scene.segments.map(({ files }, index) => {
			const has = (type: string) => files.some(({ recordingType }) => recordingType === type);
			// In the order in which Kaltura's own integration chooses the parent (docs/vendors/kaltura-integration.md#kinds-of-files).
			const layouts = VIDEO_LAYOUTS.filter(has);
			return {
				referenceId: `Zoom_${uuid}${segmentStarts[index]!}`,
				// Sound is only wanted where there is no picture.
				streams: layouts.length > 0 ? layouts : ['audio_only'],
				mediaType: layouts.length > 0 ? 'video' : 'audio',
				captions: scene.transcript && index === 0 ? 1 : 0,
				chat: has('chat_file'),
			};
		}),
	}));
}

const asZoomKnows = ({ name, email }: Person) => ({ name, email });

/** Base64 of 16 bytes, as Zoom's; the webinar's begins with "/" and holds "//", which wants encoding twice in a path. */
function newUuid(scene: Scene): string {
	const random = randomBytes(16).toString('base64');
	return scene.kind === 'webinar' ? `/${random[1]}//${random.slice(4)}` : random;
}

function meetingNumber(scene: Scene, seriesIds?: Map<string, number>): number {
	const random = () => 90_000_000_000 + Math.floor(Math.random() * 9_999_999_999);
	if (!scene.series || !seriesIds) return random();
	const known = seriesIds.get(scene.series) ?? random();
	seriesIds.set(scene.series, known);
	return known;
}
