/**
 * Proof that the local Kaltura is not our own mirror image: Kaltura's official client for Node (npm kaltura-client, test only)
 * works against it. The cases are those of its own suite and listing (docs/vendors/kaltura.md#the-official-client).
 */
import { readFileSync } from 'node:fs';

import { ADMIN_SECRET, type KalturaAlone, PARTNER_ID, startKalturaAlone, USER_SECRET } from './kaltura-alone';

// The client has no types and is CommonJS.
// eslint-disable-next-line @typescript-eslint/no-require-imports
const official = require('kaltura-client');
const VIDEO_FILE = require.resolve('kaltura-client/test/DemoVideo.mp4');

let kaltura: KalturaAlone;
let client: any;
beforeAll(async () => {
	kaltura = await startKalturaAlone('--index-lag-ms', '0', '--conversion-ms', '20');
	const config = new official.Configuration();
	config.serviceUrl = kaltura.serviceUrl;
	config.timeout = 30_000;
	// It logs every request with its secrets.
	config.getLogger = () => ({ log: () => undefined });
	jest.spyOn(console, 'log').mockImplementation(() => undefined);
	jest.spyOn(console, 'debug').mockImplementation(() => undefined);
	client = new official.Client(config);
});
afterAll(async () => {
	jest.restoreAllMocks();
	await kaltura.stop();
});

const { services, objects, enums } = official;
const start = (secret: string, type: number) => services.session.start(secret, null, type, PARTNER_ID).execute(client);

describe('the official client', () => {
	beforeAll(async () => client.setKs(await start(ADMIN_SECRET, enums.SessionType.ADMIN)));

	test('starts a session', async () => {
		expect(await start(USER_SECRET, enums.SessionType.USER)).toMatch(/^djJ8/);
		await expect(start('wrong', enums.SessionType.USER)).rejects.toMatchObject({ code: 'START_SESSION_ERROR' });
	});

	test('adds an entry, attaches a token, uploads a file', async () => {
		const entry = new objects.MediaEntry();
		entry.mediaType = enums.MediaType.VIDEO;
		entry.name = 'וידאו فيديو वीडियो';
		const added = await services.media.add(entry).execute(client);
		expect(added).toMatchObject({ name: entry.name, status: 7 });
		const token = await services.uploadToken.add(new objects.UploadToken()).execute(client);
		expect(token.status).toBe(0);
		const resource = new objects.UploadedFileTokenResource();
		resource.token = token.id;
		expect(String((await services.media.addContent(added.id, resource).execute(client)).status)).toBe('0');
		const uploaded = await services.uploadToken.upload(token.id, VIDEO_FILE).execute(client);
		expect(uploaded.status).toBe(enums.UploadTokenStatus.CLOSED);
		await kaltura.until('media.get', { entryId: added.id }, ({ status }) => status === 2);
		const { content } = await kaltura.control('GET', `/entries/${added.id}`);
		expect(content.size).toBe(readFileSync(VIDEO_FILE).length);
	});

	test('does the same in one multirequest, with references and a file', async () => {
		const entry = new objects.MediaEntry();
		entry.mediaType = enums.MediaType.VIDEO;
		entry.name = 'multirequest';
		const resource = new objects.UploadedFileTokenResource();
		resource.token = '{2:result:id}';
		const results = await services.media
			.add(entry)
			.add(services.uploadToken.add(new objects.UploadToken()))
			.add(services.media.addContent('{1:result:id}', resource))
			.add(services.uploadToken.upload('{2:result:id}', VIDEO_FILE))
			.execute(client);
		expect(results.map((result: any) => result.status)).toEqual([7, 0, 0, 3]);
	});

	test('uploads chunks in parallel, the last one whenever it comes', async () => {
		const bytes = readFileSync(VIDEO_FILE);
		const size = 64 * 1024;
		const token = await services.uploadToken.add(new objects.UploadToken()).execute(client);
		const upload = (chunk: Buffer, resume: boolean, finalChunk: boolean, resumeAt: number) =>
			services.uploadToken.upload(token.id, chunk, resume, finalChunk, resumeAt).execute(client);
		expect((await upload(Buffer.alloc(0), false, false, 0)).status).toBe(1);
		const offsets = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => i * size);
		const statuses = await Promise.all(
			offsets.map(async (at) => {
				const isLast = at + size >= bytes.length;
				return (await upload(bytes.subarray(at, at + size), true, isLast, at)).status;
			}),
		);
		expect(statuses).toEqual([...offsets.slice(1).map(() => 1), 2]);
	});

	test('lists, counts, and gets typed errors', async () => {
		const filter = new objects.MediaEntryFilter();
		filter.statusIn = '0,1,2,7';
		const pager = new objects.FilterPager();
		pager.pageSize = 1;
		const list = await services.media.listAction(filter, pager).execute(client);
		expect(list.objects).toHaveLength(1);
		expect(list.totalCount).toBeGreaterThan(1);
		expect(await services.media.count(filter).execute(client)).toBe(list.totalCount);
		await expect(services.media.get('1_nothere').execute(client)).rejects.toMatchObject({ code: 'ENTRY_ID_NOT_FOUND' });
	});

	test('works with categories, captions, users and groups', async () => {
		const category = new objects.Category();
		category.name = 'Official';
		const { id: categoryId } = await services.category.add(category).execute(client);
		const entry = await services.media.add(new objects.MediaEntry({ mediaType: 1 })).execute(client);
		const link = new objects.CategoryEntry({ categoryId, entryId: entry.id });
		expect((await services.categoryEntry.add(link).execute(client)).status).toBe(2);
		const caption = await services.captionAsset
			.add(entry.id, new objects.CaptionAsset({ language: 'English', format: '3' }))
			.execute(client);
		const content = new objects.StringResource({ content: 'WEBVTT\n\n00:01.000 --> 00:02.000\nHi\n' });
		expect((await services.captionAsset.setContent(caption.id, content).execute(client)).status).toBe(2);
		await services.user.add(new objects.User({ id: 'official.user', email: 'o@example.edu' })).execute(client);
		await services.group.add(new objects.Group({ id: 'OfficialGroup' })).execute(client);
		await services.groupUser
			.add(new objects.GroupUser({ userId: 'official.user', groupId: 'OfficialGroup' }))
			.execute(client);
		const members = await services.groupUser
			.listAction(new objects.GroupUserFilter({ groupIdEqual: 'OfficialGroup' }))
			.execute(client);
		expect(members.totalCount).toBe(1);
	});
});
