import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { INodeParameters } from 'n8n-workflow';

import { KalturaMedia } from '../../nodes/KalturaMedia/KalturaMedia.node';
import { N8nContext } from '../n8n-context';
import { type Sandbox, startSandbox } from '../sandbox';

type Item = Record<string, unknown>;

let sandbox: Sandbox;
let n8n: N8nContext;
beforeAll(async () => {
	sandbox = await startSandbox({ data: 'demo', indexLagMs: 0, conversionMs: 0 });
	n8n = new N8nContext({ ...sandbox.credentials });
});
afterAll(() => sandbox.stop());
beforeEach(() => sandbox.control.kaltura.reset('demo'));

async function run(parameters: INodeParameters, items: object[] = [{}], continueOnFail = false): Promise<Item[]> {
	const [output = []] = await n8n.runNode(new KalturaMedia(), { parameters, items: items as never, continueOnFail });
	return output.map(({ json }) => json);
}
async function failure(parameters: INodeParameters): Promise<{ message: string; description: string }> {
	return await run(parameters).then(
		() => Promise.reject(new Error('it succeeded')),
		(error: unknown) => error as { message: string; description: string },
	);
}
const entry = (operation: string, more: INodeParameters = {}) => ({ resource: 'entry', operation, ...more });
const caption = (operation: string, more: INodeParameters = {}) => ({ resource: 'caption', operation, ...more });
const attachment = (operation: string, more: INodeParameters = {}) => ({ resource: 'attachment', operation, ...more });
const category = (operation: string, more: INodeParameters = {}) => ({ resource: 'category', operation, ...more });
const content = (more: INodeParameters) => ({ resource: 'content', operation: 'addFromUrl', ...more });
const counts = () => sandbox.control.kaltura.counts();

async function seeded(more: object = {}): Promise<string> {
	const { id } = await sandbox.control.kaltura.call<{ id: string }>('POST', '/entries', { name: 'A lecture', ...more });
	return id;
}
async function newEntry(additionalFields: INodeParameters = {}): Promise<string> {
	const [created] = await run(entry('create', { name: 'Week 1', additionalFields }));
	return String(created?.id);
}

