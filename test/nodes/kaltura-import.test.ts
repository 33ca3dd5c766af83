import { FILES_IN_WORK, startSandbox, type Sandbox } from '../sandbox';
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
		expect(parent.adminTags.split(',')).toEqual(
			expect.arrayContaining(['zoomentry', `zoomfile-${file.id}`.toLowerCase()]),
		);
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
		expect(parent.attachments).toMatchObject([
			{ filename: `Recording ${item.meetingId} chat file.txt`, format: '1', status: 2 },
		]);
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

	test('takes two Zoom calls and five Kaltura requests; the second import one look and no write (I6)', async () => {
		await sandbox.control.kaltura.call('POST', '/reset', { data: 'empty' });
		const uuid = await bench.meeting();
		const item = await bench.recording(uuid);
		await bench.import([]); // the session is started once a day
		await bench.counts();
		await bench.import([item]);
		const first = await bench.counts();
		// The recording, and the tracking fields of its meeting.
		expect(first.zoom).toBeLessThanOrEqual(2);
		// The last one remembers in the parent what was added to it.
		expect(first.kaltura).toBeLessThanOrEqual(5);
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

const path = (value: string) => ({ values: [{ category: { __rl: true, mode: 'path', value } }] });
const topEntries = async (uuid: string) => (await bench.entriesOf(uuid)).filter((entry) => !entry.parentEntryId);

describe('what comes later joins what is there', () => {
	test('a transcript hours later becomes the captions of the entry and holds automatic captions back', async () => {
		const uuid = await bench.meeting({ files: [{ recordingType: 'gallery_view' }] });
		await bench.importOne(uuid);
		const [before] = await bench.entriesOf(uuid);
		expect(before).toMatchObject({ captions: [] });
		expect(before.blockAutoTranscript).toBeFalsy();
		await sandbox.control.zoom.changeMeeting({ uuid, addTranscript: true });
		const result = await bench.importOne(uuid);
		expect(result.outcome).toMatchObject({ status: 'imported', reason: 'files-added' });
		const entries = await bench.entriesOf(uuid);
		expect(entries).toHaveLength(1);
		expect(entries[0]).toMatchObject({ captions: [{ label: 'Zoom_TRANSCRIPT' }], blockAutoTranscript: true });
	});

	/** What a segment is in Kaltura, by layouts: the entry, its streams. */
	const arranged = async (uuid: string, recording: any) => {
		const files = recording.segments.flatMap(({ files: some }: any) => some);
		const layoutOf = ({ adminTags }: any) =>
			files
				.filter(({ id }: any) => adminTags.includes(`zoomfile-${id.toLowerCase()}`))
				.map(({ recordingType }: any) => recordingType)
				.join('+');
		const entries = await bench.entriesOf(uuid);
		const below = (parent: any) => entries.filter(({ parentEntryId }) => parentEntryId === parent.id);
		return (await topEntries(uuid)).map((entry) => [layoutOf(entry), ...below(entry).map(layoutOf).toSorted()]);
	};
	const add = (uuid: string, recordingType: string) =>
		sandbox.control.zoom.changeMeeting({ uuid, addFiles: [{ recordingType }] });

	test('a better layout that comes late takes the lead in the same entry, as if everything had come at once', async () => {
		const uuid = await bench.meeting({ files: [{ recordingType: 'gallery_view' }] });
		await bench.importOne(uuid);
		await bench.settled();
		const [before] = await topEntries(uuid);
		await add(uuid, 'shared_screen_with_speaker_view');
		expect((await bench.importOne(uuid)).outcome).toMatchObject({ status: 'imported', reason: 'imported' });
		await bench.settled();
		const recording = await bench.recording(uuid);
		expect(await arranged(uuid, recording)).toEqual([['shared_screen_with_speaker_view', 'gallery_view']]);
		let [after] = await topEntries(uuid);
		while (after.replacingEntryId) [after] = await topEntries(uuid);
		expect(after.id).toBe(before.id);
		const wanted = recording.segments[0].files.find(
			({ recordingType }: any) => recordingType === 'shared_screen_with_speaker_view',
		);
		expect(after.flavors.find(({ isOriginal, status }: any) => isOriginal && status !== 3)).toMatchObject({
			sizeInBytes: wanted.sizeBytes,
		});
		await bench.counts();
		expect((await bench.importOne(uuid)).outcome.status).toBe('already-imported');
		expect((await bench.counts()).writes).toBe(0);
	});

	test('a lesser layout that comes late becomes a stream', async () => {
		const uuid = await bench.meeting({ files: [{ recordingType: 'shared_screen_with_speaker_view' }] });
		await bench.importOne(uuid);
		await bench.settled();
		await add(uuid, 'gallery_view');
		await bench.importOne(uuid);
		expect(await arranged(uuid, await bench.recording(uuid))).toEqual([
			['shared_screen_with_speaker_view', 'gallery_view'],
		]);
	});

	test('a better layout that cannot be read leaves the entry as it is, and comes with a later run', async () => {
		const uuid = await bench.meeting({ files: [{ recordingType: 'gallery_view' }] });
		await bench.importOne(uuid);
		await bench.settled();
		const text = '<!doctype html><title>Sign in</title>';
		await sandbox.control.zoom.changeMeeting({ uuid, addFiles: [{ recordingType: 'shared_screen', text }] });
		const [{ id }] = (await bench.recording(uuid)).segments[0].files.filter(
			({ recordingType }: any) => recordingType === 'shared_screen',
		);
		const failed = await bench.importOne(uuid);
		expect(failed.outcome.status).toBe('partial');
		expect(await arranged(uuid, await bench.recording(uuid))).toEqual([['gallery_view']]);
		await sandbox.control.zoom.changeMeeting({ uuid, changeFile: { id, recordingType: 'shared_screen' } });
		await bench.importOne(uuid);
		expect(await arranged(uuid, await bench.recording(uuid))).toEqual([['shared_screen', 'gallery_view']]);
	});

	test.each([
		['whenNoVideo', [['gallery_view']]],
		['always', [['gallery_view', 'audio_only']]],
	])(
		'a video that comes after its sound does not become the stream of an audio entry (Audio: %s)',
		async (audio, end) => {
			const uuid = await bench.meeting({ files: [{ recordingType: 'audio_only' }] });
			await bench.importOne(uuid, { files: { audio } });
			await bench.settled();
			const [sound] = await topEntries(uuid);
			await add(uuid, 'gallery_view');
			const item = { ...(await bench.recording(uuid)), ledger: { entryIds: sound.id } };
			const [result] = await bench.import([item], { files: { audio } });
			expect(result.outcome).toMatchObject({ status: 'imported', reason: 'imported' });
			expect(result.leftOut.join()).toContain(`${sound.id}, which held the sound alone, made way`);
			await bench.settled();
			expect(await arranged(uuid, item)).toEqual(end);
			const [video] = await topEntries(uuid);
			expect(video).toMatchObject({ mediaType: 1 });
			await bench.counts();
			expect((await bench.importOne(uuid, { files: { audio } })).outcome.status).toBe('already-imported');
			expect((await bench.counts()).writes).toBe(0);
		},
	);

	test.each([
		['was played', { plays: 3 }, 'was played 3 times'],
		['was given other tags', { tags: 'podcast' }, 'has another description or other tags'],
		['was given chapters', { chapters: 2 }, 'has chapters or notes'],
		['was put into a playlist', { inPlaylist: 'Week 1' }, 'is in a playlist'],
	])(
		'an audio entry that %s stays beside the entry of its video, and no run looks at it again',
		async (_, use, why) => {
			const uuid = await bench.meeting({ files: [{ recordingType: 'audio_only' }] });
			await bench.importOne(uuid);
			await bench.settled();
			const [sound] = await topEntries(uuid);
			await sandbox.control.kaltura.call('POST', `/entries/${sound.id}`, use);
			await add(uuid, 'gallery_view');
			const result = await bench.importOne(uuid);
			await bench.settled();
			const video = (await topEntries(uuid)).find(({ id }) => id !== sound.id);
			expect(result.outcome.status).toBe('imported');
			expect(result.leftOut).toContain(
				`The entry ${sound.id} with the sound alone stays beside ${video.id} with the video, because it ${why}.`,
			);
			expect(await arranged(uuid, await bench.recording(uuid))).toEqual(
				expect.arrayContaining([['audio_only'], ['gallery_view']]),
			);
			await bench.counts();
			expect((await bench.importOne(uuid)).outcome.status).toBe('already-imported');
			expect((await bench.counts()).writes).toBe(0);
		},
	);

	test('an audio entry that somebody has renamed stays what it is; the video joins it', async () => {
		const uuid = await bench.meeting({ files: [{ recordingType: 'audio_only' }] });
		await bench.importOne(uuid);
		await bench.settled();
		const [sound] = await topEntries(uuid);
		await sandbox.control.kaltura.call('POST', `/entries/${sound.id}`, { name: 'My podcast' });
		await add(uuid, 'gallery_view');
		await bench.importOne(uuid);
		expect(await arranged(uuid, await bench.recording(uuid))).toEqual([['audio_only', 'gallery_view']]);
	});

	test('a second segment becomes a second entry; names that people changed stay', async () => {
		const uuid = await bench.meeting({ files: [{ recordingType: 'gallery_view' }], startedAt: '2026-03-02T09:00:00Z' });
		await bench.importOne(uuid);
		const [first] = await topEntries(uuid);
		await sandbox.control.kaltura.call('POST', `/entries/${first.id}`, { name: 'My lecture', userId: 'bob' });
		await sandbox.control.zoom.changeMeeting({
			uuid,
			addFiles: [
				{ recordingType: 'gallery_view', recordingStart: '2026-03-02T10:00:00Z', recordingEnd: '2026-03-02T10:30:00Z' },
			],
		});
		await bench.importOne(uuid);
		const entries = await topEntries(uuid);
		expect(entries.map(({ name, userId }) => `${name}, ${userId}`).toSorted()).toEqual([
			'Algebra I (2 of 2), ann',
			'My lecture, bob',
		]);
	});

	test.each(FILES_IN_WORK)(
		'files that Zoom still processes (%s) make the recording wait (fault case 10)',
		async (shown) => {
			await sandbox.control.zoom.settings({ processingFiles: shown });
			const uuid = await bench.meeting({
				files: [{ recordingType: 'gallery_view', status: 'processing' }, { recordingType: 'chat_file' }],
			});
			const item = await bench.read(await bench.listed(uuid));
			const [result] = await bench.import([{ ...item, owner: { userId: 'ann' } }]);
			expect(result.outcome).toMatchObject({ status: 'waiting', reason: 'files-processing', retryable: true });
			expect(await bench.entriesOf(uuid)).toEqual([]);
			await sandbox.control.zoom.changeMeeting({ uuid, finishProcessing: true });
			expect((await bench.importOne(uuid)).outcome.status).toBe('imported');
		},
	);

	test('a transcript event before its recording creates nothing (W22)', async () => {
		const uuid = await bench.meeting({ files: [{ recordingType: 'audio_transcript' }] });
		expect((await bench.importOne(uuid)).outcome).toMatchObject({ status: 'waiting', reason: 'media-not-there-yet' });
		expect(await bench.entriesOf(uuid)).toEqual([]);
	});

	test('the item is only a hint: what Zoom has now is imported', async () => {
		const uuid = await bench.meeting({ files: [{ recordingType: 'gallery_view' }] });
		const stale = await bench.recording(uuid);
		await sandbox.control.zoom.changeMeeting({
			uuid,
			addFiles: [{ recordingType: 'active_speaker' }],
			addTranscript: true,
		});
		const [result] = await bench.import([stale]);
		expect(result.files).toHaveLength(3);
		expect(await bench.entriesOf(uuid)).toHaveLength(2);
	});

	test('a recording that is gone from Zoom is no failure', async () => {
		const uuid = await bench.meeting();
		const item = await bench.recording(uuid);
		await sandbox.control.zoom.changeMeeting({ uuid, delete: true });
		const [result] = await bench.import([item]);
		expect(result.outcome).toMatchObject({ status: 'skipped', reason: 'no-recording' });
	});
});

describe('kinds of recordings', () => {
	test('audio alone becomes an audio entry', async () => {
		const uuid = await bench.meeting({ files: [{ recordingType: 'audio_only' }, { recordingType: 'chat_file' }] });
		expect((await bench.importOne(uuid)).outcome.status).toBe('imported');
		const [entry] = await bench.entriesOf(uuid);
		expect(entry).toMatchObject({ mediaType: 5, attachments: [{}] });
	});

	test('a meeting that was stopped and started again becomes numbered entries', async () => {
		const uuid = await bench.meeting({
			segments: [
				{ files: [{ recordingType: 'gallery_view' }] },
				{ files: [{ recordingType: 'gallery_view' }, { recordingType: 'chat_file' }] },
			],
		});
		const result = await bench.importOne(uuid);
		expect(result.entries.map(({ segment }: any) => segment)).toHaveLength(2);
		expect((await topEntries(uuid)).map(({ name }) => name).toSorted()).toEqual([
			'Algebra I (1 of 2)',
			'Algebra I (2 of 2)',
		]);
	});

	test('two instances of a series stay apart (fault case 45)', async () => {
		const [one, two] = [
			await bench.meeting({ meetingId: 777, type: 8 }),
			await bench.meeting({ meetingId: 777, type: 8, minutesAgo: 60 }),
		];
		await bench.import([await bench.recording(one), await bench.recording(two)], { entry: { name: '{topic} {date}' } });
		expect(await topEntries(one)).toHaveLength(1);
		expect(await topEntries(two)).toHaveLength(1);
		expect((await topEntries(one))[0].name).toMatch(/^Algebra I \d{4}-\d\d-\d\d$/);
	});

	test('a layout that nobody knows yet is kept (W6)', async () => {
		const uuid = await bench.meeting({
			files: [{ recordingType: 'gallery_view' }, { recordingType: 'hologram', fileType: 'MP4', media: undefined }],
		});
		const result = await bench.importOne(uuid);
		expect(result.outcome.status).toBe('imported');
		expect((await topEntries(uuid))[0].children).toHaveLength(1);
	});

	test('layouts as separate entries, each published', async () => {
		const uuid = await bench.meeting();
		const result = await bench.importOne(uuid, {
			files: { layouts: 'separateEntries' },
			category: path('Zoom'),
			options: { createMissingCategories: true },
		});
		expect(result.outcome.status).toBe('imported');
		const entries = await topEntries(uuid);
		expect(entries.map(({ name, categories }) => `${name}: ${categories}`).toSorted()).toEqual([
			'Algebra I (Active speaker): Zoom',
			'Algebra I (Gallery view): Zoom',
			'Algebra I: Zoom',
		]);
		expect((await bench.importOne(uuid, { files: { layouts: 'separateEntries' } })).outcome.status).toBe(
			'already-imported',
		);
	});

	test('attachments and audio by switch', async () => {
		const uuid = await bench.meeting({
			files: ['gallery_view', 'audio_only', 'poll', 'timeline', 'chat_file'].map((recordingType) => ({
				recordingType,
			})),
			participantAudio: [
				{ fileName: 'Ann 🎓', recordingType: 'audio_only_each_participant', fileType: 'M4A', fileExtension: 'M4A' },
			],
		});
		const result = await bench.importOne(uuid, {
			files: { audio: 'always', polls: true, timeline: true, participantAudio: true, chat: false },
		});
		expect(result.outcome).toMatchObject({ status: 'imported' });
		const [parent] = await topEntries(uuid);
		expect(parent.attachments.map(({ filename }: any) => filename.replace(/\d{5,}/, 'N')).toSorted()).toEqual([
			'Recording N audio of Ann.m4a',
			'Recording N polls.csv',
			'Recording N timeline.json',
		]);
		expect(parent.children).toHaveLength(1);
		expect(reasonsOf(result).chat_file).toBe('file-not-wanted');
		expect(
			(
				await bench.importOne(uuid, {
					files: { audio: 'always', polls: true, timeline: true, participantAudio: true, chat: false },
				})
			).outcome.status,
		).toBe('already-imported');
	});

	test.each([
		['NUL, line breaks and quotes', 'Algebra\u0000 "I"\r\n\'x\'', 'Algebra\ufffd "I" \'x\''],
		['4-byte characters', 'Party 🎉 of 𠮷', 'Party of \ufffd'],
		['HTML, in an account that blocks it', '<script>alert(1)</script>', '‹script›alert(1)‹/script›'],
		['a formula', '=HYPERLINK("x")', '=HYPERLINK("x")'],
		['500 letters', 'é'.repeat(500), `${'é'.repeat(126)}…`],
	])('a topic with %s is stored, not refused (fault case 43)', async (_, topic, name) => {
		await sandbox.control.kaltura.settings({ htmlInText: 'block' });
		const uuid = await bench.meeting({ topic, files: [{ recordingType: 'gallery_view' }] });
		expect((await bench.importOne(uuid)).outcome.status).toBe('imported');
		expect((await topEntries(uuid))[0].name).toBe(name);
	});

	test('a transcript without a single cue is left out: nothing is written that Kaltura would set to ERROR', async () => {
		const files = [{ recordingType: 'gallery_view' }, { recordingType: 'audio_transcript', text: 'WEBVTT\n\n' }];
		const uuid = await bench.meeting({ files });
		const result = await bench.importOne(uuid);
		expect(result.outcome).toMatchObject({ status: 'imported' });
		expect(reasonsOf(result)).toMatchObject({ audio_transcript: 'caption-without-words' });
		expect((await topEntries(uuid))[0].captions).toEqual([]);
	});

	test('a transcript in another language gets that language', async () => {
		const text =
			'WEBVTT\n\n1\n00:00:01.000 --> 00:00:09.000\nAnn: Wir haben gesehen, dass die Ableitung nicht immer existiert, und das ist auch für uns wichtig.\n';
		const uuid = await bench.meeting({
			files: [{ recordingType: 'gallery_view' }, { recordingType: 'audio_transcript', text }],
		});
		await bench.importOne(uuid);
		expect((await topEntries(uuid))[0].captions).toMatchObject([{ language: 'German' }]);
	});
});

describe('categories', () => {
	test('webinars have their own; LMS tracking fields count for them too', async () => {
		const uuid = await bench.meeting({ type: 5, files: [{ recordingType: 'gallery_view' }] });
		const item = await bench.recording(uuid, {
			trackingFields: { KalturaCategory: 'PHY101', KalturaCategoryPath: 'LMS>Courses' },
		});
		await bench.import([item], {
			category: path('Zoom'),
			webinarCategory: path('Webinars'),
			options: { createMissingCategories: true },
		});
		expect((await topEntries(uuid))[0].categories.toSorted()).toEqual(['LMS>Courses>PHY101', 'Webinars']);
	});

	test('a missing one is reported, not silent (W12); it is assigned when it exists', async () => {
		const uuid = await bench.meeting({ files: [{ recordingType: 'gallery_view' }] });
		const first = await bench.importOne(uuid, { category: path('Nowhere') });
		expect(first.outcome).toMatchObject({ status: 'needs-attention', reason: 'category-missing' });
		expect(first.counts.imported).toBe(1);
		await bench.settled();
		await bench.counts();
		expect((await bench.importOne(uuid, { category: path('Nowhere') })).outcome.reason).toBe('category-missing');
		expect((await bench.counts()).writes).toBe(0);
		const created = await bench.importOne(uuid, {
			category: path('Nowhere'),
			options: { createMissingCategories: true },
		});
		expect(created.outcome.status).toBe('already-imported');
		expect((await topEntries(uuid))[0].categories).toEqual(['Nowhere']);
		await bench.counts();
		await bench.importOne(uuid, { category: path('Nowhere') });
		expect(await bench.counts()).toMatchObject({ kaltura: 1, writes: 0 });
	});

	test('one that people removed stays removed', async () => {
		const uuid = await bench.meeting({ files: [{ recordingType: 'gallery_view' }] });
		const settings = { category: path('Zoom'), options: { createMissingCategories: true } };
		await bench.importOne(uuid, settings);
		expect(
			(await bench.importOne(uuid, { category: path('Other'), options: { createMissingCategories: true } })).outcome
				.status,
		).toBe('already-imported');
		expect((await topEntries(uuid))[0].categories).toEqual(['Zoom']);
	});
});

describe('what is already in Kaltura', () => {
	const seed = (entry: Record<string, unknown>) => sandbox.control.kaltura.call('POST', '/entries', entry);

	test("an entry of Kaltura's own integration is recognised, however old (fault case 51)", async () => {
		const uuid = await bench.meeting();
		const item = await bench.recording(uuid);
		const { id } = await seed({
			referenceId: `Zoom_${uuid}${item.segments[0].startedAt}`,
			adminTags: 'zoomentry',
			name: 'Algebra I',
			status: 2,
		});
		await bench.counts();
		const [result] = await bench.import([item]);
		expect(result.outcome).toMatchObject({ status: 'imported-by-native-integration' });
		expect(result.entries).toMatchObject([{ entryId: id, role: 'nativeParent' }]);
		expect((await bench.counts()).writes).toBe(0);
	});

	test('an entry of ours in moderation is not made again', async () => {
		const uuid = await bench.meeting({ files: [{ recordingType: 'gallery_view' }] });
		await bench.importOne(uuid);
		await bench.settled();
		const [entry] = await topEntries(uuid);
		await sandbox.control.kaltura.call('POST', `/entries/${entry.id}`, { moderationStatus: 3 });
		expect((await bench.importOne(uuid)).outcome.status).toBe('already-imported');
		expect(await bench.entriesOf(uuid)).toHaveLength(1);
	});

	test('a failed import is fetched again as shipped, and only reported on request', async () => {
		const uuid = await bench.meeting({ files: [{ recordingType: 'gallery_view' }] });
		await bench.importOne(uuid);
		await bench.settled();
		const [entry] = await topEntries(uuid);
		await sandbox.control.kaltura.call('POST', `/entries/${entry.id}`, { failConversion: true });
		const reported = await bench.importOne(uuid, { options: { failedEntries: 'report' } });
		expect(reported.outcome).toMatchObject({ status: 'failed', reason: 'import-failed-in-kaltura', retryable: false });
		const again = await bench.importOne(uuid);
		expect(again.outcome.status).toBe('imported');
		for (let attempt = 0; attempt < 60; attempt++) {
			if (String((await topEntries(uuid))[0]?.status) === '2') break;
			await new Promise((done) => setTimeout(done, 50));
		}
		const after = await topEntries(uuid);
		expect(after.map(({ id, status }) => `${id} ${status}`)).toContain(`${entry.id} 2`);
	});

	test('an import whose repetition failed too is repeated once more, and then left alone', async () => {
		const { kaltura } = sandbox.control;
		// Pulled, so that it stays under way for as long as Kaltura's queue is.
		const again = { transfer: 'kalturaPulls', options: { failedEntries: 'importAgain' } };
		const uuid = await bench.meeting({ files: [{ recordingType: 'gallery_view' }] });
		await bench.importOne(uuid);
		await bench.settled();
		const [entry] = await topEntries(uuid);
		const fails = (id: string) => kaltura.call('POST', `/entries/${id}`, { failImport: 'Not found' });
		await fails(entry.id);
		await kaltura.settings({ importQueueMs: 60_000 });
		await bench.importOne(uuid, again);
		// Kaltura fetches what replaces content into a hidden entry; while that stands there, it takes no other.
		const all = (await kaltura.call('GET', '/state?all=1')).entries as Array<Record<string, any>>;
		const hidden = all.find(({ replacedEntryId }) => replacedEntryId === entry.id)!;
		await fails(hidden.id);
		await kaltura.settings({ importQueueMs: 5 });
		// Not at once: what failed a moment ago fails again.
		expect((await bench.importOne(uuid, again)).outcome).toMatchObject({ reason: 'import-tried-again-later' });
		await kaltura.clock(1000);
		const third = await bench.importOne(uuid, again);
		expect(third.outcome.status).toBe('imported');
		await bench.settled();
		expect((await topEntries(uuid)).map(({ id, status }) => `${id} ${status}`)).toEqual([`${entry.id} 2`]);
		await bench.counts();
		expect((await bench.importOne(uuid, again)).outcome.status).toBe('already-imported');
		expect((await bench.counts()).writes).toBe(0);
	});

	test('what people deleted stays deleted when the ledger knows its entry (fault case 39)', async () => {
		const uuid = await bench.meeting({ files: [{ recordingType: 'gallery_view' }] });
		const first = await bench.importOne(uuid);
		const { entryId } = first.entries[0];
		await sandbox.control.kaltura.call('POST', `/entries/${entryId}`, { status: 3 });
		const known = { options: { earlierEntries: entryId } };
		expect((await bench.importOne(uuid, known)).outcome).toMatchObject({
			status: 'needs-attention',
			reason: 'changed-in-kaltura',
		});
		expect(await bench.entriesOf(uuid)).toEqual([]);
		const wanted = { options: { earlierEntries: entryId, deletedEntries: 'importAgain' } };
		expect((await bench.importOne(uuid, wanted)).outcome.status).toBe('imported');
	});
});

test('an empty entry that we removed ourselves is no entry that people deleted: the recording that came back is imported', async () => {
	const uuid = await bench.meeting({ files: [{ recordingType: 'gallery_view' }] });
	const item = async (known: object) => ({
		...(await bench.recording(uuid)),
		known: { entryIds: '0_gone1234', ...known },
	});
	const [deleted] = await bench.import([await item({ status: 'imported', importedAt: null })]);
	expect(deleted.outcome).toMatchObject({ status: 'needs-attention', reason: 'changed-in-kaltura' });
	const [later] = await bench.import([await item({ status: 'failed', importedAt: '2026-03-02T12:00:00.000Z' })]);
	expect(later.outcome.reason).toBe('changed-in-kaltura');
	const [never] = await bench.import([await item({ status: 'failed', importedAt: null })]);
	expect(never.outcome).toMatchObject({ status: 'imported' });
});

describe('settings that cannot be right are refused before the first write', () => {
	test.each([
		['a placeholder as owner', { owner: '@defaultUserID@' }, /Owner.*placeholder/],
		['several owners', { owner: 'ann,bob' }, /Owner/],
		['an unknown placeholder in the name', { entry: { name: '{topik}' } }, /topik/],
		['a category placeholder', { category: path('@zoomCategory@') }, /Category.*placeholder/],
		['a language code instead of a language', { captions: { language: 'xx' } }, /Language/],
		[
			'a conversion profile that is no number',
			{ entry: { conversionProfileId: { __rl: true, mode: 'id', value: 'abc' } } },
			/Conversion Profile/,
		],
		['equal labels', { captions: { transcriptLabel: 'A', closedCaptionLabel: 'A' } }, /Label/],
	])('%s', async (_, parameters, message) => {
		const uuid = await bench.meeting();
		const item = await bench.recording(uuid);
		await bench.counts();
		await expect(bench.import([item], parameters)).rejects.toThrow(message);
		expect((await bench.counts()).writes).toBe(0);
	});

	test('an item that is no recording names the field', async () => {
		await expect(bench.import([{ hello: 'world' }])).rejects.toThrow(/not a recording.*meetingUuid/);
	});

	test('a recording without an owner needs attention', async () => {
		const uuid = await bench.meeting();
		const [result] = await bench.import([await bench.recording(uuid, { owner: undefined })]);
		expect(result.outcome).toMatchObject({ status: 'needs-attention', reason: 'owner-missing' });
		expect(await bench.entriesOf(uuid)).toEqual([]);
	});
});

test('twenty recordings need less than one Kaltura request each, a second run one for all', async () => {
	const items = [];
	for (let index = 0; index < 20; index++) {
		const uuid = await bench.meeting({
			topic: `Lecture ${index}`,
			files: [{ recordingType: 'gallery_view' }, { recordingType: 'audio_only' }],
		});
		items.push(await bench.recording(uuid));
	}
	await bench.counts();
	const results = await bench.import(items);
	expect(results.map(({ outcome }) => outcome.status)).toEqual(items.map(() => 'imported'));
	const first = await bench.counts();
	expect(first.kaltura).toBeLessThanOrEqual(20);
	// The recording, and the tracking fields of its meeting.
	expect(first.zoom).toBe(40);
	await bench.settled();
	await bench.counts();
	await bench.import(items);
	expect(await bench.counts()).toEqual({ kaltura: 1, writes: 0, zoom: 0 });
});

test('batches that are imported at once read from Zoom one after the other; a single recording does not wait for them', async () => {
	const { zoom } = sandbox.control;
	const files = [{ recordingType: 'gallery_view' }];
	const uuidsOf = (count: number) => Promise.all(Array.from({ length: count }, () => bench.meeting({ files })));
	const [one, other, single] = [await uuidsOf(8), await uuidsOf(8), await uuidsOf(1)];
	const items = await Promise.all(
		[one, other, single].map((uuids) => Promise.all(uuids.map((uuid) => bench.recording(uuid)))),
	);
	await zoom.fault({ match: { endpoint: 'GET /meetings/{meetingId}/recordings' }, fault: { kind: 'slow', ms: 600 } });
	await zoom.clearRequests();
	await Promise.all(items.map((batch) => bench.import(batch)));

	const reads = (await zoom.requests())
		.filter(({ path }) => /^\/v2\/meetings\/[^/]+\/recordings$/.test(path))
		.map(({ path }) => {
			const uuid = decodeURIComponent(decodeURIComponent(path.split('/')[3]!));
			return single.includes(uuid) ? 'single' : one.includes(uuid) ? 'one' : 'other';
		});
	expect(reads).toHaveLength(17);
	const batches = reads.filter((batch) => batch !== 'single');
	const [first] = batches;
	expect(batches.slice(0, 8).every((batch) => batch === first)).toBe(true);
	expect(batches.slice(8).some((batch) => batch === first)).toBe(false);
	expect(reads.indexOf('single')).toBeLessThanOrEqual(8);
});
