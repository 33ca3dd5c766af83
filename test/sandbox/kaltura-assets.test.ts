/** Captions, attachments and categories of the local Kaltura (docs/vendors/kaltura.md#finding-entries-and-categories, #captions-and-attachments). */
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { codeOf, type KalturaAlone, startKalturaAlone } from './kaltura-alone';

let kaltura: KalturaAlone;
let entryId: string;
beforeAll(async () => (kaltura = await startKalturaAlone('--index-lag-ms', '0')));
beforeEach(async () => {
	await kaltura.control('POST', '/reset', {});
	entryId = (await kaltura.call('media.add', { entry: { name: 'x', mediaType: 1 } })).id;
});
afterAll(() => kaltura.stop());

const VTT = 'WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.500\nAnn Lee: Grüße\n';
const SRT = '1\n00:00:01,000 --> 00:00:02,500\nAnn Lee: Hello\n';
const text = (content: string) => ({ objectType: 'KalturaStringResource', content });

describe('captions', () => {
	const add = (captionAsset: object) => kaltura.call('caption_captionasset.add', { entryId, captionAsset });
	const setContent = (id: string, contentResource: object) =>
		kaltura.call('caption_captionasset.setContent', { id, contentResource });
	const list = async () =>
		(await kaltura.call('caption_captionasset.list', { filter: { entryIdEqual: entryId } })).objects;

	test.each([
		['VTT said to be VTT', '3', VTT, 2],
		['SRT said to be SRT', '1', SRT, 2],
		['VTT without a format: it counts as SRT', undefined, VTT, -1],
		['SRT said to be VTT', '3', SRT, -1],
		['VTT with a broken time', '3', VTT.replace('02.500', '02,500'), -1],
		['a login page', '3', '<html>Sign in</html>', -1],
	])('%s', async (_, format, content, status) => {
		const { id } = await add({ language: 'English', ...(format ? { format } : {}) });
		const answer = await setContent(id, text(content));
		// Never an API error: only the status tells.
		expect(codeOf(answer)).toBeNull();
		expect(answer.status).toBe(status);
	});

	test('know languages by their English names only', async () => {
		expect(codeOf(await add({ language: 'en' }))).toBe('INVALID_ENUM_VALUE');
		expect(await add({ language: 'English (American)', format: '3' })).toMatchObject({
			status: 0,
			languageCode: 'en_us',
			format: '3',
			isDefault: false,
		});
	});

	test('are served as they came', async () => {
		const { id } = await add({ language: 'German', format: '3', label: 'Zoom_TRANSCRIPT', source: '1', accuracy: 85 });
		await setContent(id, text(VTT));
		const url = await kaltura.call('caption_captionasset.getUrl', { id });
		expect(await (await fetch(url)).text()).toBe(VTT);
	});

	test('may be added twice; adding a default keeps the other one, setting it does not', async () => {
		const first = await add({ language: 'English', label: 'Zoom', isDefault: true });
		const second = await add({ language: 'English', label: 'Zoom', isDefault: true });
		expect((await list()).map(({ isDefault }: { isDefault: boolean }) => isDefault)).toEqual([true, true]);
		expect(await kaltura.call('caption_captionasset.setAsDefault', { captionAssetId: second.id })).toBeNull();
		const { objects } = await kaltura.call('caption_captionasset.list', {
			filter: { entryIdEqual: entryId, orderBy: '+createdAt' },
		});
		expect(
			Object.fromEntries(objects.map((one: { id: string; isDefault: boolean }) => [one.id, one.isDefault])),
		).toEqual({
			[first.id]: false,
			[second.id]: true,
		});
	});

	test('are listed per entry, or not at all', async () => {
		expect(codeOf(await kaltura.call('caption_captionasset.list', { filter: {} }))).toBe(
			'PROPERTY_VALIDATION_CANNOT_BE_NULL',
		);
		await add({ language: 'English' });
		const { objects } = await kaltura.call('caption_captionasset.list', {
			filter: { entryIdIn: `${entryId},1_other000` },
		});
		expect(objects).toHaveLength(1);
	});

	test('belong to video and audio only, and go with delete', async () => {
		const picture = await kaltura.call('media.add', { entry: { mediaType: 2 } });
		expect(codeOf(await kaltura.call('caption_captionasset.add', { entryId: picture.id, captionAsset: {} }))).toBe(
			'ENTRY_ID_NOT_FOUND',
		);
		const { id } = await add({ language: 'English' });
		expect(await kaltura.call('caption_captionasset.delete', { captionAssetId: id })).toBeNull();
		expect(await list()).toEqual([]);
		expect(codeOf(await setContent(id, text(SRT)))).toBe('CAPTION_ASSET_ID_NOT_FOUND');
	});

	test('from an upload that is not finished wait for it', async () => {
		const { id } = await add({ language: 'English', format: '3' });
		const token = (await kaltura.call('uploadToken.add', {})).id;
		const waiting = await setContent(id, { objectType: 'KalturaUploadedFileTokenResource', token });
		expect(waiting.status).toBe(7);
		expect((await kaltura.upload(token, Buffer.from(VTT), {}, 'a.vtt')).status).toBe(3);
		expect((await kaltura.call('caption_captionasset.get', { captionAssetId: id })).status).toBe(2);
	});
});

