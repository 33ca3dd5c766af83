/**
 * Faults of the intake, from Zoom's event to Kaltura's entry: events of the sandbox's Zoom reach Zoom Trigger over HTTP, and
 * what it lets through goes the way of the template (read fresh, resolve the owner, import). Numbers are those of
 * docs/fault-cases.md.
 */
import type { INodeParameters } from 'n8n-workflow';

import { KalturaMedia } from '../../nodes/KalturaMedia/KalturaMedia.node';
import { OwnerResolver } from '../../nodes/OwnerResolver/OwnerResolver.node';
import { ZoomRecordings } from '../../nodes/ZoomRecordings/ZoomRecordings.node';
import { ZoomTrigger } from '../../nodes/ZoomTrigger/ZoomTrigger.node';
import { N8nContext, type WebhookServer } from '../n8n-context';
import { FILES_IN_WORK, startSandbox, type Sandbox } from '../sandbox';
import { ImportBench, LECTURE_FILES } from './kaltura-import-bench';

const BO = 'bo.andersson@example.edu';
const VIDEO = { recordingType: 'gallery_view' };
const TRANSCRIPT = { recordingType: 'audio_transcript' };

let sandbox: Sandbox;
let bench: ImportBench;
let webhook: WebhookServer;

beforeAll(async () => {
	sandbox = await startSandbox({ data: 'people', indexLagMs: 0, conversionMs: 10 });
	bench = new ImportBench(sandbox);
	webhook = await bench.n8n.serveWebhook(new ZoomTrigger(), {
		// Every event its own execution: what a burst is gathered into is the trigger's own test.
		parameters: { events: ['recording.*'], options: { gatherSeconds: 0 } },
	});
});
afterAll(async () => {
	await webhook?.close();
	await sandbox?.stop();
});
beforeEach(async () => {
	webhook.calls.length = 0;
	const { zoom, kaltura } = sandbox.control;
	await Promise.all([zoom.reset('people'), kaltura.reset('people')]);
	await zoom.subscribe({ url: webhook.url });
	webhook.calls.length = 0;
});

const lecture = (meeting: object = {}) => bench.meeting({ host: BO, files: [VIDEO, TRANSCRIPT], ...meeting });

/** Items of the executions that the trigger started since the last call. */
const started = () => webhook.calls.splice(0).flatMap(({ items }) => items ?? []);

/** What the template ingest-recording does with one item. @returns the last item, of whichever output */
async function ingest(
	{ json }: { json: any },
	{ n8n = bench.n8n, resolve = {} as INodeParameters, indexWait = 0 } = {},
): Promise<any> {
	const [read] = await n8n.runNode(new ZoomRecordings(), {
		parameters: { operation: 'get', meetingUuid: json.meetingUuid },
		items: [json],
		continueOnFail: true,
	});
	// As in the template: what could not be read has ended, with an outcome.
	if (read![0]!.json.outcome) return read![0]!.json;
	const outputs = await n8n.runNode(new OwnerResolver(), {
		parameters: {
			operation: 'resolve',
			defaultUser: { __rl: true, mode: 'id', value: 'zoom.default' },
			...resolve,
		},
		items: read!,
	});
	const [owned, skipped, attention] = outputs.map((items) => items[0]?.json);
	if (!owned) return skipped ?? attention;
	const [imported] = await n8n.runNode(new KalturaMedia(), {
		parameters: {
			resource: 'recording',
			operation: 'import',
			files: { polls: true },
			options: { indexWait, takeOverAfter: 0 },
		},
		items: [owned],
	});
	return imported![0]!.json;
}

/** The scheduled reconcile: the last days are listed, each recording goes the same way. */
async function reconcile(): Promise<any[]> {
	const [listed] = await bench.n8n.runNode(new ZoomRecordings(), {
		parameters: { operation: 'getAll', source: 'account', returnAll: true },
	});
	const results = [];
	for (const item of listed!) results.push(await ingest(item));
	return results;
}

