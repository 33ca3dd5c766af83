import { type Sandbox, startSandbox } from '../sandbox';
import { CleanupBench } from './cleanup-bench';
import { ImportBench } from './kaltura-import-bench';

// Captions and attachments are plugins of Kaltura's that an account may lack, and writing them is a permission that a role may
// lack. The recording is imported nevertheless; what cannot be is named once and for all, and keeps the recording in Zoom
// unless the admin gives such texts up.

let sandbox: Sandbox;
let bench: ImportBench;
beforeAll(async () => {
	sandbox = await startSandbox({ data: 'people', indexLagMs: 0, conversionMs: 5 });
	bench = new ImportBench(sandbox);
});
afterAll(() => sandbox.stop());
beforeEach(() => sandbox.control.kaltura.reset('empty'));

const outcomesOf = (item: any) =>
	Object.fromEntries(item.files.map((file: any) => [file.recordingType || file.fileType, file.outcome]));

const CASES: Array<[string, Record<string, unknown>, string[]]> = [
	['the caption plugin', { missingPlugins: ['caption'] }, ['audio_transcript']],
	['the attachment plugin', { missingPlugins: ['attachment'] }, ['chat_file']],
	['both plugins', { missingPlugins: ['caption', 'attachment'] }, ['audio_transcript', 'chat_file']],
	['the permission CAPTION_MODIFY', { missingPermissions: ['CAPTION_MODIFY'] }, ['audio_transcript']],
	['the permission ATTACHMENT_MODIFY', { missingPermissions: ['ATTACHMENT_MODIFY'] }, ['chat_file']],
	['every right to list', { missingPermissions: ['CONTENT_MANAGE_BASE'] }, ['audio_transcript', 'chat_file']],
];

test.each(CASES)('without %s the recording is imported, and the texts are named', async (_, settings, impossible) => {
	await sandbox.control.kaltura.settings(settings);
	const uuid = await bench.meeting();
	const result = await bench.importOne(uuid);
	expect(result.outcome).toMatchObject({ status: 'imported', reason: 'imported' });
	await bench.settled();
	const entries = await bench.entriesOf(uuid);
	expect(entries).toHaveLength(3);
	expect(entries.every(({ status }) => String(status) === '2')).toBe(true);
	const outcomes = outcomesOf(result);
	for (const type of ['audio_transcript', 'chat_file']) {
		if (!impossible.includes(type)) {
			expect(outcomes[type].reason).toBe('file-imported');
			continue;
		}
		const kind = type === 'chat_file' ? 'attachment' : 'caption';
		expect(outcomes[type]).toMatchObject({ status: 'skipped', reason: `${kind}s-not-possible`, retryable: false });
		expect(outcomes[type].message).toContain('cannot become');
		expect(outcomes[type].nextStep).toContain(`enable the ${kind} plugin`);
		expect(outcomes[type].nextStep).toContain(`${kind.toUpperCase()}_MODIFY`);
	}
	// Kaltura's own captions are not held back for a transcript that cannot be there.
	const parent = entries.find(({ parentEntryId }) => !parentEntryId);
	expect(Boolean(parent.blockAutoTranscript)).toBe(!impossible.includes('audio_transcript'));
	// No half-made asset is left, and the next run ends the same.
	expect([...parent.captions, ...parent.attachments].every(({ status }: any) => status === 2)).toBe(true);
	const again = await bench.importOne(uuid);
	expect(again.outcome).toMatchObject({ status: 'already-imported', retryable: false });
	expect(outcomesOf(again)[impossible[0]!].reason).toMatch(/-not-possible$/);
});

test('one that is given the plugin later gets its texts', async () => {
	await sandbox.control.kaltura.settings({ missingPlugins: ['caption', 'attachment'] });
	const uuid = await bench.meeting();
	await bench.importOne(uuid);
	await sandbox.control.kaltura.settings({ missingPlugins: [] });
	expect((await bench.importOne(uuid)).outcome).toMatchObject({ status: 'imported', reason: 'files-added' });
	const parent = (await bench.entriesOf(uuid)).find(({ parentEntryId }) => !parentEntryId);
	expect([parent.captions.length, parent.attachments.length]).toEqual([1, 1]);
});

describe('before anything is removed from Zoom', () => {
	const verdictsOf = ({ proof }: any) =>
		Object.fromEntries(proof.files.map((file: any) => [file.recordingType, file.reason]));

	test.each([
		['holds the recording back, by default', {}, 'not-proven', 'not-possible'],
		['holds the recording back', { options: { impossibleTexts: 'holdBack' } }, 'not-proven', 'not-possible'],
		['lets it go when the admin gives them up', { options: { impossibleTexts: 'giveUp' } }, 'proven', 'given-up'],
	])('a text that the account cannot have %s', async (_, parameters, verdict, reason) => {
		await sandbox.control.kaltura.settings({ missingPlugins: ['caption', 'attachment'] });
		const uuid = await bench.meeting();
		await bench.importOne(uuid);
		await bench.settled();
		const item = await new CleanupBench(sandbox).verified(uuid, parameters);
		expect(item.proof.verdict).toBe(verdict);
		expect(verdictsOf(item)).toMatchObject({ audio_transcript: reason, chat_file: reason });
	});

	test('a text that is merely missing is never given up', async () => {
		const uuid = await bench.meeting();
		await sandbox.control.kaltura.settings({ missingPermissions: ['CAPTION_MODIFY'] });
		await bench.importOne(uuid);
		await bench.settled();
		const item = await new CleanupBench(sandbox).verified(uuid, { options: { impossibleTexts: 'giveUp' } });
		expect(item.proof.verdict).toBe('not-proven');
		expect(verdictsOf(item)).toMatchObject({ audio_transcript: 'not-in-kaltura', chat_file: 'attachment-there' });
	});
});
