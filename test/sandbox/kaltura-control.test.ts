/** The local Kaltura on demand: faults, clock, things that happen to entries, restarts, large data sets. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { codeOf, type KalturaAlone, startKalturaAlone } from './kaltura-alone';

let kaltura: KalturaAlone;
beforeAll(async () => (kaltura = await startKalturaAlone('--index-lag-ms', '0', '--conversion-ms', '20')));
beforeEach(() => kaltura.control('POST', '/reset', {}));
afterAll(() => kaltura.stop());

const fault = (rule: object) => kaltura.control('POST', '/faults', rule);
const counts = () => kaltura.control('GET', '/counts');

describe('faults', () => {
	test('an API error strikes the nth call, inside a multirequest too, and only that call', async () => {
		await fault({
			match: { endpoint: 'media.add' },
			skip: 1,
			times: 1,
			fault: { kind: 'apiError', code: 'LOCK_TIMED_OUT' },
		});
		const add = ['media.add', { entry: { name: 'x' } }] as const;
		const answers = await kaltura.multi([add, add, add]);
		expect(answers.map(codeOf)).toEqual([null, 'LOCK_TIMED_OUT', null]);
		expect(answers[1].message).toBe('Timed out while attempting to grab lock');
		const { entries } = await kaltura.control('GET', '/entries');
		expect(entries).toHaveLength(2);
	});

	test('an API error may come after the work was done', async () => {
		await fault({
			match: { endpoint: 'media.add' },
			times: 1,
			fault: { kind: 'apiError', code: 'INTERNAL_SERVERL_ERROR', carryOut: true },
		});
		expect(codeOf(await kaltura.call('media.add', { entry: { referenceId: 'done' } }))).toBe('INTERNAL_SERVERL_ERROR');
		expect((await kaltura.control('GET', '/entries?referenceId=done')).entries).toHaveLength(1);
	});

	test('a lost answer: done, but the connection breaks', async () => {
		await fault({ match: { endpoint: 'media.add' }, times: 1, fault: { kind: 'lost' } });
		await expect(kaltura.call('media.add', { entry: { referenceId: 'lost' } })).rejects.toThrow();
		expect((await kaltura.control('GET', '/entries?referenceId=lost')).entries).toHaveLength(1);
	});

	test('a reset: not done', async () => {
		await fault({ match: { endpoint: 'media.add' }, times: 1, fault: { kind: 'reset' } });
		await expect(kaltura.call('media.add', { entry: { referenceId: 'reset' } })).rejects.toThrow();
		expect((await kaltura.control('GET', '/entries?referenceId=reset')).entries).toHaveLength(0);
	});

	test('a reset in the middle of an upload leaves the token as it was', async () => {
		const { id } = await kaltura.call('uploadToken.add');
		await fault({
			match: { path: 'uploadtoken/action/upload' },
			times: 1,
			fault: { kind: 'reset', afterBytes: 100_000 },
		});
		await expect(kaltura.upload(id, Buffer.alloc(2_000_000))).rejects.toThrow();
		expect((await kaltura.call('uploadToken.get', { uploadTokenId: id })).status).toBe(0);
		expect((await kaltura.upload(id, Buffer.alloc(2_000_000))).status).toBe(2);
	});

	test.each([
		['a gateway page', { kind: 'html502' }, 502, /502 Bad Gateway/],
		['a status', { kind: 'status', status: 429, headers: { 'retry-after': '3' }, body: 'slow down' }, 429, /slow down/],
		['another body', { kind: 'body', body: '<html>Welcome</html>' }, 200, /Welcome/],
	])('%s', async (_, given, status, body) => {
		await fault({ match: { endpoint: 'multirequest' }, times: 1, fault: given });
		const call = JSON.stringify({ format: 1, 1: { service: 'system', action: 'ping' } });
		const answer = await kaltura.post('/api_v3/service/multirequest', 'application/json', call);
		expect(answer.status).toBe(status);
		expect(await answer.text()).toMatch(body);
		expect(await (await kaltura.post('/api_v3/service/multirequest', 'application/json', call)).json()).toEqual([true]);
	});

	test('truncated answers, and slow ones', async () => {
		await fault({ match: { endpoint: 'user.list' }, times: 1, fault: { kind: 'truncated' } });
		await expect(kaltura.call('user.list')).rejects.toThrow();
		await fault({ match: { endpoint: 'user.list' }, times: 1, fault: { kind: 'slow', ms: 10 } });
		expect(codeOf(await kaltura.call('user.list'))).toBeNull();
		const { requests } = await kaltura.control('GET', '/requests');
		expect(requests.map((one: { fault: string }) => one.fault)).toEqual(['truncated', 'slow']);
	});

	test('meet a call by its name in a multirequest and can be cleared', async () => {
		const { id } = await fault({ match: { endpoint: 'categoryentry.ADD' }, fault: { kind: 'status', status: 503 } });
		const call = JSON.stringify({ format: 1, 1: { service: 'categoryEntry', action: 'add' } });
		expect((await kaltura.post('/api_v3/service/multirequest', 'application/json', call)).status).toBe(503);
		await kaltura.control('DELETE', `/faults?id=${id}`);
		expect((await kaltura.post('/api_v3/service/multirequest', 'application/json', call)).status).toBe(200);
	});
});

describe('counts', () => {
	test('tell reads from writes, and requests from calls', async () => {
		await kaltura.call('media.add', { entry: { name: 'x' } });
		await kaltura.call('media.list');
		await kaltura.multi([
			['user.list', {}],
			['groupUser.add', { groupUser: { userId: 'ann.lee', groupId: 'Studio' } }],
			['caption_captionasset.list', { filter: { entryIdEqual: 'x' } }],
		]);
		expect(await counts()).toEqual({
			total: 3,
			writes: 2,
			byEndpoint: { 'media.add': 1, 'media.list': 1, multirequest: 1 },
			byCall: { 'caption_captionasset.list': 1, 'groupUser.add': 1, 'media.add': 1, 'media.list': 1, 'user.list': 1 },
		});
		await kaltura.control('DELETE', '/requests');
		expect(await counts()).toMatchObject({ total: 0, writes: 0 });
	});

	test('the log has numbers that go on, and no secrets', async () => {
		await kaltura.startSession();
		await kaltura.call('media.list');
		const { requests } = await kaltura.control('GET', '/requests');
		expect(JSON.stringify(requests)).not.toMatch(/djJ8|0123456789abcdef/);
		const later = await kaltura.control('GET', `/requests?since=${requests[0].n}`);
		expect(later.requests.map((one: { endpoint: string }) => one.endpoint)).toEqual(['media.list']);
	});
});

describe('entries on demand', () => {
	const seed = async (more: object = {}) =>
		(
			await kaltura.control('POST', '/entries', {
				referenceId: 'Zoom_x',
				file: require.resolve('kaltura-client/test/DemoVideo.mp4'),
				...more,
			})
		).id;
	const change = (id: string, wanted: object) => kaltura.control('POST', `/entries/${id}`, wanted);

	test('stay in PRECONVERT when stuck, and go on when told', async () => {
		await kaltura.control('POST', '/settings', { conversion: 'stuck' });
		const id = await seed();
		await new Promise((later) => setTimeout(later, 100));
		expect((await kaltura.call('media.get', { entryId: id })).status).toBe(1);
		await kaltura.control('POST', '/settings', { conversion: 'normal' });
		await change(id, { finish: true });
		expect((await kaltura.call('media.get', { entryId: id })).status).toBe(2);
	});

	test('fail to convert or to import, with the message where Kaltura puts it', async () => {
		const converting = await seed();
		await change(converting, { failConversion: true });
		expect((await kaltura.call('media.get', { entryId: converting })).status).toBe(-1);
		const importing = await seed();
		await change(importing, { failImport: 'Failed while reading file. HTTP Error: [404]' });
		expect((await kaltura.call('media.get', { entryId: importing })).status).toBe(-2);
		const { objects } = await kaltura.call('flavorAsset.list', { filter: { entryIdEqual: importing } });
		expect(objects[0]).toMatchObject({ status: -1, description: 'Failed while reading file. HTTP Error: [404]' });
	});

	test('are trimmed, replaced, moderated, deleted', async () => {
		const id = await seed();
		await kaltura.until('media.get', { entryId: id }, ({ status }) => status === 2);
		const { content } = await kaltura.control('GET', `/entries/${id}`);
		await change(id, { trimTo: { msDuration: 4000 } });
		expect(await kaltura.call('media.get', { entryId: id })).toMatchObject({ duration: 4, version: 1 });
		await change(id, { replaceContent: { text: 'other bytes' } });
		expect((await kaltura.control('GET', `/entries/${id}`)).content.sha256).not.toBe(content.sha256);
		await change(id, { moderationStatus: 3 });
		expect((await kaltura.call('media.get', { entryId: id })).moderationStatus).toBe(3);
		await change(id, { status: 3 });
		expect(codeOf(await kaltura.call('media.get', { entryId: id }))).toBe('ENTRY_ID_NOT_FOUND');
	});

	test('may have any time of creation, as entries of the native integration have', async () => {
		await seed({ createdAt: 1_650_000_000, adminTags: 'zoomentry' });
		const filter = { adminTagsLike: 'zoomentry', createdAtLessThanOrEqual: 1_650_000_001, statusIn: '1,2' };
		expect((await kaltura.call('media.list', { filter })).totalCount).toBe(1);
	});
});

test('the settings of the native Zoom integration can be read', async () => {
	await kaltura.control('POST', '/zoom-integrations', { zoomCategory: 'A>B', zoomUserMatchingMode: 1 });
	const { objects } = await kaltura.call('vendor_zoomvendor.list');
	expect(objects).toMatchObject([{ status: 2, zoomCategory: 'A>B', objectType: 'KalturaZoomIntegrationSetting' }]);
});

test('an unknown setting or address is refused by name', async () => {
	await expect(kaltura.control('POST', '/settings', { indexlag: 1 })).rejects.toThrow(/no setting indexlag/);
	await expect(kaltura.control('GET', '/nothing')).rejects.toThrow(/no GET \/nothing/);
	await expect(kaltura.control('POST', '/reset', { data: 'x' })).rejects.toThrow(/no data set \\"x\\"/);
});

describe('a restart', () => {
	test('keeps everything, unfinished uploads and jobs included', async () => {
		const folder = await mkdtemp(join(tmpdir(), 'kaltura-'));
		const flags = ['--index-lag-ms', '0', '--conversion-ms', '1500', '--state', join(folder, 'state')];
		let server = await startKalturaAlone(...flags);
		try {
			const entry = await server.call('media.add', { entry: { referenceId: 'kept' } });
			const token = await server.call('uploadToken.add');
			await server.upload(token.id, Buffer.from('WEBVTT\n\n'), { finalChunk: false });
			const converting = await server.control('POST', '/entries', {
				file: require.resolve('kaltura-client/test/DemoVideo.mp4'),
			});
			await server.stop();
			server = await startKalturaAlone(...flags);
			const { objects } = await server.call('media.list', { filter: { referenceIdEqual: 'kept', statusIn: '7' } });
			expect(objects[0].id).toBe(entry.id);
			const resumed = await server.upload(token.id, Buffer.from('00:01.000 --> 00:02.000\n'), {
				resume: true,
				resumeAt: 8,
			});
			expect(resumed).toMatchObject({ status: 2, uploadedFileSize: '32' });
			await server.until('media.get', { entryId: converting.id }, ({ status }) => status === 2);
		} finally {
			await server.stop();
			await rm(folder, { recursive: true });
		}
	});
});

describe('large data sets', () => {
	test('2,000 users in eight groups each, known by arithmetic', async () => {
		await kaltura.control('POST', '/reset', { data: 'users-2000' });
		const { objects } = await kaltura.call('groupUser.list', { filter: { userIdEqual: 'user000003@example.edu' } });
		const expected = [0, 1, 2, 3, 4, 5, 6, 7].map((k) => `Group${String((3 * 7 + k * 53) % 400).padStart(3, '0')}`);
		expect(objects.map((one: { groupId: string }) => one.groupId)).toEqual(expected);
		expect(objects.every((one: { creationMode: number }) => one.creationMode === 2)).toBe(true);
		const group = await kaltura.call('group_group.get', { groupId: 'Group021' });
		const members = await kaltura.call('groupUser.list', { filter: { groupIdEqual: 'Group021' } });
		expect(members.totalCount).toBe(group.membersCount);
	});

	test('1,000 recordings of the native integration, found by reference id', async () => {
		await kaltura.control('POST', '/reset', { data: 'entries-1000' });
		const uuid = Buffer.from('meeting-00000007').toString('base64');
		const startedAt = new Date((1_700_000_000 + 7 * 3600) * 1000).toISOString().replace('.000Z', 'Z');
		const { objects } = await kaltura.call('baseEntry.list', {
			filter: { referenceIdEqual: `Zoom_${uuid}${startedAt}` },
		});
		expect(objects).toMatchObject([{ name: 'Lecture 7', userId: 'host007@example.edu', adminTags: 'zoomentry' }]);
	});
});
