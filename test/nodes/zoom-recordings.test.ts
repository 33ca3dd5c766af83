/**
 * Zoom Recordings in real n8n-core contexts against the sandbox's Zoom: what it asks (method, path, query, number of
 * calls), what it gives, and what becomes of refusals.
 */
import { encodeUuid } from '../../lib/zoom/meeting-uuid';
import { ZoomRecordings } from '../../nodes/ZoomRecordings/ZoomRecordings.node';
import { N8nContext } from '../n8n-context';
import type { RunOptions } from '../n8n-context';
import type { LoggedRequest, Sandbox } from '../sandbox';
import { startSandbox } from '../sandbox';

const node = new ZoomRecordings();
let sandbox: Sandbox;
let n8n: N8nContext;

beforeAll(async () => {
	sandbox = await startSandbox({ data: 'demo' });
});
afterAll(async () => await sandbox?.stop());
beforeEach(async () => {
	await sandbox.control.zoom.reset('demo');
	n8n = new N8nContext(sandbox.credentials as never);
	await sandbox.control.zoom.clearRequests();
});

async function run(
	operation: string,
	parameters: Record<string, unknown> = {},
	options: RunOptions = {},
): Promise<any[]> {
	const [items] = await n8n.runNode(node, { ...options, parameters: { operation, ...parameters } as never });
	return items!.map(({ json }) => json);
}

/** What was asked of Zoom's API, without the token requests. */
async function asked(): Promise<LoggedRequest[]> {
	return (await sandbox.control.zoom.requests()).filter(({ path }) => path.startsWith('/v2'));
}

async function recordingNamed(topic: string): Promise<any> {
	const found = (await run('getAll', { returnAll: true, from: day(-30), to: day(0) })).find(
		(one) => one.topic === topic,
	);
	if (!found) throw new Error(`The sandbox has no recording "${topic}"`);
	await sandbox.control.zoom.clearRequests();
	return found;
}

const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
const PHOTOSYNTHESIS = 'Photosynthesis (BIO 101)';

