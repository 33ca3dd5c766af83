import { isChosen, parseEvent, toRecordingItems, withoutSecrets } from '../../../lib/zoom/webhook-events';

const event = (name: string, payload: object) => {
	const parsed = parseEvent(
		JSON.stringify({ payload, event_ts: 1626230691572, event: name, download_token: 'private' }),
	);
	if (!parsed) throw new Error('not an event');
	return parsed;
};
const OBJECT = { uuid: '4444AAAiAAAAAiAiAiiAii==', id: 1234567890, topic: 'Lecture', type: 4, host_id: 'h1' };

describe('An event', () => {
	test.each([
		['not JSON', 'hello'],
		['a list', '[]'],
		['without a name', '{"event_ts":1}'],
		['whose payload is text', '{"event":"x","payload":"y"}'],
	])('%s is none', (_, text) => expect(parseEvent(text)).toBeNull());

	test('says when and whose', () => {
		expect(event('recording.completed', { account_id: 'acc' })).toMatchObject({
			name: 'recording.completed',
			timestamp: '2021-07-14T02:44:51.572Z',
			accountId: 'acc',
		});
	});

	test.each([
		['recording.completed', ['recording.completed'], true],
		['recording.completed', ['recording.*'], true],
		['recording.completed', ['*'], true],
		['recording.completed', ['recording.trashed', 'meeting.*'], false],
		['recording.completed', [], false],
		['group.members_deleted', ['group.member_deleted'], true],
		['recordings.completed', ['recording.*'], false],
	])('%s among %j is chosen: %s', (name, chosen, expected) => expect(isChosen(name, chosen)).toBe(expected));
});

describe('Recordings of an event', () => {
	test('about other things there are none', () => {
		expect(toRecordingItems(event('meeting.ended', { object: OBJECT }))).toBeNull();
		expect(
			toRecordingItems(event('recording.cloud_storage_usage_updated', { object: { storage: '1 GB' } })),
		).toBeNull();
	});

	test('the account of the envelope stands in for a missing one', () => {
		expect(
			toRecordingItems(event('recording.trashed', { account_id: 'acc', operator: 'ann@example.edu', object: OBJECT })),
		).toEqual([
			expect.objectContaining({
				accountId: 'acc',
				meetingUuid: OBJECT.uuid,
				meetingId: '1234567890',
				event: { name: 'recording.trashed', timestamp: '2021-07-14T02:44:51.572Z', operator: 'ann@example.edu' },
			}),
		]);
	});

	test.each([
		["as Zoom's schema says", { object: { ...OBJECT, topic: 'New' }, old_object: { ...OBJECT, topic: 'Old' } }],
		["as Zoom's example says", { object: { ...OBJECT, topic: 'Old' }, recording_file: { ...OBJECT, topic: 'New' } }],
	])('a renaming, %s', (_, payload) => {
		expect(toRecordingItems(event('recording.renamed', payload))).toEqual([
			expect.objectContaining({ topic: 'New', event: expect.objectContaining({ oldTopic: 'Old' }) }),
		]);
	});

	test('a batch gives one item per recording, with the files when single ones are meant', () => {
		expect(
			toRecordingItems(event('recording.batch_trashed', { object: { meeting_uuids: ['a==', 'b=='] } })),
		).toMatchObject([{ meetingUuid: 'a==' }, { meetingUuid: 'b==' }]);
		const deleted = { object: { meetings: [{ meeting_uuid: 'c==', recording_file_ids: ['f1', 'f2'] }] } };
		expect(toRecordingItems(event('recording.batch_deleted', deleted))).toMatchObject([
			{ meetingUuid: 'c==', event: { fileIds: ['f1', 'f2'] } },
		]);
	});

	test('a running recording is dated by its own start and is not complete', () => {
		const payload = {
			object: {
				...OBJECT,
				start_time: '2021-07-01T00:00:00Z',
				recording_file: { recording_start: '2021-07-13T22:00:00Z' },
			},
		};
		expect(toRecordingItems(event('recording.started', payload))).toMatchObject([
			{ startedAt: '2021-07-13T22:00:00Z', complete: false, segments: [] },
		]);
	});

	test('files that do not fit the shape cost the details, not the event', () => {
		expect(
			toRecordingItems(event('recording.completed', { object: { ...OBJECT, recording_files: 'none' } })),
		).toMatchObject([{ meetingUuid: OBJECT.uuid, segments: [] }]);
	});
});

test('Tokens, passcodes and addresses are taken out of raw events, at any depth', () => {
	const clean = withoutSecrets({
		download_token: 'private',
		object: {
			topic: 'kept',
			password: 'private',
			recording_play_passcode: 'private',
			share_url: 'private',
			join_url: 'private',
			host_key: 'private',
			h323_password: 'private',
			files: [{ id: 'kept', play_url: 'private', download_url: 'private', file_type: 'kept' }],
		},
	});
	expect(clean).toEqual({ object: { topic: 'kept', files: [{ id: 'kept', file_type: 'kept' }] } });
});
