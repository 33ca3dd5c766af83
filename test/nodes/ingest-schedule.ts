import fc from 'fast-check';

import type { FaultRule } from '../sandbox';
import { type End, endWithin } from './lifetime';

/**
 * What happens to one recording between its meeting and the last reconcile, written down so that it can be printed and
 * played again: how the files arrive in Zoom, which events reach how many workers, what breaks, and who is stopped or killed where.
 */
export interface Schedule {
	host: keyof typeof OWNERS;
	webinar: boolean;
	/** Kinds of files of each segment. */
	segments: FileKind[][];
	/** By number of the file: is it there at once, still processing, or added later. The list repeats itself. */
	arrivals: Array<'late' | 'processing' | 'there'>;
	settings: {
		layouts: 'multiStream' | 'separateEntries';
		audio: 'always' | 'never' | 'whenNoVideo';
		chat: boolean;
		polls: boolean;
		failedEntries: 'importAgain' | 'report';
	};
	steps: Step[];
}

export type Step =
	/** An event arrives (again): each worker reads, resolves and imports. Changes without one after them are lost events. */
	| { do: 'deliver'; workers: Worker[]; stale: boolean; faults: FaultName[] }
	| { do: 'finish' }
	| { do: 'arrive'; files: number }
	| { do: 'kaltura'; what: 'failConversion' | 'failImport'; entry: number }
	| { do: 'pass'; seconds: number };

export interface Worker {
	/** Milliseconds after the step began. */
	after: number;
	/** How and where it ends before its time; null: it does not. */
	end: End | null;
}

export type FileKind = keyof typeof FILES;

export const FILES = {
	screen: { recordingType: 'shared_screen_with_speaker_view' },
	gallery: { recordingType: 'gallery_view' },
	speaker: { recordingType: 'active_speaker' },
	// A layout that Zoom invents after this package was written.
	hologram: { recordingType: 'hologram_view', fileType: 'MP4', fileExtension: 'MP4', media: 'segment-1.mp4' },
	audio: { recordingType: 'audio_only' },
	transcript: { recordingType: 'audio_transcript' },
	captions: { recordingType: 'closed_caption' },
	chat: { recordingType: 'chat_file' },
	poll: { recordingType: 'poll' },
	timeline: { recordingType: 'timeline' },
} as const;

/** Hosts and the only owner that their recordings may ever have; null: a person must decide, nothing is imported. */
export const OWNERS = {
	'ann.lee@example.edu': 'ann.lee',
	'bo.andersson@example.edu': 'bo.andersson@example.edu',
	'erin.newcomer@example.edu': 'zoom.default',
	'dan.blocked@example.edu': 'zoom.default',
	'twin@example.edu': null,
	'left.long.ago@example.edu': null,
} as const;

type Fault = Pick<FaultRule, 'fault' | 'match'>;
const OF_ZOOM = (match: Fault['match'], fault: Fault['fault']) => ({ side: 'zoom' as const, match, fault });
const OF_KALTURA = (match: Fault['match'], fault: Fault['fault']) => ({ side: 'kaltura' as const, match, fault });
const READ = { endpoint: 'GET /meetings/{meetingId}/recordings' };
const HOST = { endpoint: 'GET /users/{userId}' };
const BUSY = {
	kind: 'apiError',
	status: 429,
	code: 429,
	message: 'You have reached the maximum per-second rate limit.',
};

