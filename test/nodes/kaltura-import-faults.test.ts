import { startSandbox, type Sandbox } from '../sandbox';
import { shortenWaits } from '../short-waits';
import { ImportBench, LECTURE_FILES } from './kaltura-import-bench';

// Numbers in names are those of the fault catalogue (docs/fault-cases.md).

let sandbox: Sandbox;
let bench: ImportBench;

beforeAll(async () => {
	sandbox = await startSandbox({ data: 'people', indexLagMs: 0, conversionMs: 10 });
	bench = new ImportBench(sandbox);
});
afterAll(() => sandbox.stop());
beforeEach(async () => {
	await sandbox.control.kaltura.reset('empty');
	await sandbox.control.zoom.clearFaults();
});

const zoomFault = (rule: any) => sandbox.control.zoom.fault(rule);
const kalturaFault = (rule: any) => sandbox.control.kaltura.fault(rule);
const parentsOf = async (uuid: string) => (await bench.entriesOf(uuid)).filter((entry) => !entry.parentEntryId);

/** The meeting with three layouts, transcript and chat is in Kaltura once and complete (I1). */
async function expectComplete(uuid: string) {
	await bench.settled();
	expect(await bench.summaryOf(uuid)).toEqual([
		'entry Algebra I [2] with Chat, Zoom_TRANSCRIPT',
		'stream Algebra I (Active speaker) [2]',
		'stream Algebra I (Gallery view) [2]',
	]);
}

describe('downloads that do not answer the file', () => {
	shortenWaits();
	test.each([
		['fault case 21, W29: a login page', { kind: 'html' }],
		['fault case 22: an error in JSON', { kind: 'jsonError' }],
	])('%s is never attached; nothing is created, the source stays', async (_, fault) => {
		const uuid = await bench.meeting({ files: [{ recordingType: 'gallery_view' }] });
		await zoomFault({ match: { where: 'download' }, fault });
		const result = await bench.importOne(uuid);
		expect(result.outcome).toMatchObject({ status: 'failed', reason: 'download-not-media', retryable: true });
		expect(result.errorDetails).toMatchObject({ vendor: 'transfer', code: 'not-media' });
		expect(await bench.entriesOf(uuid)).toEqual([]);
		await sandbox.control.zoom.clearFaults();
		expect((await bench.importOne(uuid)).outcome.status).toBe('imported');
	});

	test('fault case 20: a download that Zoom refuses names what to check', async () => {
		const uuid = await bench.meeting({ files: [{ recordingType: 'gallery_view' }] });
		await zoomFault({ match: { where: 'download' }, fault: { kind: 'status', status: 403 } });
		const result = await bench.importOne(uuid);
		expect(result.outcome.status).toBe('failed');
		expect(result.outcome.nextStep).toMatch(/scopes/);
		expect(await bench.entriesOf(uuid)).toEqual([]);
	});

	test('fault case 40: one unreadable layout leaves the recording partial; the next run adds it', async () => {
		const login = '<!doctype html><title>Sign in</title>';
		const uuid = await bench.meeting({
			files: LECTURE_FILES.map((file) => (file.recordingType === 'gallery_view' ? { ...file, text: login } : file)),
		});
		const partial = await bench.importOne(uuid);
		const bad = partial.files.filter((file: any) => file.outcome.status === 'failed');
		expect(bad).toMatchObject([{ recordingType: 'gallery_view', outcome: { reason: 'download-not-media' } }]);
		expect(partial.outcome).toMatchObject({ status: 'partial', reason: 'some-files-failed', retryable: true });
		expect((await parentsOf(uuid))[0].children).toHaveLength(1);
		await sandbox.control.zoom.changeMeeting({ uuid, changeFile: { id: bad[0].id, recordingType: 'gallery_view' } });
		expect((await bench.importOne(uuid)).outcome.reason).toBe('imported');
		await expectComplete(uuid);
	});

	test("no request of ours carries Authorization to the content network, only Kaltura's do", async () => {
		await sandbox.control.zoom.call('DELETE', '/stray-authorizations');
		await bench.importOne(await bench.meeting());
		const ours = await strayAgents();
		await bench.settled();
		// That Kaltura's own requests are seen proves that ours would be.
		expect((await strayAgents()).length).toBeGreaterThan(0);
		expect(ours.filter((agent) => !/kaltura|curl/i.test(agent))).toEqual([]);
	});
});

