import { startSandbox, type Sandbox } from '../sandbox';
import { ImportBench } from './kaltura-import-bench';

// Workers of their own contexts import the same recordings at the same time, into a Kaltura whose index lags: what one
// creates, the others do not see for a while, and nothing in Kaltura is unique (docs/fault-cases.md, 3).

// Creation times have whole seconds: the wait is the lag and a second more, as the field says (see `byAge`).
const INDEX_LAG_MS = 250;
const WAIT_SECONDS = 1.3;

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ data: 'people', indexLagMs: INDEX_LAG_MS, conversionMs: 10 });
});
afterAll(() => sandbox.stop());
beforeEach(() => sandbox.control.kaltura.reset('empty'));

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

async function expectOnce(bench: ImportBench, uuid: string, entries: string[]) {
	await bench.settled();
	expect(await bench.summaryOf(uuid)).toEqual(entries);
}

test.each([
	['at the same millisecond (fault case 3)', [0, 0]],
	['a tenth of the lag apart', [0, 30]],
	['half of the lag apart', [0, 125]],
	['as far apart as the lag', [0, 250]],
	['further apart than the lag', [0, 450]],
	['three of them', [0, 0, 40]],
])('workers that start %s end with one entry', async (_, delays) => {
	const benches = delays.map(() => new ImportBench(sandbox));
	const uuid = await benches[0]!.meeting();
	const item = await benches[0]!.recording(uuid);
	const results = await Promise.all(
		delays.map(async (delay, index) => {
			await pause(delay);
			const [result] = await benches[index]!.import([item], {
				options: { indexWait: WAIT_SECONDS, takeOverAfter: 60 },
			});
			return result;
		}),
	);
	for (const { outcome } of results) expect(['imported', 'already-imported', 'waiting']).toContain(outcome.status);
	expect(results.some(({ outcome }) => outcome.status === 'imported')).toBe(true);
	await expectOnce(benches[0]!, uuid, [
		'entry Algebra I [2] with Chat, Zoom_TRANSCRIPT',
		'stream Algebra I (Active speaker) [2]',
		'stream Algebra I (Gallery view) [2]',
	]);
	await pause(INDEX_LAG_MS);
	await benches[0]!.counts();
	expect((await benches[0]!.import([item]))[0].outcome.status).toBe('already-imported');
	expect((await benches[0]!.counts()).writes).toBe(0);
});

test('fault case 54: two schedules that overlap, with several recordings and segments, never wait for each other for ever', async () => {
	const benches = [new ImportBench(sandbox), new ImportBench(sandbox)];
	const segments = [
		{ files: [{ recordingType: 'gallery_view' }] },
		{ files: [{ recordingType: 'gallery_view' }, { recordingType: 'active_speaker' }] },
	];
	const uuids = [
		await benches[0]!.meeting({ segments }),
		await benches[0]!.meeting({ segments }),
		await benches[0]!.meeting({ segments }),
	];
	const items = await Promise.all(uuids.map((uuid) => benches[0]!.recording(uuid)));
	const options = { options: { indexWait: WAIT_SECONDS, takeOverAfter: 60 } };
	await Promise.all([benches[0]!.import(items, options), benches[1]!.import(items.toReversed(), options)]);
	for (const uuid of uuids) {
		await expectOnce(benches[0]!, uuid, [
			'entry Algebra I (1 of 2) [2]',
			'entry Algebra I (2 of 2) [2]',
			'stream Algebra I (2 of 2) (Gallery view) [2]',
		]);
	}
});

describe('files that come late', () => {
	const LATE = [
		{ recordingType: 'audio_transcript' },
		{ recordingType: 'closed_caption' },
		{ recordingType: 'chat_file' },
		{ recordingType: 'poll' },
		{ recordingType: 'active_speaker' },
	];
	const FILES = { files: { polls: true } };

	// In the same second, creation times do not tell who was first, and the ids are random: each run is another draw. A slow
	// write comes after its rival has written and looked, so that the rival never sees it.
	test.each([
		['two workers', [0, 0], 0],
		['two workers, one a moment later,', [0, 15], 0],
		['two workers, one writing after the other is done,', [0, 0], 400],
		['three workers', [0, 0, 0], 0],
		['three workers, one a moment later,', [0, 0, 25], 0],
		['three workers, one writing after the others are done,', [0, 0, 0], 400],
	])('%s add them once: captions, attachments and streams', async (_, delays, slowMs) => {
		const benches = delays.map(() => new ImportBench(sandbox));
		const options = { indexWait: WAIT_SECONDS, takeOverAfter: 60 };
		const uuid = await benches[0]!.meeting({ files: [{ recordingType: 'shared_screen_with_speaker_view' }] });
		await benches[0]!.importOne(uuid, { options: { indexWait: 0 }, ...FILES });
		await pause(INDEX_LAG_MS);
		await sandbox.control.zoom.changeMeeting({ uuid, addFiles: LATE });
		const item = await benches[0]!.recording(uuid);
		if (slowMs > 0) {
			const match = { endpoint: 'caption_captionasset.add' };
			await sandbox.control.kaltura.fault({ match, times: 1, fault: { kind: 'slow', ms: slowMs } });
		}
		const results = await Promise.all(
			delays.map(async (delay, index) => {
				await pause(delay);
				const [result] = await benches[index]!.import([item], { options, ...FILES });
				return result;
			}),
		);
		for (const { outcome } of results) expect(['imported', 'already-imported', 'waiting']).toContain(outcome.status);
		await expectOnce(benches[0]!, uuid, [
			'entry Algebra I [2] with Chat, Polls, Zoom_CC, Zoom_TRANSCRIPT',
			'stream Algebra I (Active speaker) [2]',
		]);
		await pause(INDEX_LAG_MS);
		await benches[0]!.counts();
		expect((await benches[0]!.import([item], FILES))[0].outcome.status).toBe('already-imported');
		expect((await benches[0]!.counts()).writes).toBe(0);
	});
});