describe('Entry', () => {
	test('is created empty, with owner, rights, tags and reference', async () => {
		const [created] = await run(
			entry('create', {
				name: 'Week 1 \u000b\u0001: introduction 🎬',
				additionalFields: {
					owner: 'ann.lee',
					coEditors: 'bo.chen@example.edu; twin1',
					coPublishers: 'twin2',
					tags: 'physics, 2026',
					adminTags: 'zoomentry',
					referenceId: 'Zoom_abc/+==2026-09-01T08:00:00Z',
					description: 'Line 1\nLine 2',
					conversionProfileId: { __rl: true, mode: 'id', value: '7002' },
					startDate: '2027-01-01T00:00:00Z',
				},
			}),
		);
		expect(created).toMatchObject({
			name: 'Week 1  : introduction 🎬',
			status: 'noContent',
			mediaType: 'video',
			owner: 'ann.lee',
			coEditors: ['bo.chen@example.edu', 'twin1'],
			coPublishers: ['twin2'],
			referenceId: 'Zoom_abc/+==2026-09-01T08:00:00Z',
			adminTags: ['zoomentry'],
		});
		const [raw] = await run(entry('get', { entryId: String(created?.id), simplify: false }));
		expect(raw).toMatchObject({ conversionProfileId: 7002, startDate: 1798761600, description: 'Line 1\nLine 2' });
	});

	test('a mistyped owner or co-editor is refused, where Kaltura would create a user', async () => {
		const error = await failure(
			entry('create', { name: 'x', additionalFields: { owner: 'ann.leee', coViewers: 'nobody,ann.lee' } }),
		);
		expect(error.message).toBe('Kaltura user.get: there is no user ann.leee, nobody.');
		expect((await counts()).writes).toBe(0);
		const [created] = await run(
			entry('create', { name: 'x', createMissingUsers: true, additionalFields: { owner: 'ann.leee' } }),
		);
		expect(created).toMatchObject({ owner: 'ann.leee' });
	});

	test('changes what is given, keeps the rest, empties what is given empty', async () => {
		const entryId = await newEntry({ tags: 'a,b', description: 'kept', coEditors: 'ann.lee' });
		const [changed] = await run(entry('update', { entryId, updateFields: { name: 'New', tags: '', coEditors: '' } }));
		expect(changed).toMatchObject({ name: 'New', tags: [], coEditors: [], description: 'kept' });
	});

	test('many items are read in one request, the missing ones fail alone', async () => {
		const ids = [await seeded(), '0_nowhere1', await seeded()];
		await sandbox.control.kaltura.clearRequests();
		const items = await run(
			entry('get', { entryId: '={{ $json.id }}' }),
			ids.map((id) => ({ id })),
			true,
		);
		expect(items.map(({ id, error }) => id ?? error)).toEqual([
			ids[0],
			'Kaltura baseEntry.get: there is no entry 0_nowhere1.',
			ids[2],
		]);
		expect((await counts()).total).toBe(1);
	});

	test('lists entries of every status, which Kaltura hides without being asked', async () => {
		const states = { ready: 2, importing: 0, errorConverting: -1, errorImporting: -2, noContent: 7, blocked: 6 };
		for (const [tag, status] of Object.entries(states)) await seeded({ status, tags: tag });
		const pending = await seeded({ moderationStatus: 1, tags: 'toModerate' });
		const listed = await run(entry('getAll', { returnAll: true }));
		expect(listed.map(({ status }) => status).toSorted()).toEqual([...Object.keys(states), 'ready'].toSorted());
		expect(listed.map(({ id }) => id)).toContain(pending);
		const failed = await run(entry('getAll', { filters: { statuses: ['errorConverting', 'errorImporting'] } }));
		expect(failed.map(({ status }) => status).toSorted()).toEqual(['errorConverting', 'errorImporting']);
	});

	test('lists the streams of a parent, which ordinary lists hide', async () => {
		const parent = await newEntry();
		const child = await newEntry({ parentEntryId: parent });
		expect((await run(entry('getAll', { filters: { parentEntryId: parent } }))).map(({ id }) => id)).toEqual([child]);
		expect((await run(entry('getAll'))).map(({ id }) => id)).not.toContain(child);
	});

	test.each([
		[{ owner: 'ann.lee' }, 'mine'],
		[{ referenceIds: 'ref-1' }, 'mine'],
		[{ adminTag: 'zoomentry' }, 'mine'],
		[{ createdBefore: '2022-01-01T00:00:00Z' }, 'mine'],
		[{ createdAfter: '2024-01-01T00:00:00Z' }, 'other'],
		[{ mediaType: 'audio' }, 'other'],
	])('filters by %j', async (filters, expected) => {
		await seeded({
			name: 'mine',
			userId: 'ann.lee',
			referenceId: 'ref-1',
			adminTags: 'zoomentry',
			createdAt: 1609459200,
		});
		await seeded({ name: 'other', userId: 'twin1', mediaType: 5 });
		expect((await run(entry('getAll', { filters }))).map(({ name }) => name)).toEqual([expected]);
	});

	test('10,200 entries are listed although Kaltura ends its lists at 10,000', async () => {
		await sandbox.control.kaltura.reset('entries-10200');
		const items = await run(entry('getAll', { returnAll: true }));
		expect(new Set(items.map(({ id }) => id)).size).toBe(10200);
	});

	test('deletes; twice is fine', async () => {
		const entryId = await seeded();
		expect(await run(entry('delete', { entryId }))).toEqual([{ deleted: true, entryId, existed: true }]);
		expect(await run(entry('delete', { entryId }))).toEqual([{ deleted: true, entryId, existed: false }]);
	});

	test('a date that is none is named', async () => {
		const error = await failure(entry('getAll', { filters: { createdAfter: 'yesterday-ish' } }));
		expect(error.message).toBe('The parameter "Created After" holds "yesterday-ish", which is no date.');
	});
});