const strayAgents = async (): Promise<string[]> =>
	(await sandbox.control.zoom.strayAuthorizations()).strayAuthorizations.map(({ userAgent }: any) => userAgent);

describe('Zoom in trouble', () => {
	test('fault case 27: a rate limit is waited for', async () => {
		const uuid = await bench.meeting({ files: [{ recordingType: 'gallery_view' }] });
		const item = await bench.recording(uuid);
		await zoomFault({
			match: { endpoint: 'GET /meetings/{meetingId}/recordings' },
			times: 1,
			fault: {
				kind: 'status',
				status: 429,
				headers: { 'retry-after': '1' },
				body: { code: 429, message: 'Too many requests' },
			},
		});
		expect((await bench.import([item]))[0].outcome.status).toBe('imported');
	});

	test('a refusal fails its recording with code and next step; the others go on (fault case 55)', async () => {
		const [bad, good] = [
			await bench.meeting({ files: [{ recordingType: 'gallery_view' }] }),
			await bench.meeting({ files: [{ recordingType: 'gallery_view' }] }),
		];
		const items = [await bench.recording(bad), await bench.recording(good)];
		// A UUID that begins with a slash, or holds two, is encoded twice.
		const inPath = `${encodeURIComponent(bad)}|${encodeURIComponent(encodeURIComponent(bad))}`;
		// Neither by its UUID nor in a listing, where it is looked for next.
		for (const match of [
			{ endpoint: 'GET /meetings/{meetingId}/recordings', path: inPath },
			{ endpoint: 'GET /users/{userId}/recordings' },
			{ endpoint: 'GET /accounts/{accountId}/recordings' },
		]) {
			await zoomFault({
				match,
				fault: {
					kind: 'apiError',
					status: 400,
					code: 4711,
					message: 'Invalid access token, does not contain scopes:[cloud_recording:read:list_recording_files:admin].',
				},
			});
		}
		const [failed, imported] = await bench.import(items);
		expect(failed.outcome).toMatchObject({ status: 'failed', reason: 'zoom-refused', retryable: false });
		expect(failed.errorDetails).toMatchObject({ vendor: 'zoom', code: '4711' });
		expect(failed.outcome.nextStep).not.toBe('');
		expect(imported.outcome.status).toBe('imported');
	});
});

