import { toRecording } from '../../../lib/zoom/recording';
import { zoomRecording } from '../../../lib/zoom/schemas';

type Fields = Record<string, unknown>;

const START = '2023-11-16T16:59:57Z';
const END = '2023-11-16T18:07:05Z';

/** The shape of a real recording.completed (docs/vendors/zoom.md#events-about-recordings), with names and ids of our own. */
const EVENT_OBJECT: Fields = {
	uuid: 'Q2xhc3Mvb2YrMjAyMw==',
	id: 85392858403,
	account_id: 'acc-1',
	host_id: 'host-1',
	topic: 'Algebra I',
	type: 8,
	start_time: '2023-11-03T16:59:56Z',
	timezone: 'Europe/Berlin',
	host_email: 'ann@example.edu',
	duration: 67,
	total_size: 310615812,
	recording_count: 4,
	share_url: 'https://us06web.zoom.us/rec/share/private-share',
	recording_files: [
		file({ id: 'f-audio', file_type: 'M4A', file_extension: 'M4A', file_size: 64090363, recording_type: 'audio_only' }),
		file({
			id: 'f-time',
			file_type: 'TIMELINE',
			file_extension: 'JSON',
			file_size: 686420,
			recording_type: 'timeline',
		}),
		file({ id: 'f-chat', file_type: 'CHAT', file_extension: 'TXT', file_size: 360, recording_type: 'chat_file' }),
		file({
			id: 'f-video',
			file_type: 'MP4',
			file_extension: 'MP4',
			file_size: 245838669,
			recording_type: 'shared_screen_with_speaker_view',
		}),
	],
	password: '9$If6&tn',
	recording_play_passcode: 'private-passcode',
	on_prem: false,
};

function file(fields: Fields): Fields {
	return {
		recording_start: START,
		recording_end: END,
		status: 'completed',
		download_url: 'https://us06web.zoom.us/rec/webhook_download/private-download',
		play_url: 'https://us06web.zoom.us/rec/play/private-play',
		...fields,
	};
}

const read = (fields: Fields) => toRecording(zoomRecording.parse(fields));
const withFiles = (...files: Fields[]) => read({ ...EVENT_OBJECT, recording_files: files, total_size: undefined });

describe('A recording becomes the item that flows', () => {
	test('from an event', () => {
		expect(read(EVENT_OBJECT)).toEqual({
			accountId: 'acc-1',
			meetingUuid: 'Q2xhc3Mvb2YrMjAyMw==',
			meetingId: '85392858403',
			kind: 'meeting',
			type: 8,
			topic: 'Algebra I',
			host: { id: 'host-1', email: 'ann@example.edu' },
			startedAt: START,
			endedAt: END,
			timezone: 'Europe/Berlin',
			complete: true,
			sizeBytes: 310615812,
			segments: [
				{
					startedAt: START,
					endedAt: END,
					files: [
						{
							id: 'f-audio',
							fileType: 'M4A',
							recordingType: 'audio_only',
							extension: 'm4a',
							sizeBytes: 64090363,
							status: 'completed',
						},
						{
							id: 'f-time',
							fileType: 'TIMELINE',
							recordingType: 'timeline',
							extension: 'json',
							sizeBytes: 686420,
							status: 'completed',
						},
						{
							id: 'f-chat',
							fileType: 'CHAT',
							recordingType: 'chat_file',
							extension: 'txt',
							sizeBytes: 360,
							status: 'completed',
						},
						{
							id: 'f-video',
							fileType: 'MP4',
							recordingType: 'shared_screen_with_speaker_view',
							extension: 'mp4',
							sizeBytes: 245838669,
							status: 'completed',
						},
					],
				},
			],
		});
	});

	test('without token, passcode or address anywhere', () => {
		const text = JSON.stringify(read({ ...EVENT_OBJECT, download_access_token: 'private-token' }));
		expect(text).not.toMatch(/private|https|9\$If6/);
	});

	test('dated by its recording, not by the first occurrence of the series', () => {
		expect(read(EVENT_OBJECT).startedAt).toBe(START);
	});

	test.each([
		[5, 'webinar'],
		[6, 'webinar'],
		[9, 'webinar'],
		['9', 'webinar'],
		[1, 'meeting'],
		[4, 'meeting'],
		[7, 'meeting'],
		[99, 'meeting'],
		[1234, 'meeting'],
		[undefined, 'meeting'],
	])('type %p is a %s', (type, kind) => expect(read({ ...EVENT_OBJECT, type }).kind).toBe(kind));

	test('a number as text and a missing e-mail address are fine', () => {
		const recording = read({ ...EVENT_OBJECT, id: '85392858403', host_email: undefined, total_size: '12' });
		expect(recording).toMatchObject({ meetingId: '85392858403', host: { id: 'host-1', email: null }, sizeBytes: 12 });
	});

	test('a recording without files is not complete', () => {
		expect(read({ ...EVENT_OBJECT, recording_files: null })).toMatchObject({
			segments: [],
			complete: false,
			startedAt: '2023-11-03T16:59:56Z',
		});
	});
});

