/** Texts arrive in Kaltura with the bytes that Zoom has, or nobody can prove later that they did. */
import type { Sandbox } from '../sandbox';
import { startSandbox } from '../sandbox';

import { ImportBench } from './kaltura-import-bench';

let sandbox: Sandbox;
let bench: ImportBench;
beforeAll(async () => {
	sandbox = await startSandbox({ data: 'empty', indexLagMs: 0, conversionMs: 0 });
	bench = new ImportBench(sandbox);
});
afterAll(async () => await sandbox?.stop());

test.each([
	['with a byte order mark', '\uFEFFquestion;answer\nIs it warm?;yes\n'],
	['with a character that Kaltura refuses in a request', 'question;answer\nPage\u000cbreak?;yes\n'],
	['with letters that were no UTF-8', 'question;answer\nIst es sch\uFFFDn?;ja\n'],
	['with nothing special', 'question;answer\nIs it warm?;yes\n'],
])('polls %s keep every byte', async (_, text) => {
	const uuid = await bench.meeting({ files: [{ recordingType: 'gallery_view' }, { recordingType: 'poll', text }] });
	const imported = await bench.importOne(uuid, { files: { polls: true } });
	expect(imported.outcome).toMatchObject({ status: 'imported' });
	await bench.settled();
	const [entry] = await bench.entriesOf(uuid);
	expect(entry.attachments[0].content.size).toBe(Buffer.byteLength(text));
	await bench.counts();
	expect((await bench.importOne(uuid, { files: { polls: true } })).outcome.status).toBe('already-imported');
	expect((await bench.counts()).writes).toBe(0);
});

test.each([
	['WEBVTT without a word', 'WEBVTT\n\n'],
	['cues without a word', 'WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\n\n'],
	['a login page', '<!doctype html><html><body>Sign in</body></html>'],
])('%s in place of a transcript leaves Kaltura free to make captions of its own', async (_, text) => {
	const files = [{ recordingType: 'gallery_view' }, { recordingType: 'audio_transcript', text }];
	const uuid = await bench.meeting({ files });
	await bench.importOne(uuid);
	const [entry] = await bench.entriesOf(uuid);
	expect(Boolean(entry.blockAutoTranscript)).toBe(false);
	expect(entry.captions).toEqual([]);
});

test('a transcript that somebody corrected in Zoom replaces ours, once, and again when it is corrected again', async () => {
	const vtt = (words: string) => `WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\n${words}\n`;
	const files = [{ recordingType: 'gallery_view' }, { recordingType: 'audio_transcript', text: vtt('Hello wold') }];
	const uuid = await bench.meeting({ files });
	await bench.importOne(uuid);
	await bench.settled();
	const [before] = (await bench.entriesOf(uuid))[0].captions;
	const [{ id }] = (await bench.recording(uuid)).segments[0].files.filter(
		({ fileType }: any) => fileType === 'TRANSCRIPT',
	);
	for (const words of ['Hello, dear world', 'Hello, dear wide world']) {
		await sandbox.control.zoom.changeMeeting({ uuid, changeFile: { id, text: vtt(words) } });
		expect((await bench.importOne(uuid, { captions: { corrected: 'keep' } })).outcome.status).toBe('already-imported');
		expect((await bench.importOne(uuid)).outcome).toMatchObject({ status: 'imported', reason: 'files-added' });
		const { captions } = (await bench.entriesOf(uuid))[0];
		expect(captions).toMatchObject([{ id: before.id, content: { size: Buffer.byteLength(vtt(words)) } }]);
		await bench.counts();
		expect((await bench.importOne(uuid)).outcome.status).toBe('already-imported');
		expect((await bench.counts()).writes).toBe(0);
	}
});

test('LMS categories of tracking fields are followed as shipped, and read once', async () => {
	const uuid = await bench.meeting({
		files: [{ recordingType: 'gallery_view' }],
		trackingFields: { KalturaCategory: 'PHY101' },
	});
	await bench.counts();
	const item = await bench.recording(uuid);
	const [imported] = await bench.import([item], { options: { createMissingCategories: true } });
	expect(imported.outcome.status).toBe('imported');
	const [entry] = await bench.entriesOf(uuid);
	expect(entry.categories).toEqual(['PHY101']);
});

test('a category that Kaltura refused is tried again by the next run, because the entry itself remembers', async () => {
	const uuid = await bench.meeting({ files: [{ recordingType: 'gallery_view' }] });
	const category = { values: [{ category: { __rl: true, mode: 'path', value: 'Physics' } }] };
	const parameters = { category, options: { createMissingCategories: true } };
	await sandbox.control.kaltura.fault({
		match: { endpoint: 'categoryEntry.add' },
		times: 1,
		fault: { kind: 'apiError', code: 'MAX_CATEGORIES_FOR_ENTRY_REACHED' },
	});
	await bench.importOne(uuid, parameters);
	const tagsOf = async () => String((await bench.entriesOf(uuid))[0].adminTags).split(',');
	expect(await tagsOf()).toContain('zoomtodo-categories');
	await sandbox.control.kaltura.clearFaults();
	await bench.importOne(uuid, parameters);
	expect(await tagsOf()).not.toContain('zoomtodo-categories');
	expect((await bench.importOne(uuid, parameters)).outcome.message).toMatch(/nothing was written/);
});