describe('content from a URL', () => {
	let server: Server;
	let seen: Array<{ path: string; headers: IncomingHttpHeaders }>;
	let origin: string;
	beforeEach(async () => {
		seen = [];
		server = createServer((request, response) => {
			seen.push({ path: `${request.method} ${request.url}`, headers: request.headers });
			if (request.url === '/signed') response.end(VTT);
			else if (request.headers.authorization) response.writeHead(302, { location: '/signed' }).end();
			else response.writeHead(401).end();
		});
		await new Promise<void>((done) => server.listen(0, '127.0.0.1', () => done()));
		origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	});
	afterEach(() => {
		server.closeAllConnections();
		server.close();
	});
	const resource = (shouldRedirect: boolean) => ({
		objectType: 'KalturaUrlResource',
		url: `${origin}/file`,
		shouldRedirect,
		urlHeaders: [{ objectType: 'KalturaString', value: 'Authorization: Bearer abc' }],
	});

	test('comes later for captions', async () => {
		const { id } = await kaltura.call('caption_captionasset.add', {
			entryId,
			captionAsset: { language: 'English', format: '3' },
		});
		expect(
			(await kaltura.call('caption_captionasset.setContent', { id, contentResource: resource(true) })).status,
		).toBe(7);
		await kaltura.until('caption_captionasset.get', { captionAssetId: id }, ({ status }) => status === 2);
	});

	test('comes within the call for attachments, without headers: only shouldRedirect makes it work', async () => {
		const add = () =>
			kaltura.call('attachment_attachmentasset.add', {
				entryId,
				attachmentAsset: { filename: 'chat\n.txt', format: '1' },
			});
		const { id, filename } = await add();
		expect(filename).toBe('chat.txt');
		const set = (assetId: string, shouldRedirect: boolean) =>
			kaltura.call('attachment_attachmentasset.setContent', { id: assetId, contentResource: resource(shouldRedirect) });
		expect((await set(id, true)).status).toBe(2);
		expect(seen.at(-1)).toMatchObject({ path: 'GET /signed' });
		expect(seen.at(-1)?.headers.authorization).toBeUndefined();
		const other = await add();
		expect(await set(other.id, false)).toMatchObject({
			code: 'ATTACHMENT_ASSET_DOWNLOAD_FAILED',
			message: `Attachment asset download from URL "${origin}/file" failed`,
		});
		expect((await kaltura.call('attachment_attachmentasset.get', { attachmentAssetId: other.id })).status).toBe(-1);
	});

	test('an HTML page is refused as an attachment', async () => {
		const { id } = await kaltura.call('attachment_attachmentasset.add', {
			entryId,
			attachmentAsset: { filename: 'chat.txt' },
		});
		const answer = await kaltura.call('attachment_attachmentasset.setContent', {
			id,
			contentResource: text('<html>Sign in</html>'),
		});
		expect(codeOf(answer)).toBe('FILE_CONTENT_NOT_SECURE');
	});
});