async function expectComplete(uuid: string, entries = ['entry Algebra I [2] with Zoom_TRANSCRIPT']) {
	await bench.settled();
	expect(await bench.summaryOf(uuid)).toEqual(entries);
}

describe('events', () => {
	test('fault cases 1 and 2: an event told twice, also with another address and token, gives one entry (W19)', async () => {
		const uuid = await lecture();
		const deliver = { duplicate: true };
		const { deliveries } = await sandbox.control.zoom.sendEvent({ event: 'recording.completed', uuid, deliver });
		expect(deliveries.map(({ state }: any) => state)).toEqual(['delivered', 'delivered']);
		const items = started();
		expect(items).toHaveLength(2);
		// In workers of their own, at once: each has to wait for the index as in an account.
		const workers = items.map((item) =>
			ingest(item, { n8n: new N8nContext({ ...sandbox.credentials }), indexWait: 1.1 }),
		);
		for (const { outcome } of await Promise.all(workers))
			expect(['imported', 'already-imported']).toContain(outcome.status);
		await expectComplete(uuid);
		await bench.counts();
		expect((await ingest(items[1]!)).outcome.status).toBe('already-imported');
		expect((await bench.counts()).writes).toBe(0);
	});

	test('fault case 4: a recording whose event never came is found by the next reconcile, once', async () => {
		const uuid = await lecture();
		expect(started()).toEqual([]);
		expect((await reconcile()).map(({ outcome }) => outcome.status)).toEqual(['imported']);
		await expectComplete(uuid);
		expect((await reconcile()).map(({ outcome }) => outcome.status)).toEqual(['already-imported']);
	});

	test('fault case 6: an endpoint that is down until Zoom gives up costs time, not recordings', async () => {
		const { zoom } = sandbox.control;
		const { subscriptions } = await zoom.call('GET', '/subscriptions');
		await zoom.call('DELETE', '/subscriptions', { id: subscriptions[0].id });
		const { id } = await zoom.call('POST', '/subscriptions', { url: 'http://127.0.0.1:9/', validate: false });
		const uuid = await lecture();
		await zoom.sendEvent({ event: 'recording.completed', uuid });
		for (const minutes of [6, 21, 61]) await zoom.clock(minutes * 60);
		const { deliveries } = await zoom.deliveries();
		const failed = deliveries.find(({ subscriptionId }: any) => subscriptionId === id);
		expect(failed.attempts).toHaveLength(4);
		expect(failed.state).not.toBe('delivered');
		expect((await reconcile()).map(({ outcome }) => outcome.status)).toEqual(['imported']);
		await expectComplete(uuid);
	});

	test('fault case 5: an event that is two and a half days late, with a dead token, is as good as any', async () => {
		const uuid = await lecture();
		const { zoom } = sandbox.control;
		const deliver = { delaySeconds: 60 * 3600 };
		await zoom.sendEvent({ event: 'recording.completed', uuid, deliver });
		expect(started()).toEqual([]);
		bench.n8n.store('zoomServerToServerOAuth2Api', { accessToken: 'dead-for-days' });
		const items = await atTimeOf(60 * 3600, async () => started());
		expect(items).toHaveLength(1);
		expect((await ingest(items[0]!)).outcome.status).toBe('imported');
		await expectComplete(uuid);
	});

	test('fault case 7: the transcript is told before its video, 7 ms apart; there is one entry, with captions', async () => {
		const uuid = await lecture();
		const { zoom } = sandbox.control;
		for (const event of ['recording.transcript_completed', 'recording.completed'])
			await zoom.sendEvent({ event, uuid });
		const items = started();
		expect(items.map(({ json }: any) => json.event.name)).toEqual([
			'recording.transcript_completed',
			'recording.completed',
		]);
		const workers = items.map(async (item, index) => {
			await new Promise((done) => setTimeout(done, index * 7));
			return await ingest(item, { n8n: new N8nContext({ ...sandbox.credentials }), indexWait: 1.1 });
		});
		for (const { outcome } of await Promise.all(workers))
			expect(['imported', 'already-imported']).toContain(outcome.status);
		await expectComplete(uuid);
	});

	test.each(FILES_IN_WORK)(
		'fault case 7: a transcript told while its video is in work (%s) waits for it (W22)',
		async (shown) => {
			await sandbox.control.zoom.settings({ processingFiles: shown });
			const uuid = await lecture({ files: [{ ...VIDEO, status: 'processing' }, TRANSCRIPT] });
			const { zoom } = sandbox.control;
			await zoom.sendEvent({ event: 'recording.transcript_completed', uuid });
			const reason = { absent: 'media-not-there-yet', listed: 'files-processing', '404': 'not-in-zoom-yet' }[shown];
			expect((await ingest(started()[0]!)).outcome).toMatchObject({ status: 'waiting', reason });
			expect(await bench.entriesOf(uuid)).toEqual([]);
			await zoom.changeMeeting({ uuid, finishProcessing: true });
			await zoom.sendEvent({ event: 'recording.completed', uuid });
			expect((await ingest(started()[0]!)).outcome.status).toBe('imported');
			await expectComplete(uuid);
		},
	);

	test('fault case 8: a transcript that never comes leaves a complete entry that Kaltura may caption itself (W24)', async () => {
		const uuid = await lecture({ files: [VIDEO] });
		await sandbox.control.zoom.sendEvent({ event: 'recording.completed', uuid });
		expect((await ingest(started()[0]!)).outcome.status).toBe('imported');
		await expectComplete(uuid, ['entry Algebra I [2]']);
		expect((await bench.entriesOf(uuid))[0].blockAutoTranscript).not.toBe(true);
	});

	test('fault case 9: the transcript of a recording that a rule leaves out is left out, with the reason', async () => {
		const uuid = await lecture({ topic: 'Office hours' });
		await sandbox.control.zoom.sendEvent({ event: 'recording.transcript_completed', uuid });
		const left = await ingest(started()[0]!, { resolve: { options: { topicMustNotMatch: 'office hours' } } });
		expect(left.outcome).toMatchObject({ status: 'skipped', reason: 'topic-excluded' });
		expect(left.outcome.message).toMatch(/Office hours/);
		expect(await bench.entriesOf(uuid)).toEqual([]);
	});

	test('fault case 11: an event for each version that Zoom renders adds what is new, and only that', async () => {
		const uuid = await lecture({ files: [VIDEO] });
		const { zoom } = sandbox.control;
		await zoom.sendEvent({ event: 'recording.completed', uuid });
		await ingest(started()[0]!);
		// A better layout takes the lead of an entry that Kaltura is done with.
		await bench.settled();
		await zoom.changeMeeting({ uuid, addFiles: [{ recordingType: 'active_speaker' }] });
		await zoom.sendEvent({ event: 'recording.completed', uuid });
		expect((await ingest(started()[0]!)).outcome).toMatchObject({ status: 'imported' });
		await zoom.sendEvent({ event: 'recording.completed', uuid });
		await bench.settled();
		await bench.counts();
		expect((await ingest(started()[0]!)).outcome.status).toBe('already-imported');
		expect((await bench.counts()).writes).toBe(0);
		await expectComplete(uuid, ['entry Algebra I [2]', 'stream Algebra I (Gallery view) [2]']);
	});

	test('fault case 18: a meeting number beyond 2^31 stays the number that it is, as text', async () => {
		const uuid = await lecture({ meetingId: 9007199254740991 });
		await sandbox.control.zoom.sendEvent({ event: 'recording.completed', uuid });
		const [item] = started();
		expect(item!.json.meetingId).toBe('9007199254740991');
		expect((await ingest(item!)).meetingId).toBe('9007199254740991');
		expect((await bench.entriesOf(uuid))[0].description).toContain('Zoom Recording ID: 9007199254740991');
	});
});