describe('Kaltura in trouble', () => {
	shortenWaits();
	test.each(['media.list', 'media.add', 'media.addContent'])(
		'fault case 34: a session that ends at %s is renewed',
		async (endpoint) => {
			const uuid = await bench.meeting();
			await kalturaFault({
				match: { endpoint },
				times: 1,
				fault: {
					kind: 'apiError',
					code: 'INVALID_KS',
					args: { KSID: 'EXPIRED', ERR_CODE: '-1', ERR_DESC: 'INVALID_STR' },
				},
			});
			expect((await bench.importOne(uuid)).outcome.status).toBe('imported');
			await expectComplete(uuid);
		},
	);

	test('fault case 35: an error inside HTTP 200 is an error, with its code', async () => {
		const uuid = await bench.meeting();
		await kalturaFault({
			match: { endpoint: 'media.add' },
			fault: { kind: 'apiError', code: 'SERVICE_FORBIDDEN', args: { SERVICE: 'media->add' } },
		});
		const result = await bench.importOne(uuid);
		expect(result.outcome).toMatchObject({ status: 'failed', reason: 'kaltura-refused' });
		expect(result.errorDetails).toMatchObject({ vendor: 'kaltura', code: 'SERVICE_FORBIDDEN' });
		expect(await bench.entriesOf(uuid)).toEqual([]);
	});

	test('a parent that Kaltura refuses leaves no stream behind as an entry of its own', async () => {
		const uuid = await bench.meeting();
		await kalturaFault({
			match: { endpoint: 'media.add' },
			times: 1,
			fault: { kind: 'apiError', code: 'SERVICE_FORBIDDEN', args: { SERVICE: 'media->add' } },
		});
		expect((await bench.importOne(uuid)).outcome.status).toBe('failed');
		expect(await bench.entriesOf(uuid)).toEqual([]);
		expect((await bench.importOne(uuid)).outcome.status).toBe('imported');
		await expectComplete(uuid);
	});

	test.each([
		['before the entries', 'media.add'],
		['while filling them', 'media.addContent'],
		['while adding captions', 'caption_captionasset.add'],
	])('a rate limit %s is waited for', async (_, endpoint) => {
		const uuid = await bench.meeting();
		await kalturaFault({ match: { endpoint }, times: 1, fault: { kind: 'apiError', code: 'ACTION_BLOCKED' } });
		expect((await bench.importOne(uuid)).outcome.status).toBe('imported');
		await expectComplete(uuid);
	});

	test.each([
		['fault case 32: creating entries', 'media.add', 'lost'],
		['fault case 36: filling them', 'media.addContent', 'lost'],
		['fault case 36: filling them, half of the answer missing', 'media.addContent', 'truncated'],
		['creating entries, nothing carried out', 'media.add', 'reset'],
		['filling them, nothing carried out', 'media.addContent', 'reset'],
	])('%s: an answer that never comes leads to a look, not to a second entry', async (_, endpoint, kind) => {
		const uuid = await bench.meeting();
		const item = await bench.recording(uuid);
		await kalturaFault({ match: { endpoint }, times: 1, fault: { kind } });
		const [result] = await bench.import([item], { options: { takeOverAfter: 60 } });
		expect(['imported', 'already-imported']).toContain(result.outcome.status);
		await expectComplete(uuid);
		await bench.counts();
		expect((await bench.import([item]))[0].outcome.status).toBe('already-imported');
		expect((await bench.counts()).writes).toBe(0);
	});

	test('a caption that Kaltura refuses leaves the recording partial, and the next run gives the same caption its text', async () => {
		const uuid = await bench.meeting();
		await kalturaFault({
			match: { endpoint: 'caption_captionasset.setContent' },
			times: 1,
			fault: { kind: 'apiError', code: 'FILE_CONTENT_NOT_SECURE' },
		});
		expect((await bench.importOne(uuid)).outcome).toMatchObject({ status: 'partial' });
		expect((await bench.importOne(uuid)).outcome.status).toBe('imported');
		await expectComplete(uuid);
	});

	test('fault case 41: a Kaltura that is down fails the node with the next step; nothing is lost', async () => {
		const uuid = await bench.meeting();
		const item = await bench.recording(uuid);
		await kalturaFault({ match: { where: 'api' }, fault: { kind: 'apiError', code: 'INTERNAL_DATABASE_ERROR' } });
		await expect(bench.import([item])).rejects.toThrow(/Kaltura/);
		await sandbox.control.kaltura.clearFaults();
		expect((await bench.import([item]))[0].outcome.status).toBe('imported');
	}, 30_000);
});

describe('a run that is killed', () => {
	test.each([
		[
			'fault case 32: after the entries were created',
			{ match: { endpoint: 'media.addContent' }, fault: { kind: 'hang' } },
		],
		[
			'fault case 33: after the content was attached',
			{ match: { endpoint: 'media.addContent' }, fault: { kind: 'stall' } },
		],
		['while the entries are created', { match: { endpoint: 'media.add' }, fault: { kind: 'stall' } }],
	])('%s: the next run finishes it (I8)', async (_, rule) => {
		const uuid = await bench.meeting();
		const item = await bench.recording(uuid);
		await kalturaFault({ ...rule, times: 1 });
		const kill = new AbortController();
		const running = bench.import([item], {}, kill.signal);
		running.catch(() => undefined);
		const struck = async () =>
			(await sandbox.control.kaltura.call('GET', '/faults')).faults.some((one: any) => one.struck > 0);
		for (let attempt = 0; attempt < 100 && !(await struck()); attempt++)
			await new Promise((done) => setTimeout(done, 30));
		expect(await struck()).toBe(true);
		kill.abort();
		await expect(running).rejects.toThrow();
		await sandbox.control.kaltura.clearFaults();
		expect(['imported', 'already-imported']).toContain((await bench.import([item]))[0].outcome.status);
		await expectComplete(uuid);
	});
});