describe('categories', () => {
	const list = async (filter: object) =>
		(await kaltura.call('category.list', { filter })).objects.map((one: { fullName: string }) => one.fullName);

	test('are found by full name without regard to case, and never by name alone', async () => {
		await kaltura.control('POST', '/settings', { strict: false });
		expect(await list({ fullNameEqual: 'mediaspace>SITE>channels>cs101' })).toEqual(['MediaSpace>site>channels>CS101']);
		expect(await list({ nameEqual: 'CS101' })).toHaveLength(6);
		expect(await list({ nameOrReferenceIdStartsWith: 'zoom' })).toHaveLength(2);
		expect(await list({ fullNameStartsWith: 'MediaSpace>site>channels>' })).toHaveLength(3);
	});

	test('are created one level at a time, under an existing parent, once', async () => {
		const top = await kaltura.call('category.add', { category: { name: 'Courses' } });
		const below = await kaltura.call('category.add', { category: { name: 'A>B,<C', parentId: top.id } });
		expect(below).toMatchObject({
			name: 'A_B__C',
			fullName: 'Courses>A_B__C',
			fullIds: `${top.id}>${below.id}`,
			depth: 1,
		});
		expect(await kaltura.call('category.add', { category: { name: 'A_B__C', parentId: top.id } })).toMatchObject({
			code: 'DUPLICATE_CATEGORY',
			message: 'The category "Courses>A_B__C" already exists',
		});
		expect(codeOf(await kaltura.call('category.add', { category: { name: 'x', parentId: 1 } }))).toBe(
			'PARENT_CATEGORY_NOT_FOUND',
		);
		expect(codeOf(await kaltura.call('category.add', { category: { name: 'n'.repeat(201) } }))).toBe(
			'PROPERTY_VALIDATION_MAX_LENGTH',
		);
		expect(codeOf(await kaltura.call('category.add', { category: { name: 'x', owner: 'ann.lee' } }))).toBe(
			'CANNOT_SET_OWNER_FIELD_WITH_NO_PRIVACY_CONTEXT',
		);
	});

	test('take an entry once, up to 32 per entry', async () => {
		const assign = (categoryId: number, id = entryId) =>
			kaltura.call('categoryEntry.add', { categoryEntry: { categoryId, entryId: id } });
		const { id } = await kaltura.call('category.add', { category: { name: 'One' } });
		expect(await assign(id)).toMatchObject({
			status: 2,
			categoryFullIds: String(id),
			objectType: 'KalturaCategoryEntry',
		});
		expect(await assign(id)).toEqual({
			code: 'CATEGORY_ENTRY_ALREADY_EXISTS',
			message: 'Entry already assigned to this category',
			objectType: 'KalturaAPIException',
			args: [],
		});
		expect(codeOf(await assign(id, '1_nothere'))).toBe('INVALID_ENTRY_ID');
		expect(codeOf(await assign(7))).toBe('CATEGORY_NOT_FOUND');
		await kaltura.control('POST', '/settings', { maxCategoriesPerEntry: 1 });
		const two = await kaltura.call('category.add', { category: { name: 'Two' } });
		expect(codeOf(await assign(two.id))).toBe('MAX_CATEGORIES_FOR_ENTRY_REACHED');
		expect(await kaltura.call('categoryEntry.delete', { entryId, categoryId: id })).toBeNull();
		expect(codeOf(await kaltura.call('categoryEntry.delete', { entryId, categoryId: id }))).toBe(
			'ENTRY_IS_NOT_ASSIGNED_TO_CATEGORY',
		);
	});

	test('named in the deprecated field of an entry come into being', async () => {
		const { categories } = await kaltura.call('media.add', { entry: { name: 'x', categories: 'New>Deep' } });
		expect(categories).toBe('New>Deep');
		expect(await list({ fullNameEqual: 'New>Deep' })).toEqual(['New>Deep']);
		const ks = await kaltura.startSession({ privileges: 'disableentitlement,privacycontext:MediaSpace' });
		expect(codeOf(await kaltura.call('media.add', { entry: { categories: 'New' } }, ks))).toBe(
			'ENTRY_CATEGORY_FIELD_IS_DEPRECATED',
		);
	});

	test('without a pager a list is longer than with one', async () => {
		for (let i = 0; i < 31; i += 1) await kaltura.call('category.add', { category: { name: `C${i}` } });
		expect((await kaltura.call('category.list')).objects).toHaveLength(37);
		expect((await kaltura.call('category.list', { pager: {} })).objects).toHaveLength(30);
	});
});