describe('Segments', () => {
	test('each stop and start of the recording is one, oldest first', () => {
		const later = { recording_start: '2023-11-16T19:00:00Z', recording_end: '2023-11-16T19:30:00Z' };
		const recording = withFiles(
			file({ id: 'b', file_type: 'MP4', file_size: 2, ...later }),
			file({ id: 'a', file_type: 'MP4', file_size: 1 }),
			file({ id: 'c', file_type: 'TRANSCRIPT', file_size: 3, ...later }),
		);
		expect(recording.segments.map((segment) => [segment.startedAt, segment.files.map(({ id }) => id)])).toEqual([
			[START, ['a']],
			[later.recording_start, ['b', 'c']],
		]);
		expect(recording).toMatchObject({ startedAt: START, endedAt: later.recording_end, sizeBytes: 6 });
	});

	test.each([['processing'], ['recording'], [undefined], [null]])(
		'a recording that is going on (status %s) has a row without a type, and is waited for',
		(status) => {
			const row = {
				...file({ file_type: '', file_size: 0 }),
				file_extension: '',
				recording_end: '',
				recording_type: undefined,
				status,
			};
			const running = withFiles(row);
			expect(running).toMatchObject({ complete: false });
			expect(running.segments[0]!.files[0]!.status).not.toBe('completed');
		},
	);

	test("a participant's audio joins the segment that was running", () => {
		const recording = read({
			...EVENT_OBJECT,
			participant_audio_files: [
				file({ id: 'p', file_type: 'M4A', file_name: 'Ben', file_size: 9, recording_start: '2023-11-16T17:20:00Z' }),
			],
		});
		expect(recording.segments).toHaveLength(1);
		expect(recording.segments[0]?.files.at(-1)).toMatchObject({
			id: 'p',
			recordingType: 'audio_only_each_participant',
			participantName: 'Ben',
		});
	});

	test('a file without a start joins the first segment', () => {
		const recording = withFiles(file({ id: 'a', file_size: 1, file_type: 'MP4' }), {
			file_type: 'CC',
			download_url: 'https://zoom.us/x',
		});
		expect(recording.segments).toHaveLength(1);
		expect(recording.segments[0]?.files[1]).toEqual({
			id: `CC-${START}`,
			fileType: 'CC',
			recordingType: '',
			extension: 'vtt',
			sizeBytes: 0,
			sizeUnknown: true,
			status: 'completed',
		});
	});
});

describe("Zoom's own deletion", () => {
	const vanishesAt = (more: Fields) => toRecording(zoomRecording.parse({ ...EVENT_OBJECT, ...more })).vanishesAt;

	test('is on the item, from the first moment of the day that Zoom names', () => {
		expect(vanishesAt({ auto_delete: true, auto_delete_date: '2028-07-12' })).toBe('2028-07-12T00:00:00.000Z');
	});

	test.each([
		['switched off', { auto_delete: false, auto_delete_date: '2028-07-12' }],
		['without a date', { auto_delete: true }],
		['with what is no date', { auto_delete: true, auto_delete_date: 'soon' }],
		['not told', {}],
	])('%s is none', (_, more) => expect(vanishesAt(more)).toBeUndefined());
});

describe('Complete', () => {
	test.each([
		['all files are there', [file({ file_type: 'MP4', file_size: 1 })], true],
		[
			'a file is processing',
			[file({ file_type: 'MP4', file_size: 1 }), file({ file_type: 'M4A', status: 'processing', file_size: 5 })],
			false,
		],
		['a video has no size yet', [file({ file_type: 'MP4', file_size: 0 })], false],
		['an audio file names no size', [file({ file_type: 'M4A' })], false],
		['an empty chat is a chat', [file({ file_type: 'CHAT', file_size: 0 })], true],
		[
			'old CC rows have neither size nor status',
			[{ file_type: 'CC', recording_start: START }, file({ file_type: 'MP4', file_size: 1 })],
			true,
		],
	])('%s', (_, files, complete) => expect(withFiles(...files).complete).toBe(complete));
});

describe('A missing extension', () => {
	test.each([
		['MP4', '', 'mp4'],
		['M4A', '', 'm4a'],
		['TRANSCRIPT', 'audio_transcript', 'vtt'],
		['CC', 'closed_caption', 'vtt'],
		['CHAT', 'chat_file', 'txt'],
		['CSV', 'poll', 'csv'],
		['TIMELINE', 'timeline', 'json'],
		['SUMMARY', 'summary', 'json'],
		['JPG', 'thumbnail', 'jpg'],
		['MP3', 'new_thing', 'mp3'],
		['WHITEBOARD_EXPORT', 'whiteboard', ''],
	])('of %s (%s) is derived: "%s"', (fileType, recordingType, extension) => {
		const recording = withFiles(file({ file_type: fileType, recording_type: recordingType, file_size: 1 }));
		expect(recording.segments[0]?.files[0]?.extension).toBe(extension);
	});
});
