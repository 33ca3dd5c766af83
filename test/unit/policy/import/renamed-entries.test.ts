import type { Recording } from '../../../../lib/policy/recording';
import { namesAfterRename } from '../../../../lib/policy/import/renamed-entries';

const file = (id: string, recordingType: string, fileType = 'MP4') => ({
	id,
	fileType,
	recordingType,
	extension: 'mp4',
	sizeBytes: 1,
	status: 'completed',
});
const recording = {
	accountId: 'a',
	meetingUuid: 'u==',
	meetingId: '1',
	kind: 'meeting',
	type: 2,
	topic: 'New',
	host: { id: 'h', email: 'ann@example.edu' },
	startedAt: '2026-03-02T09:00:00Z',
	endedAt: '',
	timezone: 'UTC',
	complete: true,
	sizeBytes: 1,
	segments: [
		{ startedAt: '2026-03-02T09:00:00Z', endedAt: '', files: [file('a', 'shared_screen'), file('b', 'gallery_view')] },
		{ startedAt: '2026-03-02T10:00:00Z', endedAt: '', files: [file('c', 'shared_screen')] },
		{ startedAt: '2026-03-02T11:00:00Z', endedAt: '', files: [file('d', 'chat_file', 'CHAT')] },
	],
} satisfies Recording;

test('lectures, parts and streams each get the new name in their own form', () =>
	expect(Object.fromEntries(namesAfterRename(recording, 'Old', '{topic}'))).toMatchObject({
		'Old (1 of 2)': 'New (1 of 2)',
		'Old (1 of 2) (Gallery view)': 'New (1 of 2) (Gallery view)',
		'Old (2 of 2)': 'New (2 of 2)',
	}));

test('a template with a date keeps the date', () =>
	expect(namesAfterRename(recording, 'Old', '{date} {topic}').get('2026-03-02 Old (1 of 2)')).toBe(
		'2026-03-02 New (1 of 2)',
	));

test('a name that somebody gave is nobody’s old name', () =>
	expect(namesAfterRename(recording, 'Old', '{topic}').has('Old, edited')).toBe(false));