/** What vendors do; each strikes as often as `times` says after letting `skip` requests pass. */
const FAULTS = {
	'zoom read 429': OF_ZOOM(READ, BUSY),
	'zoom read 503': OF_ZOOM(READ, { kind: 'status', status: 503 }),
	'zoom read reset': OF_ZOOM(READ, { kind: 'reset' }),
	'zoom read gateway page': OF_ZOOM(READ, { kind: 'html' }),
	'zoom read hangs': OF_ZOOM(READ, { kind: 'hang', ms: 3000 }),
	'zoom host 429': OF_ZOOM(HOST, BUSY),
	'zoom host 500': OF_ZOOM(HOST, { kind: 'status', status: 500 }),
	'zoom host reset': OF_ZOOM(HOST, { kind: 'reset' }),
	'zoom host wrong body': OF_ZOOM(HOST, { kind: 'body', body: { surprise: true } }),
	'zoom token 500': OF_ZOOM({ where: 'token' }, { kind: 'status', status: 500 }),
	'download 403': OF_ZOOM({ where: 'download' }, { kind: 'status', status: 403 }),
	'download 503': OF_ZOOM({ where: 'download' }, { kind: 'status', status: 503 }),
	'download login page': OF_ZOOM({ where: 'download' }, { kind: 'html' }),
	'download JSON error': OF_ZOOM({ where: 'download' }, { kind: 'jsonError' }),
	'download reset': OF_ZOOM({ where: 'download' }, { kind: 'reset' }),
	'content network breaks': OF_ZOOM({ where: 'cdn' }, { kind: 'reset' }),
	'content network 404': OF_ZOOM({ where: 'cdn' }, { kind: 'status', status: 404 }),
	'kaltura 503': OF_KALTURA({}, { kind: 'status', status: 503 }),
	'kaltura 429': OF_KALTURA({}, { kind: 'status', status: 429 }),
	'kaltura gateway page': OF_KALTURA({}, { kind: 'html502' }),
	'kaltura reset': OF_KALTURA({}, { kind: 'reset' }),
	'kaltura answer lost': OF_KALTURA({}, { kind: 'lost' }),
	'kaltura half an answer': OF_KALTURA({}, { kind: 'truncated' }),
	'kaltura hangs': OF_KALTURA({}, { kind: 'hang' }),
	'media.add lost': OF_KALTURA({ endpoint: 'media.add' }, { kind: 'lost' }),
	'media.add refused': OF_KALTURA({ endpoint: 'media.add' }, { kind: 'apiError', code: 'INTERNAL_SERVERL_ERROR' }),
	'media.add done, said refused': OF_KALTURA(
		{ endpoint: 'media.add' },
		{ kind: 'apiError', code: 'INTERNAL_SERVERL_ERROR', carryOut: true },
	),
	'addContent lost': OF_KALTURA({ endpoint: 'media.addContent' }, { kind: 'lost' }),
	'addContent locked': OF_KALTURA({ endpoint: 'media.addContent' }, { kind: 'apiError', code: 'LOCK_TIMED_OUT' }),
	'caption refused': OF_KALTURA(
		{ endpoint: 'caption_captionasset.add' },
		{ kind: 'apiError', code: 'INTERNAL_SERVERL_ERROR' },
	),
	'caption content refused': OF_KALTURA(
		{ endpoint: 'caption_captionasset.setContent' },
		{ kind: 'apiError', code: 'INTERNAL_SERVERL_ERROR' },
	),
	'attachment lost': OF_KALTURA({ endpoint: 'attachment_attachmentasset.setContent' }, { kind: 'lost' }),
	'search refused': OF_KALTURA({ endpoint: 'media.list' }, { kind: 'apiError', code: 'SEARCH_ENGINE_QUERY_FAILED' }),
	'user look-up refused': OF_KALTURA({ endpoint: 'user.list' }, { kind: 'apiError', code: 'INTERNAL_SERVERL_ERROR' }),
	'delete lost': OF_KALTURA({ endpoint: 'media.delete' }, { kind: 'lost' }),
} as const;

/** `<fault> x<times> after <skip>` */
export type FaultName = `${keyof typeof FAULTS} x${number} after ${number}`;

export function faultRule(name: FaultName) {
	const [, key, times, skip] = /^(.*) x(\d+) after (\d+)$/.exec(name)!;
	return { ...FAULTS[key as keyof typeof FAULTS], times: Number(times), skip: Number(skip) };
}

const some = <const Value>(...values: readonly Value[]) => fc.constantFrom(...values);
const keysOf = <Key extends string>(object: Record<Key, unknown>) => Object.keys(object) as Key[];

const fault: fc.Arbitrary<FaultName> = fc
	.tuple(some(...keysOf(FAULTS)), fc.integer({ min: 1, max: 6 }), fc.nat(3))
	.map(([name, times, skip]) => `${name} x${times} after ${skip}` as const);

const worker: fc.Arbitrary<Worker> = fc.record({
	after: some(0, 0, 3, 20),
	end: fc.option(endWithin(9), { freq: 2 }),
});

const step: fc.Arbitrary<Step> = fc.oneof(
	{
		weight: 6,
		arbitrary: fc.record({
			do: fc.constant('deliver' as const),
			workers: fc.oneof(
				{ weight: 5, arbitrary: fc.array(worker, { minLength: 1, maxLength: 1 }) },
				fc.array(worker, { minLength: 2, maxLength: 3 }),
			),
			stale: fc.boolean(),
			faults: fc.array(fault, { maxLength: 2 }),
		}),
	},
	fc.record({ do: fc.constant('finish' as const) }),
	{ weight: 2, arbitrary: fc.record({ do: fc.constant('arrive' as const), files: fc.integer({ min: 1, max: 4 }) }) },
	fc.record({ do: fc.constant('kaltura' as const), what: some('failConversion', 'failImport'), entry: fc.nat(5) }),
	fc.record({ do: fc.constant('pass' as const), seconds: some(1, 61, 700, 5000) }),
);

export const schedules: fc.Arbitrary<Schedule> = fc.record({
	host: fc.oneof(
		{ weight: 4, arbitrary: some('ann.lee@example.edu', 'bo.andersson@example.edu') },
		{ weight: 2, arbitrary: some(...keysOf(OWNERS)) },
	),
	webinar: fc.boolean(),
	segments: fc.array(fc.subarray(keysOf(FILES), { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 2 }),
	arrivals: fc.array(some('there', 'there', 'processing', 'late'), { minLength: 1, maxLength: 7 }),
	settings: fc.record({
		layouts: some('multiStream', 'multiStream', 'separateEntries'),
		audio: some('always', 'never', 'whenNoVideo'),
		chat: fc.boolean(),
		polls: fc.boolean(),
		failedEntries: some('importAgain', 'report'),
	}),
	steps: fc.array(step, { minLength: 1, maxLength: 6 }),
});
