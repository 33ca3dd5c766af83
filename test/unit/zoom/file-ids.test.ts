import { fileIds, toRecording } from '../../../lib/zoom/recording';
import { zoomRecording } from '../../../lib/zoom/schemas';

const START = '2019-03-02T09:00:00Z';
const row = (more: object) => ({ recording_start: START, file_size: 1, ...more });
const recording = (...recording_files: object[]) =>
	zoomRecording.parse({ uuid: 'u==', host_id: 'h', topic: 'T', recording_files });
const idsOf = (zoom: ReturnType<typeof recording>) =>
	toRecording(zoom).segments.flatMap(({ files }) => files.map(({ id }) => id));

test('two rows without an id and with the same start are two files, in every reading the same', () => {
	const zoom = recording(
		row({ file_type: 'CC' }),
		row({ file_type: 'CC', recording_type: 'closed_caption' }),
		row({ file_type: 'TIMELINE' }),
	);
	expect(idsOf(zoom)).toEqual([`CC-${START}`, `CC-${START}-2`, `TIMELINE-${START}`]);
	expect([...fileIds(zoom).values()]).toEqual(idsOf(zoom));
});

test('an id that Zoom gives to another file is not taken by a made-up one', () => {
	expect(idsOf(recording(row({ id: `CC-${START}`, file_type: 'MP4' }), row({ file_type: 'CC' })))).toEqual([
		`CC-${START}`,
		`CC-${START}-2`,
	]);
});

test('a row that Zoom lists twice is one file', () => {
	expect(idsOf(recording(row({ id: 'a', file_type: 'MP4' }), row({ id: 'a', file_type: 'MP4' })))).toEqual(['a']);
});