describe('Content: Add From URL', () => {
	let files: Server;
	let requests: Array<{ url: string; authorization: string | undefined }>;
	const media = readFileSync(join(__dirname, '../../sandbox/media/gallery_view.mp4'));
	beforeAll(async () => {
		files = createServer((request, response) => {
			requests.push({ url: request.url ?? '', authorization: request.headers.authorization });
			response.writeHead(200, { 'content-type': 'video/mp4', 'content-length': media.length });
			response.end(request.method === 'HEAD' ? undefined : media);
		});
		await new Promise<void>((done) => files.listen(0, '127.0.0.1', done));
	});
	afterAll(() => new Promise((done) => files.close(done)));
	beforeEach(() => (requests = []));
	const url = (path = '/lecture.mp4') => `http://127.0.0.1:${(files.address() as AddressInfo).port}${path}`;

	test('Kaltura fetches the media with the given headers, and the entry becomes ready', async () => {
		const entryId = await newEntry();
		const header = [{ name: 'Authorization', value: 'Bearer secret' }];
		const [added] = await run(content({ entryId, url: url(), headers: { header } }));
		expect(added).toMatchObject({ id: entryId, changed: true });
		await until(async () => (await run(entry('get', { entryId })))[0]?.status === 'ready');
		expect(requests.at(-1)).toEqual({ url: '/lecture.mp4', authorization: 'Bearer secret' });
		expect(JSON.stringify(added)).not.toContain('secret');
	});

	test('an entry with content is kept, refused or replaced, as chosen', async () => {
		const entryId = await seeded();
		const [kept] = await run(content({ entryId, url: url() }));
		expect(kept).toMatchObject({ changed: false, status: 'ready' });
		const refused = await failure(content({ entryId, url: url(), ifContentExists: 'fail' }));
		expect(refused.message).toBe('Kaltura media.addContent: the entry already has content.');
		expect(requests).toHaveLength(0);
		const [replaced] = await run(content({ entryId, url: url(), ifContentExists: 'replace' }));
		expect(replaced).toMatchObject({ id: entryId, changed: true });
		await until(async () => requests.length > 0);
	});

	test('a replacement is approved in the request that begins it, so that no Stop can come in between', async () => {
		const entryId = await seeded();
		await sandbox.control.kaltura.clearRequests();
		await run(content({ entryId, url: url(), ifContentExists: 'replace' }));
		const writes = (await sandbox.control.kaltura.requests()).filter(({ calls }) =>
			JSON.stringify(calls ?? []).includes('updateContent'),
		);
		expect(writes).toHaveLength(1);
		expect(JSON.stringify(writes[0]!.calls)).toContain('approveReplace');
	});

	test('the replacement of somebody else, who wants to look at it first, is not approved', async () => {
		const entryId = await seeded();
		await sandbox.control.kaltura.fault({
			match: { endpoint: 'media.approveReplace' },
			times: 1,
			fault: { kind: 'apiError', code: 'SERVICE_FORBIDDEN' },
		});
		await failure(content({ entryId, url: url(), ifContentExists: 'replace' }));
		await failure(content({ entryId, url: url(), ifContentExists: 'replace' }));
		const { entries } = await sandbox.control.kaltura.call('GET', '/state?all=1');
		// Waits for approval, ready or not.
		expect([2, 3]).toContain(entries.find(({ id }: any) => id === entryId).replacementStatus);
	});

	test('a replacement that failed does not stand in the way of the next one', async () => {
		const entryId = await seeded();
		const replace = () => run(content({ entryId, url: url(), ifContentExists: 'replace' }));
		await sandbox.control.kaltura.settings({ importQueueMs: 60_000 });
		await replace();
		const underWay = await failure(content({ entryId, url: url(), ifContentExists: 'replace' }));
		expect(underWay.message).toContain('a replacement of the content is already under way');
		const [hidden] = (await sandbox.control.kaltura.call('GET', `/entries?replacedEntryId=${entryId}`)).entries;
		await sandbox.control.kaltura.call('POST', `/entries/${hidden.id}`, { failImport: 'Not found' });
		await sandbox.control.kaltura.settings({ importQueueMs: 5 });
		expect(await replace()).toMatchObject([{ id: entryId, changed: true }]);
		await until(async () => requests.length > 0);
	});

	test('an address that is none is refused before anything is sent', async () => {
		const error = await failure(content({ entryId: '0_abc', url: 'lecture.mp4' }));
		expect(error.message).toBe('The parameter "URL" is "lecture.mp4", which is not a web address.');
		expect((await counts()).total).toBe(0);
	});

	async function until(condition: () => Promise<boolean>): Promise<void> {
		const end = Date.now() + 20_000;
		while (!(await condition())) {
			if (Date.now() > end) throw new Error('It did not become so within 20 s');
			await new Promise((done) => setTimeout(done, 50));
		}
	}
});