/** Lets Zoom's clock go on; what Zoom sends then carries a signature of that time, for a receiver with the same clock. */
async function atTimeOf<Result>(seconds: number, look: () => Promise<Result>): Promise<Result> {
	const now = Date.now;
	const clock = jest.spyOn(Date, 'now').mockImplementation(() => now() + seconds * 1000);
	try {
		await sandbox.control.zoom.clock(seconds);
		return await look();
	} finally {
		clock.mockRestore();
	}
}

describe('tokens', () => {
	test('W21 workers whose token died at the same time each get a new one; none locks the other out', async () => {
		const uuid = await lecture();
		const workers = [0, 1, 2].map(() => {
			const n8n = new N8nContext({ ...sandbox.credentials });
			n8n.store('zoomServerToServerOAuth2Api', { accessToken: 'dead' });
			return n8n.runNode(new ZoomRecordings(), { parameters: { operation: 'get', meetingUuid: uuid } });
		});
		const read = await Promise.all(workers);
		expect(read.map(([items]) => items![0]!.json.meetingUuid)).toEqual([uuid, uuid, uuid]);
	});

	test('W30 a pull that Kaltura begins hours later still finds its token alive', async () => {
		const { zoom, kaltura } = sandbox.control;
		const threeHours = 3 * 3600;
		await kaltura.settings({ importQueueMs: threeHours * 1000, importAttempts: 1 });
		const uuid = await lecture({ files: [VIDEO] });
		await zoom.sendEvent({ event: 'recording.completed', uuid });
		expect((await ingest(started()[0]!)).outcome.status).toBe('imported');
		expect(await bench.summaryOf(uuid)).toEqual(['entry Algebra I [0]']);
		// The account's own access token lives for one hour only.
		await zoom.clock(threeHours);
		await kaltura.clock(threeHours);
		await expectComplete(uuid, ['entry Algebra I [2]']);
	});
});

