import { KalturaMedia } from '../../nodes/KalturaMedia/KalturaMedia.node';
import { startSandbox, type Sandbox } from '../sandbox';
import { ImportBench } from './kaltura-import-bench';

// Each field of Import's form has an effect; the rules behind them have tables in test/unit/policy.

let sandbox: Sandbox;
let bench: ImportBench;

beforeAll(async () => {
	sandbox = await startSandbox({ data: 'people', indexLagMs: 0, conversionMs: 10 });
	bench = new ImportBench(sandbox);
});
afterAll(() => sandbox.stop());
beforeEach(() => sandbox.control.kaltura.reset('empty'));

const VIDEO = { recordingType: 'gallery_view' };
const textsOf = ({ captions, attachments }: any): string[] =>
	[...captions, ...attachments].map((asset: any) => asset.label ?? asset.title).toSorted();
const mainEntry = async (uuid: string) => (await bench.entriesOf(uuid)).find(({ parentEntryId }) => !parentEntryId);

describe('what comes along is a switch of its own', () => {
	const UNKNOWN = { recordingType: 'whiteboard', fileType: 'WHITEBOARD', fileExtension: 'PDF', text: '%PDF-1.7 drawn' };
	test.each<[string, object, Record<string, unknown>, string]>([
		['chat', { recordingType: 'chat_file' }, { files: { chat: true } }, 'Chat'],
		['closedCaptions', { recordingType: 'closed_caption' }, { files: { closedCaptions: true } }, 'Zoom_CC'],
		['polls', { recordingType: 'poll' }, { files: { polls: true } }, 'Polls'],
		['summaries', { recordingType: 'summary_next_steps' }, { files: { summaries: true } }, 'Summary next steps'],
		['timeline', { recordingType: 'timeline' }, { files: { timeline: true } }, 'Timeline'],
		['otherFiles', UNKNOWN, { files: { otherFiles: true } }, 'Whiteboard'],
		['zoomTranscription', { recordingType: 'audio_transcript' }, { zoomTranscription: true }, 'Zoom_TRANSCRIPT'],
	])('%s', async (name, file, on, title) => {
		const uuid = await bench.meeting({ files: [VIDEO, file] });
		const off = name === 'zoomTranscription' ? { zoomTranscription: false } : { files: { [name]: false } };
		const left = await bench.importOne(uuid, off);
		expect(left.files[1].outcome).toMatchObject({
			status: 'skipped',
			reason: name === 'otherFiles' ? 'file-type-unknown' : 'file-not-wanted',
		});
		expect(textsOf(await mainEntry(uuid))).toEqual([]);
		// Switched on later, it joins the entry that is there.
		expect((await bench.importOne(uuid, on)).outcome).toMatchObject({ status: 'imported' });
		expect(textsOf(await mainEntry(uuid))).toEqual([title]);
	});

	test.each([
		['always', 2],
		['whenNoVideo', 1],
		['never', 1],
	])('audio beside a video: %s', async (audio, entries) => {
		const uuid = await bench.meeting({ files: [VIDEO, { recordingType: 'audio_only' }] });
		await bench.importOne(uuid, { files: { audio } });
		expect(await bench.entriesOf(uuid)).toHaveLength(entries);
	});
});