describe('Caption', () => {
	const VTT = 'WEBVTT\n\n00:00:00.000 --> 00:00:02.000\nAnn: Hello\n';
	const SRT = '1\n00:00:00,000 --> 00:00:02,000\nHello\n';
	const add = (entryId: string, more: INodeParameters = {}) => caption('add', { entryId, text: VTT, ...more });

	test('is added with its format read from the content, and made the default', async () => {
		const entryId = await seeded();
		const [added] = await run(add(entryId, { options: { isDefault: true, accuracy: 90 } }));
		expect(added).toMatchObject({
			format: 'webvtt',
			language: 'English',
			label: 'English',
			isDefault: true,
			changed: true,
		});
		const [second] = await run(add(entryId, { text: SRT, language: 'de', options: { isDefault: true } }));
		expect(second).toMatchObject({ format: 'srt', language: 'German', label: 'German' });
		const listed = await run(caption('getAll', { entryId }));
		expect(listed.map(({ label, isDefault, status }) => [label, isDefault, status])).toEqual([
			['English', false, 'ready'],
			['German', true, 'ready'],
		]);
	});

	test('is kept when it exists: the second run writes nothing', async () => {
		const entryId = await seeded();
		const [first] = await run(add(entryId));
		await sandbox.control.kaltura.clearRequests();
		expect(await run(add(entryId))).toMatchObject([{ id: first?.id, changed: false }]);
		expect((await counts()).writes).toBe(0);
	});

	test('is replaced: the new one is there before the old one goes, and stays the default', async () => {
		const entryId = await seeded();
		const [first] = await run(add(entryId, { options: { isDefault: true } }));
		const [second] = await run(
			add(entryId, { ifExists: 'replace', text: `${VTT}\n00:00:03.000 --> 00:00:04.000\nMore\n` }),
		);
		expect(second).toMatchObject({ changed: true, replaced: [first?.id] });
		expect(await run(caption('getAll', { entryId }))).toMatchObject([{ id: second?.id, isDefault: true }]);
	});

	test('a refused content leaves no empty caption behind', async () => {
		const entryId = await seeded();
		await sandbox.control.kaltura.fault({
			match: { endpoint: 'caption_captionasset.setContent' },
			fault: { kind: 'apiError', code: 'FILE_CONTENT_NOT_SECURE' },
		});
		expect((await failure(add(entryId))).message).toContain('Kaltura refuses this kind of content');
		expect(await run(caption('getAll', { entryId }))).toEqual([]);
	});

	test('one that a run which was cut off left empty is not taken for a caption, and goes', async () => {
		const entryId = await seeded();
		for (const action of ['setContent', 'delete']) {
			await sandbox.control.kaltura.fault({
				match: { endpoint: `caption_captionasset.${action}` },
				fault: { kind: 'apiError', code: 'INTERNAL_SERVERL_ERROR' },
			});
		}
		await failure(add(entryId));
		await sandbox.control.kaltura.clearFaults();
		const [left] = await run(caption('getAll', { entryId }));
		expect(left).toMatchObject({ status: 'queued' });
		// Whoever added it may still be at it.
		expect(await run(add(entryId))).toMatchObject([{ id: left?.id, changed: false }]);

		const later = Date.now() + 700_000;
		jest.spyOn(Date, 'now').mockReturnValue(later);
		const [added] = await run(add(entryId)).finally(() => jest.restoreAllMocks());
		expect(added).toMatchObject({ changed: true, replaced: [left?.id] });
		expect(await run(caption('getAll', { entryId }))).toMatchObject([{ id: added?.id, status: 'ready' }]);
	});

	test('comes from a binary file of the item', async () => {
		const entryId = await seeded();
		const data = { data: Buffer.from(`\ufeff${SRT}`).toString('base64'), mimeType: 'text/plain', fileName: 'en.srt' };
		const [added] = await run(caption('add', { entryId, contentFrom: 'binary' }), [{ json: {}, binary: { data } }]);
		expect(added).toMatchObject({ format: 'srt', changed: true });
	});

	test.each([
		['an image', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x00, 0xff]), 'holds a file that is no UTF-8 text'],
		['an empty file', Buffer.from(' \n'), 'holds an empty file'],
	])('%s is refused', async (_, bytes, expected) => {
		const data = { data: bytes.toString('base64'), mimeType: 'text/plain', fileName: 'x.srt' };
		const items = await run(
			caption('add', { entryId: '0_x', contentFrom: 'binary' }),
			[{ json: {}, binary: { data } }],
			true,
		);
		expect(items[0]?.error).toContain(expected);
	});

	test('default and deletion', async () => {
		const entryId = await seeded();
		const [first] = await run(add(entryId, { options: { isDefault: true } }));
		const [second] = await run(add(entryId, { label: 'Other' }));
		await run(caption('setDefault', { captionId: String(second?.id) }));
		expect((await run(caption('getAll', { entryId }))).map(({ isDefault }) => isDefault)).toEqual([false, true]);
		const captionId = String(first?.id);
		expect(await run(caption('delete', { captionId }))).toEqual([{ deleted: true, captionId, existed: true }]);
		expect(await run(caption('delete', { captionId }))).toEqual([{ deleted: true, captionId, existed: false }]);
	});

	test('those of many entries are one request', async () => {
		const ids = [await seeded(), await seeded()];
		await run(add(ids[1]!));
		await sandbox.control.kaltura.clearRequests();
		const items = await run(
			caption('getAll', { entryId: '={{ $json.id }}' }),
			ids.map((id) => ({ id })),
		);
		expect(items).toMatchObject([{ entryId: ids[1] }]);
		expect((await counts()).total).toBe(1);
	});
});