describe('Get', () => {
	test('reads the instance of the incoming item with one call', async () => {
		const recording = await recordingNamed(PHOTOSYNTHESIS);
		expect(recording.meetingUuid).toMatch(/^\//);
		const [read] = await run('get', {}, { items: [{ meetingUuid: recording.meetingUuid }] });
		expect(read).toEqual({ ...recording, readAt: expect.any(String) });
		const requests = await asked();
		expect(requests).toHaveLength(1);
		expect(requests[0]).toMatchObject({
			method: 'GET',
			path: `/v2/meetings/${encodeUuid(recording.meetingUuid)}/recordings`,
			endpoint: 'GET /meetings/{meetingId}/recordings',
			query: {},
			status: 200,
		});
	});

	test('the address of a host who has left Zoom is kept when the event carried it', async () => {
		const recording = await recordingNamed(PHOTOSYNTHESIS);
		const told = { meetingUuid: recording.meetingUuid, host: { id: recording.host.id, email: 'gone@example.edu' } };
		const [read] = await run('get', {}, { items: [told] });
		expect(read.host).toEqual({ id: recording.host.id, email: recording.host.email ?? 'gone@example.edu' });
		const [other] = await run('get', {}, { items: [{ ...told, host: { id: 'another', email: 'x@example.edu' } }] });
		expect(other.host).toEqual(recording.host);
	});

	test('fault case 17: finds every shape of UUID', async () => {
		const all = await run('getAll', { returnAll: true, from: day(-30), to: day(0) });
		const read = await run('get', {}, { items: all });
		expect(read.map(({ meetingUuid }) => meetingUuid)).toEqual(all.map(({ meetingUuid }) => meetingUuid));
		expect(all.some(({ meetingUuid }) => meetingUuid.includes('//'))).toBe(true);
		expect(all.some(({ meetingUuid }) => meetingUuid.includes('+'))).toBe(true);
	});

	test('gives no token, passcode or address', async () => {
		const recording = await recordingNamed(PHOTOSYNTHESIS);
		const text = JSON.stringify(await run('get', {}, { items: [recording] }));
		expect(text).not.toMatch(/http|token|passcode|password/i);
	});

	test('passes a recording on without a call when a listing read it just now', async () => {
		const recording = await recordingNamed(PHOTOSYNTHESIS);
		const fresh = { options: { freshMinutes: 10 } };
		expect(await run('get', fresh, { items: [recording] })).toEqual([recording]);
		expect(await asked()).toEqual([]);
	});

	test.each([
		['it is older than that', { readAt: new Date(Date.now() - 11 * 60_000).toISOString() }],
		['an event brought it', { readAt: undefined }],
	])('reads again when %s', async (_, change) => {
		const recording = { ...(await recordingNamed(PHOTOSYNTHESIS)), ...change };
		await run('get', { options: { freshMinutes: 10 } }, { items: [recording] });
		expect(await asked()).toHaveLength(1);
	});

	test('keeps what the event said, for those who react to it', async () => {
		const { meetingUuid } = await recordingNamed(PHOTOSYNTHESIS);
		const event = { name: 'recording.renamed', timestamp: '2026-03-08T10:00:00.000Z', operator: null, oldTopic: 'Old' };
		expect(await run('get', {}, { items: [{ meetingUuid, event }] })).toMatchObject([{ topic: PHOTOSYNTHESIS, event }]);
	});

	test('adds the tracking fields of the meeting when they are wanted', async () => {
		const recording = await recordingNamed(PHOTOSYNTHESIS);
		const [read] = await run('get', { options: { includeTrackingFields: true } }, { items: [recording] });
		expect(read.trackingFields).toMatchObject({ KalturaCategory: 'BIO 101', KalturaCategoryPath: 'Courses>Biology' });
		expect((await asked()).map(({ endpoint }) => endpoint)).toEqual([
			'GET /meetings/{meetingId}/recordings',
			'GET /meetings/{meetingId}',
		]);
	});

	test('refuses a meeting number, which would mean the latest instance', async () => {
		await expect(run('get', { meetingUuid: '85392858403' })).rejects.toMatchObject({
			message: expect.stringContaining('holds the meeting number 85392858403'),
			description: expect.stringContaining('Use the UUID'),
		});
		expect(await asked()).toEqual([]);
	});

	test('says that there is none, and goes on with the others when told to', async () => {
		const recording = await recordingNamed(PHOTOSYNTHESIS);
		const items = [{ meetingUuid: 'bm90aGluZyBoZXJlIQ==' }, recording];
		const [missing, read] = await run('get', {}, { items, continueOnFail: true });
		expect(missing).toMatchObject({
			error: expect.stringContaining('there is no recording for this meeting instance'),
			errorDetails: { vendor: 'zoom', code: '3301', retryable: false, trackingId: expect.any(String) },
		});
		expect(read.topic).toBe(PHOTOSYNTHESIS);
	});
});

describe('Get Many', () => {
	test('lists the account month by month, each window once', async () => {
		await run('getAll', { returnAll: true, from: '2026-01-20', to: '2026-03-05' });
		const requests = await asked();
		expect(requests.map(({ endpoint }) => endpoint)).toEqual(Array(3).fill('GET /accounts/{accountId}/recordings'));
		expect(requests.map(({ query }) => [query.from, query.to, query.page_size])).toEqual([
			['2026-01-20', '2026-01-31', '300'],
			['2026-02-01', '2026-02-28', '300'],
			['2026-03-01', '2026-03-05', '300'],
		]);
	});

	test('gives complete items, marked with the time of reading', async () => {
		const all = await run('getAll', { returnAll: true, from: day(-30), to: day(0) });
		expect(all.length).toBeGreaterThanOrEqual(7);
		for (const recording of all) {
			expect(recording).toMatchObject({ meetingUuid: expect.any(String), segments: expect.any(Array) });
			expect(Date.now() - Date.parse(recording.readAt)).toBeLessThan(60_000);
		}
	});

	test('lists the recordings of one user', async () => {
		const [user] = (await n8n.listSearch(node, 'searchUsers', { filter: 'ann.lee' })).results;
		await sandbox.control.zoom.clearRequests();
		const found = await run('getAll', {
			source: 'user',
			user: { __rl: true, mode: 'list', value: user!.value },
			returnAll: true,
			from: day(-30),
			to: day(0),
		});
		expect(found.length).toBeGreaterThan(0);
		expect(new Set(found.map(({ host }) => host.id))).toEqual(new Set([user!.value]));
		expect((await asked())[0]?.endpoint).toBe('GET /users/{userId}/recordings');
	});

	test('stops asking when the limit is reached', async () => {
		expect(await run('getAll', { returnAll: false, limit: 2, from: day(-400), to: day(0) })).toHaveLength(2);
		const last = (await asked()).at(-1);
		expect(last?.query.to).not.toBe('');
		await sandbox.control.zoom.clearRequests();
		expect(await run('getAll', { returnAll: false, limit: 1, from: day(-3), to: day(0) })).toHaveLength(1);
		expect(await asked()).toHaveLength(1);
	});

	test.each([
		['webinars', { kind: 'webinar' }, (one: any) => one.kind === 'webinar'],
		['a topic in any case', { topicContains: 'statistics' }, (one: any) => one.topic.includes('Statistics')],
	])('filters by %s', async (_, filters, matches) => {
		const found = await run('getAll', { returnAll: true, from: day(-30), to: day(0), filters });
		expect(found.length).toBeGreaterThan(0);
		expect(found.every(matches)).toBe(true);
	});

	test('lists the trash of a user', async () => {
		const recording = await recordingNamed(PHOTOSYNTHESIS);
		await run('trash', {}, { items: [recording] });
		const parameters = { source: 'user', user: { __rl: true, mode: 'email', value: 'ann.lee@example.edu' } };
		const trashed = await run('getAll', { ...parameters, where: 'trash', returnAll: true });
		expect(trashed.map(({ meetingUuid }) => meetingUuid)).toEqual([recording.meetingUuid]);
		const left = await run('getAll', { ...parameters, returnAll: true, from: day(-30), to: day(0) });
		expect(left.map(({ meetingUuid }) => meetingUuid)).not.toContain(recording.meetingUuid);
	});

	test('lists files that were trashed on their own', async () => {
		const recording = await recordingNamed(PHOTOSYNTHESIS);
		const [file] = recording.segments[0].files;
		await run('trash', { meetingUuid: recording.meetingUuid, applyTo: 'files', fileIds: file.id });
		const parameters = { source: 'user', user: { __rl: true, mode: 'email', value: 'ann.lee@example.edu' } };
		const trashed = await run('getAll', { ...parameters, where: 'trashedFiles', returnAll: true });
		expect(trashed.map(({ segments }) => segments[0].files)).toMatchObject([[{ id: file.id }]]);
	});

	test.each([
		['runs backwards', '2012-01-01', '2011-01-01', 'is 2012-01-01, which is after To'],
		['is longer than ten years', '2010-01-01', '2026-01-01', 'more than 10 years before'],
		['is no date', 'last week', '2026-01-01', 'is "last week"'],
	])('refuses a range that %s, before any call', async (_, from, to, message) => {
		await expect(run('getAll', { from, to })).rejects.toThrow(message);
		expect(await asked()).toEqual([]);
	});

	test('names the scope that is missing', async () => {
		await sandbox.control.zoom.fault({
			match: { endpoint: 'GET /accounts/{accountId}/recordings' },
			fault: {
				kind: 'status',
				status: 400,
				body: {
					code: 4711,
					message:
						'Invalid access token, does not contain scopes:[cloud_recording:read:list_account_recordings:master, cloud_recording:read:list_account_recordings:admin].',
				},
			},
		});
		await expect(run('getAll', { from: day(-1), to: day(0) })).rejects.toMatchObject({
			message: expect.stringContaining('lacks the scope cloud_recording:read:list_account_recordings:admin'),
			description: expect.stringContaining('deactivate and activate the app'),
		});
	});
});

describe('Get People', () => {
	test('reads each wanted role of this instance, re-joins merged', async () => {
		const recording = await recordingNamed(PHOTOSYNTHESIS);
		const [item] = await run('getPeople', { roles: ['participant', 'alternativeHost'] }, { items: [recording] });
		expect(item).toMatchObject({ meetingUuid: recording.meetingUuid, topic: PHOTOSYNTHESIS, peopleGaps: [] });
		const participants = item.people.filter(({ role }: any) => role === 'participant');
		expect(
			participants
				.map(({ email }: any) => email)
				.filter(Boolean)
				.sort(),
		).toEqual(['ann.lee@example.edu', 'bo.andersson@example.edu', 'chloe.dubois@example.edu', 'ivy.chen@example.edu']);
		expect(participants.filter(({ email }: any) => email === null)).toHaveLength(2);
		expect(item.people.filter(({ role }: any) => role === 'alternativeHost')).toMatchObject([
			{ email: 'hugo.helper@example.edu' },
		]);
		expect((await asked()).map(({ path }) => path)).toEqual([
			`/v2/report/meetings/${encodeUuid(recording.meetingUuid)}/participants`,
			`/v2/meetings/${recording.meetingId}`,
		]);
	});

	test('of each instance of a series are its own', async () => {
		const all = await run('getAll', { returnAll: true, from: day(-30), to: day(0) });
		const series = all.filter(({ topic }) => topic === 'Statistics I, weekly lecture');
		expect(new Set(series.map(({ meetingId }) => meetingId)).size).toBe(1);
		const items = await run('getPeople', { roles: ['participant'] }, { items: series });
		const guests = items.map(({ people }) =>
			people.map(({ email }: any) => email).filter((one: any) => !one?.startsWith('chloe')),
		);
		expect(guests.flat().sort()).toEqual(['bo.andersson@example.edu', 'dmitri.orlov@example.edu']);
	});

	test('of a webinar are panelists and attendees', async () => {
		const recording = await recordingNamed('Open Day: Studying with us');
		const [item] = await run('getPeople', { roles: ['panelist', 'attendee', 'participant'] }, { items: [recording] });
		expect(item.people.filter(({ role }: any) => role === 'panelist').map(({ email }: any) => email)).toEqual([
			'gina.rossi@example.edu',
			'guest.speaker@partner.example',
		]);
		expect(
			item.people.some(({ role, email }: any) => role === 'attendee' && email === 'chloe.dubois@example.edu'),
		).toBe(true);
		expect(item.people.some(({ role }: any) => role === 'participant')).toBe(false);
	});

	test('come from the plain list when the report is not allowed', async () => {
		await sandbox.control.zoom.fault({
			match: { endpoint: 'GET /report/meetings/{meetingId}/participants' },
			fault: { kind: 'status', status: 400, body: { code: 200, message: 'No permission.' } },
		});
		const recording = await recordingNamed(PHOTOSYNTHESIS);
		const [item] = await run('getPeople', { roles: ['participant'] }, { items: [recording] });
		expect(item.people.map(({ email }: any) => email)).toContain('bo.andersson@example.edu');
		expect((await asked()).map(({ endpoint }) => endpoint)).toEqual([
			'GET /report/meetings/{meetingId}/participants',
			'GET /past_meetings/{meetingId}/participants',
		]);
	});

	test('that cannot be known are told as a gap', async () => {
		await sandbox.control.zoom.fault({
			match: { path: '^/v2/metrics/' },
			fault: { kind: 'status', status: 400, body: { code: 200, message: 'Only available for Paid account, x.' } },
		});
		const recording = await recordingNamed(PHOTOSYNTHESIS);
		const [item] = await run('getPeople', { roles: ['coHost'] }, { items: [recording] });
		expect(item).toMatchObject({ people: [], peopleGaps: [{ role: 'coHost', code: '200' }] });
	});
});

describe('Get Transcript', () => {
	test('gives the text of every transcript, fetched with a fresh token that stays with Zoom', async () => {
		const recording = await recordingNamed(PHOTOSYNTHESIS);
		const [item] = await run('getTranscript', {}, { items: [recording] });
		expect(item.transcripts).toHaveLength(1);
		expect(item.transcripts[0]).toMatchObject({ fileType: 'TRANSCRIPT', startedAt: recording.startedAt });
		expect(item.transcripts[0].vtt).toMatch(/^WEBVTT/);
		expect(JSON.stringify(item)).not.toMatch(/https?:|token/i);
		expect(await sandbox.control.zoom.strayAuthorizations()).toEqual({ strayAuthorizations: [] });
	});

	test('says why there is none', async () => {
		const recording = await recordingNamed('Oral history interview');
		expect(await run('getTranscript', {}, { items: [recording] })).toMatchObject([
			{ transcripts: [], unavailable: expect.stringMatching(/^[A-Z_]+$/) },
		]);
	});
});

describe.each([
	['trash', 'trashed', {}],
	['delete', 'deleted', { permanently: true }],
])('%s', (operation, outcome, parameters) => {
	test('takes the whole recording away, and again without complaint', async () => {
		const { meetingUuid } = await recordingNamed(PHOTOSYNTHESIS);
		expect(await run(operation, { ...parameters, meetingUuid })).toEqual([{ meetingUuid, action: operation, outcome }]);
		expect(await run(operation, { ...parameters, meetingUuid })).toEqual([
			{ meetingUuid, action: operation, outcome: 'already-gone' },
		]);
		const requests = await asked();
		expect(requests.map(({ method, endpoint, query, status }) => [method, endpoint, query, status])).toEqual([
			['DELETE', 'DELETE /meetings/{meetingId}/recordings', { action: operation }, 204],
			['DELETE', 'DELETE /meetings/{meetingId}/recordings', { action: operation }, 404],
		]);
	});

	test('takes single files away and leaves the others', async () => {
		const recording = await recordingNamed(PHOTOSYNTHESIS);
		const [first, second, ...rest] = recording.segments[0].files.map(({ id }: any) => id);
		const { meetingUuid } = recording;
		const done = await run(operation, { ...parameters, meetingUuid, applyTo: 'files', fileIds: `${first}, ${second}` });
		expect(done).toEqual([
			{ meetingUuid, fileId: first, action: operation, outcome },
			{ meetingUuid, fileId: second, action: operation, outcome },
		]);
		const [left] = await run('get', { meetingUuid });
		expect(left.segments[0].files.map(({ id }: any) => id)).toEqual(rest);
	});

	test.each([
		[400, 3303, 'You can not delete an uncompleted meeting.', 'not-finished'],
		[400, 3310, 'The recording is used for a simulive webinar.', 'in-use'],
		[400, 1010, 'User does not belong to this account: x.', 'other-account'],
		[400, 200, 'No permission.', 'permission-missing'],
		[
			400,
			4711,
			'Invalid access token, does not contain scopes:[cloud_recording:delete:x:admin].',
			'permission-missing',
		],
	])('names the refusal %i/%i', async (status, code, message, reason) => {
		const { meetingUuid } = await recordingNamed(PHOTOSYNTHESIS);
		await sandbox.control.zoom.fault({
			match: { method: 'DELETE' },
			fault: { kind: 'status', status, body: { code, message } },
		});
		expect(await run(operation, { ...parameters, meetingUuid })).toEqual([
			{
				meetingUuid,
				action: operation,
				outcome: 'refused',
				reason,
				message: expect.stringContaining('Zoom refused to'),
				nextStep: expect.stringMatching(/\S/),
				trackingId: expect.any(String),
			},
		]);
	});

	test('fails when Zoom is down', async () => {
		const { meetingUuid } = await recordingNamed(PHOTOSYNTHESIS);
		await sandbox.control.zoom.fault({
			match: { method: 'DELETE' },
			fault: {
				kind: 'status',
				status: 429,
				headers: { 'retry-after': new Date(Date.now() + 7_200_000).toISOString() },
			},
		});
		await expect(run(operation, { ...parameters, meetingUuid })).rejects.toThrow(/daily limit|within 24 hours/);
	});
});

test('Delete does nothing unless the switch says that it may', async () => {
	const { meetingUuid } = await recordingNamed(PHOTOSYNTHESIS);
	await expect(run('delete', { meetingUuid })).rejects.toThrow('The parameter "Delete Permanently" is off.');
	expect(await asked()).toEqual([]);
});

describe('Recover', () => {
	test('brings a recording back', async () => {
		const recording = await recordingNamed(PHOTOSYNTHESIS);
		const { meetingUuid } = recording;
		await run('trash', { meetingUuid });
		expect(await run('recover', { meetingUuid })).toEqual([{ meetingUuid, action: 'recover', outcome: 'recovered' }]);
		const [back] = await run('get', { meetingUuid });
		expect(back.segments).toEqual(recording.segments);
		expect((await asked())[1]).toMatchObject({ method: 'PUT', body: { action: 'recover' } });
	});

	test('brings a single file back', async () => {
		const recording = await recordingNamed(PHOTOSYNTHESIS);
		const file = { meetingUuid: recording.meetingUuid, applyTo: 'files', fileIds: recording.segments[0].files[0].id };
		await run('trash', file);
		expect(await run('recover', file)).toMatchObject([{ outcome: 'recovered', fileId: file.fileIds }]);
	});

	test('is done already when the recording was never in the trash', async () => {
		const { meetingUuid } = await recordingNamed(PHOTOSYNTHESIS);
		await sandbox.control.zoom.fault({
			match: { method: 'PUT' },
			fault: { kind: 'apiError', status: 404, code: 3301, message: 'There is no recording for this meeting.' },
		});
		expect(await run('recover', { meetingUuid })).toMatchObject([{ outcome: 'already-there' }]);
	});

	test('fails when the recording is neither in the trash nor among the recordings', async () => {
		expect(await run('recover', { meetingUuid: 'bm90aGluZyBoZXJlIQ==' })).toMatchObject([
			{ outcome: 'refused', reason: 'not-in-trash' },
		]);
	});

	test.each([[400, 3309, 'Not enough cloud storage available.', 'storage-full']])(
		'names the refusal %i/%i',
		async (status, code, message, reason) => {
			const { meetingUuid } = await recordingNamed(PHOTOSYNTHESIS);
			await sandbox.control.zoom.fault({
				match: { method: 'PUT' },
				fault: { kind: 'status', status, body: { code, message } },
			});
			expect(await run('recover', { meetingUuid })).toMatchObject([{ outcome: 'refused', reason }]);
		},
	);
});

describe('The token', () => {
	test('is asked for once, kept, and renewed when Zoom calls it expired (W14)', async () => {
		const { meetingUuid } = await recordingNamed(PHOTOSYNTHESIS);
		const first = n8n.stored('zoomServerToServerOAuth2Api').accessToken;
		expect(first).toEqual(expect.any(String));
		await run('get', { meetingUuid });
		await sandbox.control.zoom.clock(4000);
		await run('get', { meetingUuid });
		expect(n8n.stored('zoomServerToServerOAuth2Api').accessToken).not.toBe(first);
		const tokenRequests = (await sandbox.control.zoom.requests()).filter(({ path }) => path === '/oauth/token');
		expect(tokenRequests).toHaveLength(1);
	});

	test('that is called expired with HTTP 400 is renewed too', async () => {
		const { meetingUuid } = await recordingNamed(PHOTOSYNTHESIS);
		await sandbox.control.zoom.fault({
			match: { endpoint: 'GET /meetings/{meetingId}/recordings' },
			times: 2,
			fault: { kind: 'status', status: 400, body: { code: 124, message: 'Access token is expired.' } },
		});
		expect(await run('get', { meetingUuid })).toMatchObject([{ topic: PHOTOSYNTHESIS }]);
		const tokenRequests = (await sandbox.control.zoom.requests()).filter(({ path }) => path === '/oauth/token');
		expect(tokenRequests).toHaveLength(1);
	});

	test('that cannot be had is explained on the node', async () => {
		n8n = new N8nContext({
			zoomServerToServerOAuth2Api: { ...sandbox.credentials.zoomServerToServerOAuth2Api, clientSecret: 'wrong' },
		});
		await expect(run('get', { meetingUuid: 'abc==' })).rejects.toMatchObject({
			message: expect.stringContaining('the client ID or the client secret is wrong'),
			description: expect.stringContaining('App Credentials'),
		});
	});

	test('never shows in an error', async () => {
		const { accessToken } = { ...n8n.stored('zoomServerToServerOAuth2Api') };
		const error = await run('get', { meetingUuid: 'abc==' }).catch((thrown: unknown) => thrown);
		const token = String(n8n.stored('zoomServerToServerOAuth2Api').accessToken || accessToken);
		expect(token.length).toBeGreaterThan(10);
		expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(token);
	});
});

test('A live recording costs at most three calls: the recording, its host, the download access', async () => {
	const { openZoom } = await import('../../lib/n8n/zoom');
	const { meetingUuid } = await recordingNamed(PHOTOSYNTHESIS);
	const [recording] = await run('get', { meetingUuid });
	const { zoom } = await openZoom(n8n.executeContext(node));
	await zoom.users.get(recording.host.id);
	const access = await zoom.recordings.downloadAccess(meetingUuid, { ttlSeconds: 3600 });
	expect(access.token).not.toBe('');
	expect([...access.urls.keys()].sort()).toEqual(recording.segments[0].files.map(({ id }: any) => id).sort());
	expect(await asked()).toHaveLength(3);
});