describe('what the entry says', () => {
	test('part n of m, date, tags, admin tags, conversion profile and the labels of captions come from the form', async () => {
		await sandbox.control.kaltura.reset('people');
		const files = [VIDEO, { recordingType: 'audio_transcript' }, { recordingType: 'closed_caption' }];
		const uuid = await bench.meeting({ startedAt: '2026-03-02T09:00:00Z', segments: [{ files }, { files: [VIDEO] }] });
		await bench.importOne(uuid, {
			entry: {
				name: '{topic} {date} ({part}/{parts})',
				tags: 'lecture, algebra',
				adminTags: 'from-n8n',
				conversionProfileId: { __rl: true, mode: 'id', value: '7002' },
			},
			captions: { transcriptLabel: 'Transcript', closedCaptionLabel: 'Captions', language: 'German' },
		});
		const entries = (await bench.entriesOf(uuid)).toSorted((a, b) => (a.name < b.name ? -1 : 1));
		expect(entries.map(({ name }) => name)).toEqual(['Algebra I 2026-03-02 (1/2)', 'Algebra I 2026-03-02 (2/2)']);
		for (const entry of entries) {
			expect(entry).toMatchObject({ tags: 'lecture,algebra', conversionProfileId: 7002 });
			expect(entry.adminTags.split(',')).toEqual(expect.arrayContaining(['zoomentry', 'from-n8n']));
		}
		const tracks = entries[0]!.captions.map(({ label, language, isDefault }: any) => ({ label, language, isDefault }));
		expect(tracks).toEqual([
			{ label: 'Transcript', language: 'German', isDefault: true },
			{ label: 'Captions', language: 'German', isDefault: false },
		]);
	});

	test('tracking fields of an LMS can be left aside', async () => {
		const uuid = await bench.meeting({ files: [VIDEO] });
		const item = await bench.recording(uuid, { trackingFields: { KalturaCategory: 'PHY101' } });
		const options = { createMissingCategories: true, followTrackingFields: false };
		await bench.import([item], { options });
		expect((await mainEntry(uuid)).categories).toEqual([]);
	});

	test('a native entry is completed on request: what was left out joins it', async () => {
		const uuid = await bench.meeting({ files: [VIDEO, { recordingType: 'closed_caption' }] });
		const item = await bench.recording(uuid);
		await sandbox.control.kaltura.call('POST', '/entries', {
			name: 'Imported long ago',
			referenceId: `Zoom_${uuid}${item.segments[0].startedAt}`,
			adminTags: 'zoomentry',
			status: 2,
		});
		expect((await bench.import([item]))[0].outcome.status).toBe('imported-by-native-integration');
		expect((await bench.import([item], { options: { nativeEntries: 'complete' } }))[0].outcome.status).toBe('imported');
		expect(await bench.summaryOf(uuid)).toEqual(['entry Imported long ago [2] with Zoom_CC']);
	});
});

test('rights that people changed in Kaltura stay as they are, whoever the item names later', async () => {
	await sandbox.control.kaltura.reset('people');
	const uuid = await bench.meeting({ files: [VIDEO] });
	const people = { coEditors: ['bo.chen@example.edu'], coPublishers: ['gina.rossi@example.edu'] };
	await bench.import([await bench.recording(uuid, { people })]);
	const entry = await mainEntry(uuid);
	expect(entry).toMatchObject({
		entitledUsersEdit: 'bo.chen@example.edu',
		entitledUsersPublish: 'gina.rossi@example.edu',
	});
	const changed = {
		entitledUsersEdit: 'cara.diaz@example.edu',
		entitledUsersPublish: '',
		userId: 'ivy.chen@example.edu',
	};
	await sandbox.control.kaltura.call('POST', `/entries/${entry.id}`, changed);
	await bench.settled();
	await bench.counts();
	const more = { coEditors: ['hugo.helper@example.edu'], coPublishers: [], coViewers: ['twin1'] };
	const [again] = await bench.import([await bench.recording(uuid, { people: more })]);
	expect(again.outcome.status).toBe('already-imported');
	expect((await bench.counts()).writes).toBe(0);
	expect(await mainEntry(uuid)).toMatchObject(changed);
});

test.each(['searchCategories', 'searchConversionProfiles', 'searchUsers'])(
	'a list that fails says why (%s)',
	async (method) => {
		const { listSearch } = new KalturaMedia().methods as { listSearch: Record<string, unknown> };
		expect(Object.keys(listSearch)).toContain(method);
		await sandbox.control.kaltura.fault({
			match: {},
			fault: { kind: 'apiError', code: 'SERVICE_FORBIDDEN', args: { SERVICE: 'list' } },
		});
		await expect(bench.n8n.listSearch(new KalturaMedia(), method)).rejects.toThrow(/Kaltura/);
	},
);