describe('Attachment', () => {
	const add = (entryId: string, more: INodeParameters = {}) =>
		attachment('add', { entryId, text: '00:01 Ann: hi 👋', filename: 'chat.txt', ...more });

	test('is added, kept, replaced, listed and deleted', async () => {
		const entryId = await seeded();
		const [first] = await run(add(entryId));
		expect(first).toMatchObject({ filename: 'chat.txt', format: 'text', status: 'ready', changed: true });
		expect(await run(add(entryId))).toMatchObject([{ id: first?.id, changed: false }]);
		const [second] = await run(add(entryId, { ifExists: 'replace' }));
		expect(second).toMatchObject({ changed: true, replaced: [first?.id] });
		expect(await run(attachment('getAll', { entryId }))).toMatchObject([{ id: second?.id, filename: 'chat.txt' }]);
		const attachmentId = String(second?.id);
		expect(await run(attachment('delete', { attachmentId }))).toEqual([{ deleted: true, attachmentId, existed: true }]);
		expect(await run(attachment('delete', { attachmentId }))).toEqual([
			{ deleted: true, attachmentId, existed: false },
		]);
	});

	test('a URL that cannot be downloaded leaves no empty attachment behind', async () => {
		const entryId = await seeded();
		const error = await failure(
			attachment('add', { entryId, contentFrom: 'url', url: 'http://127.0.0.1:9/slides.pdf?token=secret' }),
		);
		expect(error.message).toContain('Kaltura could not download the file');
		expect(JSON.stringify([error.message, error.description])).not.toContain('secret');
		expect(await run(attachment('getAll', { entryId }))).toEqual([]);
	});

	test('needs a file name', async () => {
		expect((await failure(add('0_x', { filename: '' }))).message).toBe('The parameter "File Name" is empty.');
	});
});

