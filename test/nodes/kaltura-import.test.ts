/* eslint-disable @typescript-eslint/no-explicit-any -- what nodes answer is asserted on, field by field */
import { startSandbox, type Sandbox } from '../sandbox';
import { ImportBench } from './kaltura-import-bench';

let sandbox: Sandbox;
let bench: ImportBench;

beforeAll(async () => {
	sandbox = await startSandbox({ data: 'people', indexLagMs: 0, conversionMs: 20 });
	bench = new ImportBench(sandbox);
});
afterAll(() => sandbox.stop());
beforeEach(async () => {
	await sandbox.control.kaltura.reset('empty');
	await sandbox.control.zoom.clearFaults();
});

const reasonsOf = (item: any) =>
	Object.fromEntries(item.files.map((file: any) => [file.recordingType || file.fileType, file.outcome.reason]));

describe('the first import of a meeting with three layouts, transcript and chat', () => {
	test('makes one entry with streams, captions, chat, owner, rights and category', async () => {
		await sandbox.control.kaltura.call('POST', '/settings', {});
		const uuid = await bench.meeting({ uuidShape: 'leadingSlash' });
		const item = await bench.recording(uuid, {
			owner: { userId: 'ann' },
			people: { coEditors: ['bob'], coPublishers: ['cem'], coViewers: ['dee', 'bob'] },
		});
		const [result] = await bench.import([item], {
			category: { values: [{ category: { __rl: true, mode: 'path', value: 'Zoom>Recordings' } }] },
			options: { createMissingCategories: true },
		});
		expect(result.outcome).toMatchObject({ status: 'imported', reason: 'imported' });
		await bench.settled();
		const entries = await bench.entriesOf(uuid);
		const parent = entries.find((entry) => !entry.parentEntryId);
		expect(parent).toMatchObject({
			referenceId: `Zoom_${uuid}${item.segments[0].startedAt}`,
			name: 'Algebra I',
			userId: 'ann',
			entitledUsersEdit: 'bob',
			entitledUsersPublish: 'cem',
			entitledUsersView: 'dee,bob',
			blockAutoTranscript: true,
			categories: ['Zoom>Recordings'],
		});
		expect(parent.description.split('\n')).toEqual([
			`Zoom Recording ID: ${item.meetingId}`,
			`UUID: ${uuid}`,
			`Meeting Time: ${item.segments[0].startedAt}`,
		]);
		const [file] = item.segments[0].files.filter((one: any) => one.recordingType === 'shared_screen_with_speaker_view');
		expect(parent.adminTags.split(',')).toEqual(expect.arrayContaining(['zoomentry', `zoomfile-${file.id}`.toLowerCase()]));
		expect(String(parent.status)).toBe('2');
		expect(parent.content.size).toBe(file.sizeBytes);

		const streams = entries.filter((entry) => entry.parentEntryId === parent.id);
		expect(streams.map(({ status }) => String(status))).toEqual(['2', '2']);
		expect(streams.map(({ referenceId }) => referenceId).toSorted()).toEqual(
			item.segments[0].files
				.filter((one: any) => /gallery|active/.test(one.recordingType))
				.map((one: any) => `Zoom_${uuid}_${one.id}`)
				.toSorted(),
		);
		expect(parent.captions).toMatchObject([
			{ label: 'Zoom_TRANSCRIPT', language: 'English', format: '3', source: '1', isDefault: true, status: 2 },
		]);
		expect(parent.captions[0].text).toMatch(/^WEBVTT/);
		expect(parent.attachments).toMatchObject([{ filename: `Recording ${item.meetingId} chat file.txt`, format: '1', status: 2 }]);
		expect(reasonsOf(result)).toMatchObject({
			shared_screen_with_speaker_view: 'file-imported',
			gallery_view: 'file-imported',
			audio_only: 'audio-beside-video',
			audio_transcript: 'file-imported',
			chat_file: 'file-imported',
		});
		expect(result.entries).toMatchObject([{ entryId: parent.id, role: 'parent', children: [{}, {}] }]);
		expect(result.counts).toEqual({ files: 6, imported: 5, alreadyImported: 0, waiting: 0, skipped: 1, failed: 0 });
	});

	test('takes one Zoom call and four Kaltura requests; the second import one look and no write (I6)', async () => {
		await sandbox.control.kaltura.call('POST', '/reset', { data: 'empty' });
		const uuid = await bench.meeting();
		const item = await bench.recording(uuid);
		await bench.import([]); // the session is started once a day
		await bench.counts();
		await bench.import([item]);
		const first = await bench.counts();
		expect(first.zoom).toBeLessThanOrEqual(1);
		expect(first.kaltura).toBeLessThanOrEqual(4);
		await bench.settled();
		await bench.counts();
		const [again] = await bench.import([item]);
		expect(again.outcome).toMatchObject({ status: 'already-imported' });
		expect(await bench.counts()).toEqual({ kaltura: 1, writes: 0, zoom: 0 });
	});

	test('leaves no token, passcode or download address in the item (I3)', async () => {
		const uuid = await bench.meeting();
		const text = JSON.stringify(await bench.importOne(uuid));
		expect(text).not.toMatch(/Bearer|access_token|download_url|\/rec\/|https?:/);
	});
});

describe('what comes later joins what is there', () => {
	test('a transcript hours later becomes the captions of the entry and holds automatic captions back', async () => {
		const uuid = await bench.meeting({ files: [{ recordingType: 'gallery_view' }] });
		await bench.importOne(uuid);
		expect((await bench.entriesOf(uuid))[0]).toMatchObject({ captions: [], captions: [] });
		await sandbox.control.zoom.changeMeeting({ uuid, addTranscript: true });
		const result = await bench.importOne(uuid);
		expect(result.outcome).toMatchObject({ status: 'imported', reason: 'files-added' });
		const entries = await bench.entriesOf(uuid);
		expect(entries).toHaveLength(1);
		expect(entries[0]).toMatchObject({ captions: [{ label: 'Zoom_TRANSCRIPT' }], blockAutoTranscript: true });
	});
});
