/** What people delete in Kaltura stays deleted, whatever became of the ledger, unless it is asked for. */
import { KalturaMedia } from '../../nodes/KalturaMedia/KalturaMedia.node';
import type { Sandbox } from '../sandbox';
import { startSandbox } from '../sandbox';

import { ImportBench } from './kaltura-import-bench';

let sandbox: Sandbox;
let bench: ImportBench;
let uuid: string;

beforeAll(async () => {
	sandbox = await startSandbox({ data: 'empty', indexLagMs: 0, conversionMs: 0 });
	bench = new ImportBench(sandbox);
});
afterAll(async () => await sandbox?.stop());
beforeEach(async () => {
	uuid = await bench.meeting();
	await bench.importOne(uuid);
	await bench.settled();
	await bench.counts();
});

const parent = async () => (await bench.entriesOf(uuid)).find(({ parentEntryId }) => !parentEntryId);
const outcomeOf = (item: any, recordingType: string) =>
	item.files.find((file: any) => file.recordingType === recordingType).outcome;
const deleteEntry = (id: string) => sandbox.control.kaltura.call('POST', `/entries/${id}`, { status: 3 });
const remove = (kind: 'attachment' | 'caption', id: string) =>
	bench.n8n.runNode(new KalturaMedia(), {
		parameters: { resource: kind, operation: 'delete', [`${kind}Id`]: id } as never,
	});

test('nothing is taken for deleted that is there', async () => {
	expect((await bench.importOne(uuid)).outcome.status).toBe('already-imported');
	expect((await bench.counts()).writes).toBe(0);
});

test.each([
	['caption', 'audio_transcript'],
	['attachment', 'chat_file'],
] as const)('a deleted %s does not come back', async (kind, recordingType) => {
	const entry = await parent();
	const [asset] = kind === 'caption' ? entry.captions : entry.attachments;
	await remove(kind, asset.id);
	await bench.counts();
	const again = await bench.importOne(uuid);
	expect(outcomeOf(again, recordingType)).toMatchObject({ status: 'skipped', reason: 'file-deleted-in-kaltura' });
	expect(again.outcome.status).toBe('already-imported');
	expect((await bench.counts()).writes).toBe(0);

	const asked = await bench.importOne(uuid, { options: { deletedEntries: 'importAgain' } });
	expect(outcomeOf(asked, recordingType)).toMatchObject({ status: 'imported' });
});

test('a deleted stream does not come back', async () => {
	const stream = (await bench.entriesOf(uuid)).find(({ parentEntryId }) => parentEntryId);
	await deleteEntry(stream.id);
	await bench.counts();
	const again = await bench.importOne(uuid);
	expect(again.files.map(({ outcome }: any) => outcome.reason)).toContain('file-deleted-in-kaltura');
	expect((await bench.counts()).writes).toBe(0);
});

test('a late file joins although another one was deleted', async () => {
	const files = [{ recordingType: 'gallery_view' }, { recordingType: 'chat_file' }];
	uuid = await bench.meeting({ files });
	await bench.importOne(uuid);
	await bench.settled();
	await remove('attachment', (await parent()).attachments[0].id);
	await sandbox.control.zoom.changeMeeting({ uuid, addTranscript: true });
	const again = await bench.importOne(uuid);
	expect(outcomeOf(again, 'chat_file')).toMatchObject({ reason: 'file-deleted-in-kaltura' });
	expect(outcomeOf(again, 'audio_transcript')).toMatchObject({ status: 'imported' });
});

test('an entry that was deleted for good stays deleted when the item brings its row of the ledger', async () => {
	const { id } = await parent();
	await deleteEntry(id);
	const known = { known: { entryIds: id } };
	const [again] = await bench.import([await bench.recording(uuid, known)]);
	expect(again.outcome).toMatchObject({ reason: 'changed-in-kaltura' });
	expect(await parent()).toBeUndefined();
	// Who recovers a recording in Zoom wants it back.
	const recovered = { ...known, event: { name: 'recording.recovered' } };
	const [back] = await bench.import([await bench.recording(uuid, recovered)]);
	expect(back.outcome.status).toBe('imported');
});
