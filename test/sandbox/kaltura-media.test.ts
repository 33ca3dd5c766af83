/** Entries of the local Kaltura: what lists hide, when they know, streams, uploads in chunks, imports that download. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { codeOf, type KalturaAlone, startKalturaAlone } from './kaltura-alone';

const VIDEO = readFileSync(require.resolve('kaltura-client/test/DemoVideo.mp4'));
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

let kaltura: KalturaAlone;
beforeAll(async () => (kaltura = await startKalturaAlone('--index-lag-ms', '0', '--conversion-ms', '20')));
beforeEach(() => kaltura.control('POST', '/reset', {}));
afterAll(() => kaltura.stop());

const add = (entry: object = {}) => kaltura.call('media.add', { entry: { name: 'x', mediaType: 1, ...entry } });
const get = (entryId: string) => kaltura.call('media.get', { entryId });
const list = async (filter: object) => (await kaltura.call('baseEntry.list', { filter })).totalCount;
const ready = (entryId: string) => kaltura.until('media.get', { entryId }, ({ status }) => status === 2);

describe('lists', () => {
	test('hide entries that are not READY unless statuses are asked for', async () => {
		await add({ referenceId: 'Zoom_a==2026' });
		expect(await list({ referenceIdEqual: 'Zoom_a==2026' })).toBe(0);
		expect(await list({ referenceIdEqual: 'Zoom_a==2026', statusIn: '-2,-1,0,1,2,4,5,6,7' })).toBe(1);
		expect(await list({ referenceIdIn: 'Zoom_b,Zoom_a==2026', statusNotIn: '3' })).toBe(1);
		expect((await kaltura.call('baseEntry.listByReferenceId', { refId: 'Zoom_a==2026' })).totalCount).toBe(1);
	});

	test('show an entry of any status by its id', async () => {
		const { id } = await add();
		expect(await list({ idEqual: id })).toBe(1);
		expect(await list({ idIn: id })).toBe(0);
	});

	test('hide streams unless their parent, their ids or hidden ones are asked for', async () => {
		const parent = await add();
		const child = await add({ parentEntryId: parent.id, referenceId: 'stream' });
		expect(child.displayInSearch).toBe(-1);
		const statusIn = '7';
		expect(await list({ referenceIdEqual: 'stream', statusIn })).toBe(0);
		expect(await list({ parentEntryIdEqual: parent.id, statusIn })).toBe(1);
		expect(await list({ referenceIdEqual: 'stream', displayInSearchEqual: -1, statusIn })).toBe(1);
		expect(await list({ idIn: child.id, statusIn })).toBe(1);
		expect((await kaltura.call('baseEntry.listByReferenceId', { refId: 'stream' })).totalCount).toBe(0);
	});

	test('hide what waits for moderation or was rejected', async () => {
		const { id } = await kaltura.control('POST', '/entries', { referenceId: 'Zoom_m' });
		expect(await list({ referenceIdEqual: 'Zoom_m' })).toBe(1);
		await kaltura.call('media.reject', { entryId: id });
		expect(await list({ referenceIdEqual: 'Zoom_m' })).toBe(0);
		expect(await list({ referenceIdEqual: 'Zoom_m', moderationStatusEqual: 3 })).toBe(1);
	});

	test('lag behind, while get knows at once', async () => {
		await kaltura.control('POST', '/settings', { indexLagMs: 60_000 });
		const { id } = await add({ referenceId: 'late', userId: 'new.owner' });
		expect((await get(id)).id).toBe(id);
		expect(await list({ referenceIdEqual: 'late', statusIn: '7' })).toBe(0);
		expect((await kaltura.call('user.list', { filter: { idEqual: 'new.owner' } })).totalCount).toBe(0);
		await kaltura.control('POST', '/clock', { advanceSeconds: 61 });
		expect(await list({ referenceIdEqual: 'late', statusIn: '7' })).toBe(1);
		expect((await kaltura.call('user.list', { filter: { idEqual: 'new.owner' } })).totalCount).toBe(1);
	});

	test('still match an entry by what it was, and show it as it is', async () => {
		const { id } = await add({ referenceId: 'before' });
		await kaltura.control('POST', '/settings', { indexLagMs: 60_000 });
		await kaltura.call('media.update', { entryId: id, mediaEntry: { referenceId: 'after' } });
		const { objects } = await kaltura.call('media.list', { filter: { referenceIdEqual: 'before', statusIn: '7' } });
		expect(objects[0].referenceId).toBe('after');
		await kaltura.call('media.delete', { entryId: id });
		const stale = await kaltura.call('media.list', { filter: { referenceIdEqual: 'before', statusIn: '7' } });
		expect(stale).toMatchObject({ objects: [], totalCount: 1 });
	});

	test('ignore filters that do not exist, unless the sandbox is strict', async () => {
		expect((await kaltura.call('media.list', { filter: { emailEqual: 'x' } })).code).toBe('STRICT_UNKNOWN_PROPERTY');
		await kaltura.control('POST', '/settings', { strict: false });
		expect(await list({ emailEqual: 'x', statusIn: '7' })).toBe(0);
		await add();
		expect(await list({ emailEqual: 'x', statusIn: '7' })).toBe(1);
	});
});

describe('owners and rights', () => {
	test('unknown ones become users, without e-mail', async () => {
		await add({ userId: 'who.is@this', entitledUsersEdit: 'ann.lee,one.more' });
		const owner = await kaltura.call('user.get', { userId: 'who.is@this' });
		expect(owner).toMatchObject({ id: 'who.is@this', screenName: 'who.is@this', firstName: 'who.is@this' });
		expect(owner).not.toHaveProperty('email');
		expect(codeOf(await kaltura.call('user.get', { userId: 'one.more' }))).toBeNull();
	});

	test('a list of entitled users replaces the one before; an empty one clears it', async () => {
		const { id } = await add({ entitledUsersEdit: 'ann.lee' });
		const update = (entitledUsersEdit: string) =>
			kaltura.call('media.update', { entryId: id, mediaEntry: { entitledUsersEdit } });
		expect((await update('bo.chen@example.edu')).entitledUsersEdit).toBe('bo.chen@example.edu');
		expect((await update('')).entitledUsersEdit).toBe('');
	});

	test('echoing a whole entry back fails, sending only changes works', async () => {
		const entry = await add();
		// conversionQuality comes as a number and is declared as text.
		const echoed = await kaltura.call('media.update', { entryId: entry.id, mediaEntry: entry });
		expect(codeOf(echoed)).toBe('PROPERTY_VALIDATION_NOT_UPDATABLE');
		const renamed = await kaltura.call('media.update', { entryId: entry.id, mediaEntry: { name: 'y' } });
		expect(renamed.name).toBe('y');
		const changed = await kaltura.call('media.update', { entryId: entry.id, mediaEntry: { status: 2 } });
		expect(changed.args.PROP_NAME).toBe('KalturaBaseEntry::status');
		expect(codeOf(await kaltura.call('media.update', { entryId: entry.id, mediaEntry: { mediaType: 5 } }))).toBe(
			'PROPERTY_VALIDATION_NOT_UPDATABLE',
		);
	});
});

describe('streams', () => {
	test('may not bring categories, know their parent on update, and never form a circle', async () => {
		const parent = await add({ userId: 'ann.lee' });
		expect(codeOf(await add({ parentEntryId: parent.id, categories: 'A' }))).toBe(
			'ASSIGNING_INFO_TO_ENTRY_WITH_PARENT_IS_FORBIDDEN',
		);
		expect(codeOf(await add({ parentEntryId: '1_nothere' }))).toBe('INTERNAL_SERVERL_ERROR');
		const child = await add({ parentEntryId: parent.id, userId: 'bo.chen@example.edu' });
		expect(child.entitledUsersEdit).toBe('ann.lee');
		const adopt = (entryId: string, parentEntryId: string) =>
			kaltura.call('media.update', { entryId, mediaEntry: { parentEntryId } });
		expect(codeOf(await adopt(child.id, '1_nothere'))).toBe('PARENT_ENTRY_ID_NOT_FOUND');
		expect(codeOf(await adopt(parent.id, child.id))).toBe('CYCLE_IN_PARENTAGE');
	});

	test('keep their captions on the parent', async () => {
		const parent = await add();
		const child = await add({ parentEntryId: parent.id });
		const caption = await kaltura.call('caption_captionasset.add', {
			entryId: child.id,
			captionAsset: { language: 'English' },
		});
		expect(caption.entryId).toBe(parent.id);
	});
});

describe('uploads', () => {
	const token = async (uploadToken?: object) => (await kaltura.call('uploadToken.add', { uploadToken })).id as string;
	const tokenResource = (id: string) => ({ objectType: 'KalturaUploadedFileTokenResource', token: id });
	const contentOf = async (id: string) => (await kaltura.control('GET', `/entries/${id}`)).content;

	test('attached before the bytes: IMPORT, then CLOSED and READY with the same bytes, playable in ranges', async () => {
		const { id } = await add();
		const tokenId = await token();
		expect((await kaltura.call('media.addContent', { entryId: id, resource: tokenResource(tokenId) })).status).toBe(0);
		expect((await kaltura.upload(tokenId, VIDEO)).status).toBe(3);
		const { dataUrl, duration, width } = await ready(id);
		expect({ duration, width }).toEqual({ duration: 10, width: 320 });
		expect(await contentOf(id)).toMatchObject({ size: VIDEO.length, sha256: sha256(VIDEO) });
		const whole = Buffer.from(await (await fetch(dataUrl)).arrayBuffer());
		expect(whole.equals(VIDEO)).toBe(true);
		const part = await fetch(dataUrl, { headers: { range: 'bytes=100-199' } });
		expect(part.status).toBe(206);
		expect(Buffer.from(await part.arrayBuffer()).equals(VIDEO.subarray(100, 200))).toBe(true);
	});

	test('in parallel, the final chunk first: it waits until the gap closes', async () => {
		const tokenId = await token({ fileName: 'a.mp4' });
		const size = 64 * 1024;
		const offsets = Array.from({ length: Math.ceil(VIDEO.length / size) }, (_, i) => i * size).reverse();
		expect((await kaltura.upload(tokenId, Buffer.alloc(0), { finalChunk: false, resumeAt: 0 })).status).toBe(1);
		const answers: number[] = [];
		const sent = offsets.map(async (resumeAt, i) => {
			const finalChunk = i === 0;
			const answer = await kaltura.upload(tokenId, VIDEO.subarray(resumeAt, resumeAt + size), {
				resume: true,
				finalChunk,
				resumeAt,
			});
			answers.push(answer.status);
		});
		await Promise.all(sent);
		expect(answers).toEqual([...offsets.slice(1).map(() => 1), 2]);
		const { id } = await add();
		await kaltura.call('media.addContent', { entryId: id, resource: tokenResource(tokenId) });
		expect((await contentOf(id)).sha256).toBe(sha256(VIDEO));
	});

	test('a final chunk without what comes before it fails, leaves the token PARTIAL, and can be sent again', async () => {
		await kaltura.control('POST', '/settings', { finalChunkWaitMs: 50 });
		const tokenId = await token();
		await kaltura.upload(tokenId, Buffer.from('abc'), { finalChunk: false });
		const last = () => kaltura.upload(tokenId, Buffer.from('ghi'), { resume: true, finalChunk: true, resumeAt: 6 });
		expect(codeOf(await last())).toBe('UPLOAD_TOKEN_CANNOT_MATCH_EXPECTED_SIZE');
		expect(await kaltura.call('uploadToken.get', { uploadTokenId: tokenId })).toMatchObject({
			status: 1,
			uploadedFileSize: '3',
		});
		await kaltura.upload(tokenId, Buffer.from('def'), { resume: true, finalChunk: false, resumeAt: 3 });
		expect(await last()).toMatchObject({ status: 2, uploadedFileSize: '9' });
		expect(codeOf(await last())).toBe('UPLOAD_TOKEN_INVALID_STATUS_FOR_UPLOAD');
	});

	test('a chunk sent twice counts once, a first chunk cannot resume, without resume everything is replaced', async () => {
		const tokenId = await token();
		const chunk = (text: string, parameters: object) =>
			kaltura.upload(tokenId, Buffer.from(text), { finalChunk: false, ...parameters });
		expect(codeOf(await chunk('x', { resume: true }))).toBe('UPLOAD_TOKEN_CANNOT_RESUME');
		await chunk('long text', {});
		await chunk('abc', {});
		await chunk('def', { resume: true, resumeAt: 3 });
		await chunk('def', { resume: true, resumeAt: 3 });
		await chunk('', { resume: true, resumeAt: 400 });
		const done = await chunk('ghi', { resume: true, resumeAt: 6, finalChunk: true });
		expect(done.uploadedFileSize).toBe('9');
		const { id } = await add();
		await kaltura.call('media.addContent', { entryId: id, resource: tokenResource(tokenId) });
		expect((await contentOf(id)).sha256).toBe(sha256(Buffer.from('abcdefghi')));
	});

	test('finish by themselves when the size was said', async () => {
		expect(codeOf(await kaltura.call('uploadToken.add', { uploadToken: { autoFinalize: 1 } }))).toBe(
			'UPLOAD_TOKEN_MISSING_FILE_SIZE',
		);
		const tokenId = await token({ autoFinalize: 1, fileSize: 6 });
		expect((await kaltura.upload(tokenId, Buffer.from('abc'), { finalChunk: false })).status).toBe(1);
		expect(
			(await kaltura.upload(tokenId, Buffer.from('def'), { resume: true, finalChunk: false, resumeAt: 3 })).status,
		).toBe(2);
	});

	test('beyond what is kept are counted and hashed, repeated chunks included', async () => {
		await kaltura.control('POST', '/settings', { keepBytesUpTo: 1000 });
		const tokenId = await token();
		const bytes = VIDEO.subarray(0, 9000);
		await kaltura.upload(tokenId, bytes.subarray(0, 3000), { finalChunk: false });
		await kaltura.upload(tokenId, bytes.subarray(3000, 6000), { resume: true, finalChunk: false, resumeAt: 3000 });
		await kaltura.upload(tokenId, bytes.subarray(3000, 6000), { resume: true, finalChunk: false, resumeAt: 3000 });
		await kaltura.upload(tokenId, bytes.subarray(6000), { resume: true, finalChunk: true, resumeAt: 6000 });
		const { id } = await add();
		await kaltura.call('media.addContent', { entryId: id, resource: tokenResource(tokenId) });
		expect(await contentOf(id)).toMatchObject({ size: 9000, sha256: sha256(bytes), kept: false });
	});

	test('an entry takes content once', async () => {
		const { id } = await add();
		const resource = { objectType: 'KalturaStringResource', content: 'x' };
		await kaltura.call('media.addContent', { entryId: id, resource });
		expect(codeOf(await kaltura.call('media.addContent', { entryId: id, resource }))).toBe(
			'ENTRY_ALREADY_WITH_CONTENT',
		);
	});
});

describe('imports from a URL', () => {
	let source: Server;
	let cdn: Server;
	let seen: Array<{ method: string; path: string; headers: IncomingHttpHeaders }>;
	const originOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const listen = (handler: Parameters<typeof createServer>[1]) =>
		new Promise<Server>((done) => {
			const server = createServer(handler as never).listen(0, '127.0.0.1', () => done(server));
		});

	beforeEach(async () => {
		seen = [];
		cdn = await listen((request, response) => {
			seen.push({ method: request.method ?? '', path: `cdn${request.url}`, headers: request.headers });
			response.writeHead(200, { 'content-length': VIDEO.length }).end(request.method === 'HEAD' ? undefined : VIDEO);
		});
		source = await listen((request, response) => {
			seen.push({ method: request.method ?? '', path: request.url ?? '', headers: request.headers });
			if (request.url === '/gone') response.writeHead(403).end();
			else if (!request.headers.authorization)
				response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in</html>');
			else if (request.url === '/short')
				response.writeHead(200, { 'content-length': VIDEO.length }).end(VIDEO.subarray(0, 1000));
			else response.writeHead(302, { location: `${originOf(cdn)}/file.mp4?signed=1` }).end();
		});
	});
	afterEach(() => {
		for (const server of [source, cdn]) {
			server.closeAllConnections();
			server.close();
		}
	});

	const start = async (path: string, headers: string[] = ['Authorization: Bearer abc'], shouldRedirect = true) => {
		const { id } = await add();
		const urlHeaders = headers.map((value) => ({ objectType: 'KalturaString', value }));
		const resource = {
			objectType: 'KalturaUrlResource',
			url: originOf(source) + path,
			urlHeaders,
			shouldRedirect,
			forceAsyncDownload: true,
		};
		return kaltura.call('media.updateContent', { entryId: id, resource });
	};
	const settled = (entryId: string) =>
		kaltura.until('media.get', { entryId }, ({ status }) => ![0, 1].includes(status));

	test('resolve redirects with the headers first, then get the final URL, headers and all', async () => {
		const entry = await start('/download');
		expect(entry).toMatchObject({ status: 0, sourceType: '5' });
		expect((await settled(entry.id)).status).toBe(2);
		expect((await kaltura.control('GET', `/entries/${entry.id}`)).content.sha256).toBe(sha256(VIDEO));
		expect(seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
			'HEAD /download',
			'HEAD cdn/file.mp4?signed=1',
			'GET cdn/file.mp4?signed=1',
		]);
		// Kaltura's own stray Authorization, which our code may never send.
		expect(seen[2]?.headers.authorization).toBe('Bearer abc');
	});

	test('collapse double slashes in the URL', async () => {
		await settled((await start('/rec//download?a=b//c')).id);
		expect(seen[0]?.path).toBe('/rec/download?a=b/c');
	});

	test('take a login page for the file and fail at conversion: -1, not -2', async () => {
		const entry = await start('/download', []);
		expect((await settled(entry.id)).status).toBe(-1);
	});

	test('are tried three times on an HTTP error; then -2, and the reason on the source flavor', async () => {
		await kaltura.control('POST', '/settings', { importRetryMs: 20 });
		const entry = await start('/gone', ['Authorization: Bearer abc'], false);
		expect((await settled(entry.id)).status).toBe(-2);
		expect(seen).toHaveLength(3);
		const { objects } = await kaltura.call('flavorAsset.list', { filter: { entryIdEqual: entry.id } });
		expect(objects).toMatchObject([
			{ isOriginal: true, status: -1, description: 'Failed while reading file. HTTP Error: [403]' },
		]);
	});

	test('are tried again when the body ends early', async () => {
		await kaltura.control('POST', '/settings', { importRetryMs: 20 });
		const entry = await start('/short', ['Authorization: Bearer abc'], false);
		expect((await settled(entry.id)).status).toBe(-2);
	});

	test('want their headers as KalturaString objects', async () => {
		const { id } = await add();
		const resource = { objectType: 'KalturaUrlResource', url: originOf(source), urlHeaders: ['Authorization: x'] };
		expect(codeOf(await kaltura.call('media.addContent', { entryId: id, resource }))).toBe(
			'PROPERTY_VALIDATION_WRONG_FORMAT',
		);
	});

	test('stop when the entry is deleted', async () => {
		await kaltura.control('POST', '/settings', { importQueueMs: 100 });
		const entry = await start('/download');
		await kaltura.call('media.delete', { entryId: entry.id });
		await new Promise((later) => setTimeout(later, 250));
		expect(seen).toHaveLength(0);
	});
});

describe('replacing content', () => {
	const resource = { objectType: 'KalturaStringResource', content: 'no media' };

	test('goes through a hidden entry that has to be ready and approved', async () => {
		const { id } = await kaltura.control('POST', '/entries', {
			file: require.resolve('kaltura-client/test/DemoVideo.mp4'),
		});
		await ready(id);
		const tokenId = (await kaltura.call('uploadToken.add')).id;
		await kaltura.upload(tokenId, VIDEO);
		await kaltura.control('POST', '/settings', { conversionMs: 300 });
		const tokenResource = { objectType: 'KalturaUploadedFileTokenResource', token: tokenId };
		const replacing = await kaltura.call('media.updateContent', { entryId: id, resource: tokenResource });
		expect(replacing).toMatchObject({ status: 2, replacementStatus: 3 });
		expect(codeOf(await kaltura.call('media.updateContent', { entryId: id, resource }))).toBe(
			'ENTRY_REPLACEMENT_ALREADY_EXISTS',
		);
		expect((await kaltura.call('media.approveReplace', { entryId: id })).replacementStatus).toBe(1);
		const replaced = await kaltura.until(
			'media.get',
			{ entryId: id },
			({ replacementStatus }) => replacementStatus === 0,
		);
		expect(replaced.version).toBeGreaterThan(0);
		expect(replaced).not.toHaveProperty('replacingEntryId');
	});

	test('that cannot be converted leaves the old content and says FAILED', async () => {
		const { id } = await kaltura.control('POST', '/entries', {});
		await kaltura.call('media.updateContent', { entryId: id, resource });
		await kaltura.until('media.get', { entryId: id }, ({ replacementStatus }) => replacementStatus === 4);
		expect((await get(id)).status).toBe(2);
	});
});

test('a profile may drop the source: then only the rendition is listed', async () => {
	const { id } = await add({ conversionProfileId: 7003 });
	const tokenId = (await kaltura.call('uploadToken.add')).id;
	await kaltura.upload(tokenId, VIDEO);
	await kaltura.call('media.addContent', {
		entryId: id,
		resource: { objectType: 'KalturaUploadedFileTokenResource', token: tokenId },
	});
	await ready(id);
	const { objects } = await kaltura.call('flavorAsset.list', { filter: { entryIdEqual: id } });
	expect(objects).toMatchObject([{ isOriginal: false, status: 2, sizeInBytes: VIDEO.length }]);
});

describe('what accounts and servers differ in', () => {
	test('an approval without a replacement is refused', async () => {
		const { id } = await kaltura.call('media.add', { entry: { name: 'x', mediaType: 1 } });
		expect(codeOf(await kaltura.call('media.approveReplace', { entryId: id }))).toBe('ENTRY_ID_NOT_REPLACED');
	});

	test('an importer without header support forgets urlHeaders', async () => {
		const seen: Array<string | undefined> = [];
		const server = createServer((request, response) => {
			seen.push(request.headers.authorization);
			response.end('x');
		}).listen(0, '127.0.0.1');
		await once(server, 'listening');
		const { port } = server.address() as AddressInfo;
		const resource = {
			objectType: 'KalturaUrlResource',
			url: `http://127.0.0.1:${port}/a.mp4`,
			urlHeaders: [{ objectType: 'KalturaString', value: 'Authorization: Bearer x' }],
		};
		for (const importHeaders of ['sent', 'none']) {
			await kaltura.control('POST', '/settings', { importHeaders, importQueueMs: 1 });
			const { id } = await kaltura.call('media.add', { entry: { name: 'x', mediaType: 1 } });
			await kaltura.call('media.addContent', { entryId: id, resource });
			await kaltura.until('media.get', { entryId: id }, ({ status }) => status !== 0);
		}
		server.close();
		expect(seen).toEqual(['Bearer x', undefined]);
	});

	test.each([
		[{ missingPlugins: ['caption'] }, 'caption_captionasset.list', 'SERVICE_DOES_NOT_EXISTS'],
		[{ missingPermissions: ['CAPTION_MODIFY'] }, 'caption_captionasset.add', 'SERVICE_FORBIDDEN'],
		[{ missingPermissions: ['ATTACHMENT_MODIFY'] }, 'attachment_attachmentasset.add', 'SERVICE_FORBIDDEN'],
		[{ missingPermissions: ['ADMIN_BASE'] }, 'elasticsearch_esearch.searchUser', 'SERVICE_FORBIDDEN'],
		[{ missingPermissions: ['CONTENT_MANAGE_BASE'] }, 'attachment_attachmentasset.list', 'SERVICE_FORBIDDEN'],
	])('%j: %s is refused with %s', async (settings, endpoint, code) => {
		await kaltura.control('POST', '/settings', { ...settings, strict: false });
		const parameters = {
			entryId: '0_x',
			captionAsset: {},
			attachmentAsset: {},
			searchParams: { objectType: 'KalturaESearchUserParams' },
		};
		expect(codeOf(await kaltura.call(endpoint, parameters))).toBe(code);
	});
});