describe('publishing', () => {
	test('W11 a category that the entry has already counts as done; the media follows', async () => {
		const uuid = await lecture({ files: [VIDEO] });
		await sandbox.control.kaltura.fault({
			match: { endpoint: 'categoryEntry.add' },
			times: 1,
			fault: { kind: 'apiError', code: 'CATEGORY_ENTRY_ALREADY_EXISTS', carryOut: true },
		});
		const path = 'MediaSpace>site>channels>Zoom Meetings';
		const result = await bench.importOne(uuid, {
			category: { values: [{ category: { __rl: true, mode: 'path', value: path } }] },
		});
		expect(result.outcome).toMatchObject({ status: 'imported', reason: 'imported' });
		await bench.settled();
		const [entry] = await bench.entriesOf(uuid);
		expect(entry).toMatchObject({ status: 2, categories: [path] });
		expect(entry.adminTags).not.toMatch(/zoomtodo/);
	});
});

test('from the event to the entry: at most 4 Zoom calls and 6 Kaltura requests; again at most 2 and 2, no write', async () => {
	await ingest({ json: { meetingUuid: await lecture() } }); // Kaltura's session is started once a day.
	const uuid = await lecture({ files: LECTURE_FILES });
	await sandbox.control.zoom.sendEvent({ event: 'recording.completed', uuid });
	const [item] = started();
	await bench.counts();
	expect((await ingest(item!)).outcome.status).toBe('imported');
	const first = await bench.counts();
	// Recording, host, recording with addresses, tracking fields.
	expect(first.zoom).toBeLessThanOrEqual(4);
	expect(first.kaltura).toBeLessThanOrEqual(6);
	await bench.settled();
	await bench.counts();
	expect((await ingest(item!)).outcome.status).toBe('already-imported');
	const second = await bench.counts();
	expect(second.zoom).toBeLessThanOrEqual(2);
	expect(second.kaltura).toBeLessThanOrEqual(2);
	expect(second.writes).toBe(0);
});
