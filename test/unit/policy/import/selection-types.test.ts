import { skipByItself, type SelectionSettings } from '../../../../lib/policy/import/selection';
import { toRecording } from '../../../../lib/zoom/recording';
import { zoomRecording } from '../../../../lib/zoom/schemas';

const settings: SelectionSettings = {
	meetings: true,
	webinars: true,
	excludedHosts: [],
	topicMustMatch: '',
	topicMustNotMatch: '',
	minimumSeconds: 0,
	personalNotes: false,
	trackingField: { mode: 'ignore', field: '' },
};
const file = {
	id: 'f',
	file_type: 'MP4',
	recording_type: 'shared_screen',
	recording_start: '2026-11-01T08:00:00Z',
	recording_end: '2026-11-01T09:00:00Z',
	file_size: 5,
	status: 'completed',
	download_url: 'https://zoom.us/rec/download/x',
};
const recording = (more: object = {}) =>
	toRecording(zoomRecording.parse({ uuid: 'u==', host_id: 'h', topic: 'T', recording_files: [file], ...more }));

test.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 99, undefined])('a meeting of the type %s is imported', (type) => {
	expect(skipByItself(recording({ type }), settings)).toBeNull();
});

test('personal AI notes (type 96) are no lecture: skipped with a reason, and imported only when asked for', () => {
	expect(skipByItself(recording({ type: 96 }), settings)).toMatchObject({
		status: 'skipped',
		reason: 'personal-notes',
	});
	expect(skipByItself(recording({ type: 96 }), { ...settings, personalNotes: true })).toBeNull();
});

test('a type of meeting that nobody knows is reported and not imported', () => {
	expect(skipByItself(recording({ type: 123 }), settings)).toMatchObject({
		status: 'needs-attention',
		reason: 'meeting-type-unknown',
	});
});

test.each([
	['that names an external storage', { external_storage_addr: 'https://storage.example.edu' }],
	[
		'whose files have a path instead of an address',
		{ recording_files: [{ ...file, download_url: '', file_path: '/9090/demo.mp4' }] },
	],
])('a recording %s lies outside Zoom’s cloud, and that is final', (_, more) => {
	expect(skipByItself(recording(more), settings)).toMatchObject({
		status: 'skipped',
		reason: 'stored-elsewhere',
		retryable: false,
	});
});
