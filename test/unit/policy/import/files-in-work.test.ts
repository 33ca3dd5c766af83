import { filesInWork, withFilesInWork } from '../../../../lib/policy/import/files-in-work';
import type { Recording, RecordingFile } from '../../../../lib/policy/recording';

const FIRST = '2026-11-02T09:00:00Z';
const SECOND = '2026-11-02T10:00:00Z';
const file = (id: string, status = 'completed'): RecordingFile => ({
	id,
	fileType: 'MP4',
	recordingType: 'active_speaker',
	extension: 'mp4',
	sizeBytes: status === 'completed' ? 10 : 0,
	status,
});
const recording = (...segments: Array<[startedAt: string, ...files: RecordingFile[]]>): Recording => ({
	accountId: 'a',
	meetingUuid: 'u==',
	meetingId: '1',
	kind: 'meeting',
	type: 2,
	topic: 'T',
	host: { id: 'h', email: null },
	startedAt: FIRST,
	endedAt: SECOND,
	timezone: '',
	complete: true,
	sizeBytes: 10,
	segments: segments.map(([startedAt, ...files]) => ({ startedAt, endedAt: startedAt, files })),
});
const ids = ({ segments }: Recording) => segments.map(({ files }) => files.map(({ id }) => id).join(' '));

describe('a recording that was read by its UUID', () => {
	test('keeps waiting for a file that the listing showed in work and the reading does not show', () => {
		const told = recording([FIRST, file('a'), file('b', 'processing')], [SECOND, file('c', 'recording')]);
		const merged = withFilesInWork(recording([FIRST, file('a')]), told);
		expect(ids(merged)).toEqual(['a b', 'c']);
		expect(merged.complete).toBe(false);
		expect(filesInWork(merged).map(({ id }) => id)).toEqual(['b', 'c']);
	});

	test('knows better than what was told before: finished is finished, and what was finished and is not shown is gone', () => {
		const fresh = recording([FIRST, file('a')]);
		expect(withFilesInWork(fresh, recording([FIRST, file('a', 'processing'), file('gone')]))).toBe(fresh);
	});

	test('takes nothing from another recording, nor from nothing', () => {
		const fresh = recording([FIRST, file('a')]);
		expect(withFilesInWork(fresh, { ...recording([FIRST, file('b', 'processing')]), meetingUuid: 'other' })).toBe(
			fresh,
		);
		expect(withFilesInWork(fresh, undefined)).toBe(fresh);
	});
});
