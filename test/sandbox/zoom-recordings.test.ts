import { ZoomAlone, encoded } from './zoom-alone';

/** docs/vendors/zoom.md#pages, #recordings, #people-of-a-meeting: recordings and the people of an instance. */
let zoom: ZoomAlone;
let uuidOf: (topic: string, index?: number) => string;
let idOf: (topic: string) => string;

beforeAll(async () => {
	zoom = await ZoomAlone.start('--data', 'demo');
});
afterAll(() => zoom.stop());
beforeEach(async () => {
	await zoom.reset();
	await zoom.renewToken();
	const { instances } = await zoom.control('GET', '/state');
	const named = (topic: string) => instances.filter((one: { topic: string }) => one.topic.startsWith(topic));
	uuidOf = (topic, index = 0) => named(topic)[index].uuid;
	idOf = (topic) => named(topic)[0].meetingId;
});

const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
const recordings = (uuid: string, query = '') => zoom.get(`/meetings/${encoded(uuid)}/recordings${query}`);

describe('a meeting UUID in a path', () => {
	const once = encodeURIComponent;
	const twice = (uuid: string) => once(once(uuid));
	const raw = (uuid: string) => uuid;

	test.each([
		['starts with "/"', 'Photosynthesis', twice, 200],
		['starts with "/"', 'Photosynthesis', once, 404],
		['starts with "/"', 'Photosynthesis', raw, 404],
		['contains "//"', 'Open Day', twice, 200],
		['contains "//"', 'Open Day', once, 404],
		['contains "+"', 'Statistics', once, 200],
		['contains "+"', 'Statistics', twice, 200],
		['contains one "/"', 'Lab', once, 200],
		['contains one "/"', 'Lab', raw, 404],
		['is plain', 'Physics', once, 200],
	])('%s (%s), encoded as %p: %i', async (_, topic, encode, status) => {
		const answer = await zoom.get(`/meetings/${encode(uuidOf(topic))}/recordings`);
		expect(answer.status).toBe(status);
		if (status === 404) expect(answer.json).toEqual({ code: 3301, message: 'There is no recording for this meeting.' });
	});

	test('the demo really has one of each', () => {
		expect(uuidOf('Photosynthesis')).toMatch(/^\//);
		expect(uuidOf('Open Day')).toMatch(/^[^/].*\/\//);
		expect(uuidOf('Statistics')).toContain('+');
		expect(uuidOf('Lab')).toMatch(/^[^/]+\/[^/]+$/);
	});

	test('badly encoded is "no meeting" elsewhere', async () => {
		const { status, json } = await zoom.get(`/past_meetings/${once(uuidOf('Photosynthesis'))}/participants`);
		expect([status, json.code]).toEqual([404, 3001]);
	});
});

test('a meeting number gives its latest instance only', async () => {
	const { json } = await zoom.get(`/meetings/${idOf('Statistics')}/recordings`);
	expect(json.uuid).toBe(uuidOf('Statistics', 1));
	const { json: instances } = await zoom.get(`/past_meetings/${idOf('Statistics')}/instances`);
	expect(instances.meetings.map((one: { uuid: string }) => one.uuid)).toEqual([
		uuidOf('Statistics', 0),
		uuidOf('Statistics', 1),
	]);
});

describe('lists', () => {
	test('of the account default to today and echo the effective range', async () => {
		const { json } = await zoom.get('/accounts/me/recordings');
		expect(json.from).toBe(day(0));
		for (const meeting of json.meetings) expect(meeting.start_time.slice(0, 10) >= day(0)).toBe(true);
	});

	test('never reach further back than a month: the rest is clipped in silence', async () => {
		const { json } = await zoom.get('/accounts/me/recordings?from=2020-01-01&to=2020-03-31');
		expect([json.from, json.to, json.meetings]).toEqual(['2020-02-29', '2020-03-31', []]);
	});

	test('of a user know her by id and by address, and nobody else', async () => {
		const { json } = await zoom.get(`/users/ann.lee%40example.edu/recordings?from=${day(-9)}`);
		expect(json.meetings.map((one: { topic: string }) => one.topic)).toEqual([
			'Photosynthesis (BIO 101)',
			'Oral history interview',
		]);
		const { status, json: refusal } = await zoom.get('/users/nobody%40example.edu/recordings');
		expect([status, refusal]).toEqual([
			404,
			{ code: 1001, message: 'User nobody@example.edu does not exist or does not belong to this account.' },
		]);
	});

	test('come in pages whose tokens fit only their own query', async () => {
		const first = await zoom.get(`/accounts/me/recordings?from=${day(-9)}&page_size=3`);
		expect(first.json).toMatchObject({ page_size: 3, total_records: 7, page_count: 3 });
		const token = first.json.next_page_token;
		const next = await zoom.get(`/accounts/me/recordings?from=${day(-9)}&page_size=3&next_page_token=${token}`);
		const last = await zoom.get(
			`/accounts/me/recordings?from=${day(-9)}&page_size=3&next_page_token=${next.json.next_page_token}`,
		);
		expect(last.json.next_page_token).toBe('');
		const uuids = [first, next, last].flatMap(({ json }) => json.meetings.map((one: { uuid: string }) => one.uuid));
		expect(new Set(uuids).size).toBe(7);
		const other = await zoom.get(`/accounts/me/recordings?from=${day(-8)}&page_size=3&next_page_token=${token}`);
		expect([other.status, other.json]).toEqual([
			400,
			{ code: 300, message: 'The next page token is invalid or expired.' },
		]);
	});

	test('and their tokens die after a quarter of an hour', async () => {
		const path = `/users?page_size=2`;
		const { next_page_token: token } = (await zoom.get(path)).json;
		await zoom.advance(15 * 60 - 1);
		expect((await zoom.get(`${path}&next_page_token=${token}`)).status).toBe(200);
		await zoom.advance(2);
		expect((await zoom.get(`${path}&next_page_token=${token}`)).json.code).toBe(300);
	});
});

describe('one recording', () => {
	test('lists every file with its true size, the meeting UUID and a time', async () => {
		const { json } = await recordings(uuidOf('Photosynthesis'));
		expect(json.recording_files.map((file: { recording_type: string }) => file.recording_type)).toEqual([
			'shared_screen_with_speaker_view',
			'active_speaker',
			'gallery_view',
			'audio_only',
			'audio_transcript',
			'chat_file',
			'timeline',
		]);
		expect(json.total_size).toBe(
			json.recording_files.reduce((sum: number, file: { file_size: number }) => sum + file.file_size, 0),
		);
		for (const file of json.recording_files) expect(file.meeting_id).toBe(json.uuid);
		expect(json.recording_files.at(-1)).not.toHaveProperty('play_url');
		expect(json).not.toHaveProperty('download_access_token');
		expect(json).not.toHaveProperty('host_email');
	});

	test('has two segments where recording was stopped and started', async () => {
		const { json } = await recordings(uuidOf('Lab'));
		expect(new Set(json.recording_files.map((file: { recording_start: string }) => file.recording_start)).size).toBe(2);
	});

	test('keeps token and passcode from an app without the right to view', async () => {
		const query = '?include_fields=download_access_token&ttl=60';
		expect((await recordings(uuidOf('Lab'), query)).json).toHaveProperty('download_access_token');
		await zoom.settings({ privileges: ['Recording:Read'] });
		const { json } = await recordings(uuidOf('Lab'), query);
		expect(json).not.toHaveProperty('download_access_token');
		expect(json).not.toHaveProperty('password');
	});

	test('is not there while everything is processing, and grows file by file', async () => {
		const { uuid } = await zoom.control('POST', '/meetings', {
			topic: 'Fresh',
			host: 'ann.lee@example.edu',
			files: [{ recordingType: 'active_speaker', status: 'processing' }],
		});
		expect((await recordings(uuid)).json.code).toBe(3301);
		const day = (daysAgo: number) => new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10);
		const { json: list } = await zoom.get(`/accounts/me/recordings?from=${day(1)}&to=${day(0)}`);
		const [row] = list.meetings.find((one: { uuid: string }) => one.uuid === uuid).recording_files;
		expect(row).toMatchObject({ status: 'processing', file_size: 0 });
		expect(row).not.toHaveProperty('download_url');
		await zoom.control('PATCH', '/meetings', { uuid, finishProcessing: true, addTranscript: true });
		const { json } = await recordings(uuid);
		expect(
			json.recording_files.map((file: { status: string; file_type: string }) => `${file.file_type} ${file.status}`),
		).toEqual(['MP4 completed', 'TRANSCRIPT completed']);
	});

	test('can hold one sound file per participant, told apart by name', async () => {
		const { uuid } = await zoom.control('POST', '/meetings', {
			files: [{ recordingType: 'audio_only' }],
			participantAudio: [{ fileName: 'Audio only - Ann Lee', bytes: 1000 }],
		});
		const { json } = await recordings(uuid);
		expect(json.participant_audio_files).toEqual([
			expect.objectContaining({ file_name: 'Audio only - Ann Lee', file_size: 1000 }),
		]);
		expect(json.recording_count).toBe(2);
	});
});

describe('trash, delete, recover', () => {
	const path = (topic: string) => `/meetings/${encoded(uuidOf(topic))}/recordings`;

	test('trash is the default; recovery brings everything back within thirty days', async () => {
		expect((await zoom.api('DELETE', path('Lab'))).status).toBe(204);
		expect((await zoom.get(path('Lab'))).json.code).toBe(3301);
		expect((await zoom.api('DELETE', path('Lab'))).json.code).toBe(3301);
		const { json: trash } = await zoom.get('/users/dmitri.orlov%40example.edu/recordings?trash=true');
		expect(trash.meetings[0].recording_files[0].deleted_time).toMatch(/Z$/);
		const { status } = await zoom.api('PUT', `${path('Lab')}/status`, { action: 'recover' });
		expect(status).toBe(200);
		expect((await zoom.get(path('Lab'))).json.recording_files).toHaveLength(3);
	});

	test('after thirty days there is nothing to recover', async () => {
		await zoom.api('DELETE', path('Lab'));
		await zoom.advance(30 * 86_400 + 1);
		await zoom.renewToken();
		expect((await zoom.api('PUT', `${path('Lab')}/status`, { action: 'recover' })).json.code).toBe(3301);
	});

	test('one file goes alone, and comes back with 204', async () => {
		const [file] = (await zoom.get(path('Lab'))).json.recording_files;
		expect((await zoom.api('DELETE', `${path('Lab')}/${file.id}`)).status).toBe(204);
		expect((await zoom.get(path('Lab'))).json.recording_files).toHaveLength(2);
		expect((await zoom.api('PUT', `${path('Lab')}/${file.id}/status`, { action: 'recover' })).status).toBe(204);
		expect((await zoom.get(path('Lab'))).json.recording_files).toHaveLength(3);
	});

	test('deleted is gone for good', async () => {
		await zoom.api('DELETE', `${path('Lab')}?action=delete`);
		expect((await zoom.api('PUT', `${path('Lab')}/status`, { action: 'recover' })).json.code).toBe(3301);
	});

	test.each([
		['a running meeting', { refusesDeletion: 3303 }, 3303, 'You can not delete an uncompleted meeting.'],
		['a simulive webinar', { refusesDeletion: 3310 }, 3310, expect.stringContaining('simulive')],
	])('%s is not deleted', async (_, change, code, message) => {
		await zoom.control('PATCH', '/meetings', { uuid: uuidOf('Lab'), ...change });
		const { status, json } = await zoom.api('DELETE', path('Lab'));
		expect([status, json]).toEqual([400, { code, message }]);
		expect((await zoom.get(path('Lab'))).status).toBe(200);
	});

	test('a full cloud recovers nothing', async () => {
		await zoom.api('DELETE', path('Lab'));
		await zoom.settings({ cloudStorageFull: true });
		expect((await zoom.api('PUT', `${path('Lab')}/status`, { action: 'recover' })).json.code).toBe(3309);
	});

	test('settings are read and changed', async () => {
		expect((await zoom.get(`${path('Lab')}/settings`)).json).toMatchObject({
			share_recording: 'internally',
			topic: 'Lab meeting',
		});
		expect((await zoom.api('PATCH', `${path('Lab')}/settings`, { share_recording: 'none' })).status).toBe(204);
		expect((await zoom.get(`${path('Lab')}/settings`)).json.share_recording).toBe('none');
		expect((await zoom.api('PATCH', `${path('Lab')}/settings`, { password: 'short' })).json.code).toBe(300);
	});
});

describe('the transcript of a meeting', () => {
	test('has a download of its own, by UUID only', async () => {
		const { json } = await zoom.get(`/meetings/${encoded(uuidOf('Photosynthesis'))}/transcript`);
		expect(json).toMatchObject({ can_download: true, download_restriction_reason: null });
		expect((await zoom.get(`/meetings/${idOf('Photosynthesis')}/transcript`)).json.code).toBe(3322);
	});

	test('may not exist', async () => {
		const { json } = await zoom.get(`/meetings/${encoded(uuidOf('Lab'))}/transcript`);
		expect(json).toMatchObject({
			can_download: false,
			download_url: null,
			download_restriction_reason: 'NO_TRANSCRIPT_DATA',
		});
	});
});

describe('people', () => {
	const people = async (path: string) => (await zoom.get(path)).json;

	test('re-joins are rows of their own, outsiders have no address', async () => {
		const { participants } = await people(`/past_meetings/${encoded(uuidOf('Photosynthesis'))}/participants`);
		const bo = participants.filter((one: { user_email: string }) => one.user_email === 'bo.andersson@example.edu');
		expect(bo).toHaveLength(2);
		expect(new Set(bo.map((one: { user_id: string }) => one.user_id)).size).toBe(2);
		expect(
			participants
				.filter((one: { user_email: string }) => one.user_email === '')
				.map((one: { name: string }) => one.name),
		).toEqual(['山田 太郎', 'iPhone']);
	});

	test('a number gives the people of the latest instance, whatever one meant', async () => {
		const names = async (key: string) =>
			(await people(`/report/meetings/${key}/participants`)).participants.map((one: { name: string }) => one.name);
		expect(await names(idOf('Statistics'))).toEqual(['Chloé Dubois', 'Dmitri Orlov']);
		expect(await names(encoded(uuidOf('Statistics', 0)))).toEqual(['Chloé Dubois', 'Bo Andersson']);
	});

	test('somebody alone is in no report', async () => {
		expect((await people(`/report/meetings/${encoded(uuidOf('Oral'))}/participants`)).participants).toEqual([]);
		const { participants } = await people(`/metrics/meetings/${encoded(uuidOf('Oral'))}/participants?type=past`);
		expect(participants).toEqual([expect.objectContaining({ role: 'host', user_name: 'Ann Lee' })]);
	});

	test('co-hosts are in no answer', async () => {
		for (const kind of ['past_meetings', 'report/meetings']) {
			expect(JSON.stringify(await people(`/${kind}/${encoded(uuidOf('Photosynthesis'))}/participants`))).not.toContain(
				'co-host',
			);
		}
	});

	test('alternative hosts and tracking fields are the meeting’s', async () => {
		const meeting = await people(`/meetings/${idOf('Photosynthesis')}`);
		expect(meeting.settings.alternative_hosts).toBe('hugo.helper@example.edu');
		expect(meeting.tracking_fields).toContainEqual({ field: 'KalturaCategory', value: 'BIO 101', visible: true });
	});

	test('a webinar has panelists, commas, and a path of its own', async () => {
		expect((await zoom.get(`/meetings/${idOf('Open Day')}`)).json).toEqual({
			code: 3000,
			message: 'Cannot access webinar info.',
		});
		expect((await people(`/webinars/${idOf('Open Day')}`)).settings.alternative_hosts).toBe(
			'hugo.helper@example.edu,ivy.chen@example.edu',
		);
		const { panelists } = await people(`/webinars/${idOf('Open Day')}/panelists`);
		expect(panelists.map((one: { email: string }) => one.email)).toEqual([
			'gina.rossi@example.edu',
			'guest.speaker@partner.example',
		]);
		await zoom.settings({ webinarPlan: false });
		expect((await zoom.get(`/webinars/${idOf('Open Day')}/panelists`)).json.code).toBe(200);
	});

	test('an instant meeting is not found, an old one neither, and after a year nobody tells', async () => {
		expect((await zoom.get(`/meetings/${idOf('Oral')}`)).json.code).toBe(3001);
		await zoom.advance(31 * 86_400);
		await zoom.renewToken();
		expect((await zoom.get(`/meetings/${idOf('Photosynthesis')}`)).json.code).toBe(3001);
		await zoom.advance(340 * 86_400);
		await zoom.renewToken();
		const { status, json } = await zoom.get(`/past_meetings/${encoded(uuidOf('Photosynthesis'))}/participants`);
		expect([status, json.code]).toEqual([400, 12702]);
	});
});

describe('files in work', () => {
	const meeting = async () =>
		(
			await zoom.control('POST', '/meetings', {
				topic: 'In work',
				files: [{ recordingType: 'chat_file' }, { recordingType: 'active_speaker', status: 'processing' }],
			})
		).uuid as string;
	const statuses = (rows: Array<{ status: string }>) => rows.map(({ status }) => status);

	test('are absent, listed, or hide the whole recording when it is read; the account shows them always', async () => {
		const uuid = await meeting();
		const read = async (processingFiles: string) => {
			await zoom.settings({ processingFiles });
			return await recordings(uuid);
		};
		expect(statuses((await read('absent')).json.recording_files)).toEqual(['completed']);
		expect(statuses((await read('listed')).json.recording_files)).toEqual(['completed', 'processing']);
		expect(await read('404')).toMatchObject({ status: 404, json: { code: 3301 } });
		const day = (daysAgo: number) => new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10);
		const { meetings } = (await zoom.get(`/accounts/me/recordings?from=${day(1)}&to=${day(0)}`)).json;
		const row = meetings.find((one: { uuid: string }) => one.uuid === uuid);
		expect(statuses(row.recording_files)).toEqual(['completed', 'processing']);
	});

	test.each([
		['processing', { status: 'processing' }],
		['recording', { status: 'recording' }],
		['absent', {}],
	])('of a recording that is going on say nothing but when it began (status %s)', async (runningFileStatus, status) => {
		await zoom.settings({ runningFileStatus });
		const { uuid } = await zoom.control('POST', '/meetings', {
			topic: 'Live',
			files: [{ recordingType: 'chat_file' }, { recordingType: 'active_speaker', status: 'recording' }],
		});
		const [, running] = (await recordings(uuid)).json.recording_files;
		expect(running).toEqual({
			id: expect.any(String),
			meeting_id: uuid,
			recording_start: expect.any(String),
			recording_end: '',
			file_type: '',
			file_extension: '',
			file_size: 0,
			...status,
		});
	});
});