describe('Category', () => {
	const CS101 = 'MediaSpace>site>channels>CS101';

	test('paths, unique names and IDs are found; missing ones are said', async () => {
		const [byPath] = await run(category('find', { categories: CS101 }));
		const items = await run(
			category('find', { categories: `mediaspace > site>CHANNELS>cs101, CS101, Nowhere, ${byPath?.id}` }),
		);
		expect(items).toMatchObject([
			{ found: true, id: byPath?.id, fullName: CS101 },
			{ found: true, id: byPath?.id },
			{ found: false, problem: 'missing', wanted: 'Nowhere' },
			{ found: true, id: byPath?.id },
		]);
	});

	test('a name in two places is ambiguous, its full paths are not', async () => {
		await run(category('createPath', { path: 'Archive>CS101' }));
		expect(await run(category('find', { categories: 'CS101' }))).toMatchObject([
			{ found: false, problem: 'ambiguous' },
		]);
		const error = await failure(category('assign', { entryId: await seeded(), categories: 'CS101' }));
		expect(error.message).toMatch(/several categories are called "CS101": "(Archive|MediaSpace).*CS101", ".*CS101"/);
		expect(error.description).toContain('Give the full path');
		expect(await run(category('find', { categories: 'Archive>CS101' }))).toMatchObject([{ found: true }]);
	});

	test('a path is created level by level, once', async () => {
		const path = 'Courses>2026>Physics, "Advanced"';
		const [first] = await run(category('createPath', { path }));
		expect(first).toMatchObject({
			fullName: 'Courses>2026>Physics_ "Advanced"',
			created: ['Courses', 'Courses>2026', 'Courses>2026>Physics_ "Advanced"'],
		});
		expect(await run(category('createPath', { path }))).toMatchObject([{ id: first?.id, created: [], changed: false }]);
	});

	test('a path that was created a moment ago is found although the list does not show it yet', async () => {
		await sandbox.control.kaltura.settings({ indexLagMs: 1200 });
		const path = 'Fresh>Level';
		const [first] = await run(category('createPath', { path }));
		expect(await run(category('createPath', { path }))).toMatchObject([{ id: first?.id, changed: false }]);
	});

	test('assigning is fine twice, and creates what is missing only when allowed', async () => {
		const entryId = await seeded();
		const categories = `${CS101}, Courses>2026`;
		const refused = await failure(category('assign', { entryId, categories }));
		expect(refused.message).toBe('Kaltura category.list: there is no category "Courses>2026".');
		expect((await counts()).writes).toBe(0);
		expect(await run(category('assign', { entryId, categories, createMissing: true }))).toMatchObject([
			{ changed: true, categories: [{ fullName: CS101, already: false }, { fullName: 'Courses>2026' }] },
		]);
		expect(await run(category('assign', { entryId, categories }))).toMatchObject([{ changed: false }]);
		expect(await run(category('unassign', { entryId, categories }))).toMatchObject([
			{ removed: [CS101, 'Courses>2026'] },
		]);
		expect(await run(category('unassign', { entryId, categories }))).toMatchObject([{ changed: false }]);
	});

	test('without the privilege disableentitlement the remedy names it', async () => {
		const kalturaApi = { ...sandbox.credentials.kalturaApi, privileges: '' };
		const limited = new N8nContext({ kalturaApi });
		const parameters = category('assign', { entryId: await seeded(), categories: CS101 });
		const [items] = await limited.runNode(new KalturaMedia(), { parameters, continueOnFail: true });
		expect(items?.[0]?.json).toMatchObject({
			errorDetails: { code: 'CATEGORY_NOT_FOUND', remedy: expect.stringContaining('disableentitlement') },
		});
	});

	test('lists below a path', async () => {
		const items = await run(category('getAll', { pathStartsWith: 'MediaSpace>site>channels>' }));
		expect(items.map(({ name }) => name).toSorted()).toEqual(['CS101', 'Zoom Meetings', 'Zoom Webinars']);
	});
});

describe('lists of the editor', () => {
	test('categories by path or name, conversion profiles with the default marked', async () => {
		const { results } = await n8n.listSearch(new KalturaMedia(), 'searchCategories', { filter: 'Zoom' });
		expect(results.map(({ name }) => name)).toEqual([
			'MediaSpace>site>channels>Zoom Meetings',
			'MediaSpace>site>channels>Zoom Webinars',
		]);
		const profiles = await n8n.listSearch(new KalturaMedia(), 'searchConversionProfiles');
		expect(profiles.results.map(({ name }) => name)).toContain('Default (default)');
	});
});
