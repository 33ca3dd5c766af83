import { resolve } from 'node:path';

import { FILES_IN_WORK, startSandbox, type Sandbox } from '../sandbox';
import { shortenWaits } from '../short-waits';

import { CleanupBench } from './cleanup-bench';

let sandbox: Sandbox;
let bench: CleanupBench;

beforeAll(async () => {
	sandbox = await startSandbox({ data: 'people', indexLagMs: 0, conversionMs: 20 });
	bench = new CleanupBench(sandbox);
});
afterAll(() => sandbox.stop());
beforeEach(async () => {
	await sandbox.control.kaltura.reset('empty');
	await sandbox.control.zoom.clearFaults();
	await sandbox.control.kaltura.clearFaults();
});

const ONE_VIDEO = { files: [{ recordingType: 'gallery_view' }] };
const change = (id: string, wanted: object) => sandbox.control.kaltura.call('POST', `/entries/${id}`, wanted);
const reasonsOf = ({ proof }: any) =>
	Object.fromEntries(proof.files.map((file: any) => [file.recordingType, file.reason]));
const parentOf = async (uuid: string) => (await bench.entriesOf(uuid)).find((entry) => !entry.parentEntryId);

describe('a recording with three layouts, sound, transcript and chat', () => {
	test('is proven file by file, goes to the trash, main video last, and nothing is written in Kaltura', async () => {
		const uuid = await bench.imported({ uuidShape: 'leadingSlash' });
		const item = await bench.verified(uuid);
		expect(item.proof).toMatchObject({ verdict: 'proven', clockSkewSeconds: expect.any(Number) });
		expect(reasonsOf(item)).toEqual({
			gallery_view: 'same-bytes',
			shared_screen_with_speaker_view: 'same-bytes',
			active_speaker: 'same-bytes',
			audio_only: 'covered',
			audio_transcript: 'caption-there',
			chat_file: 'attachment-there',
		});
		await bench.writes();
		const [planned] = await bench.plan([item]);
		expect(planned.cleanup).toMatchObject({ decision: 'trash', reason: 'proven-and-due', ageDays: 35 });
		expect(await bench.writes()).toEqual([]);

		const [done] = await bench.cleanUp([planned]);
		expect(done.cleanup).toMatchObject({ outcome: 'trashed', bytes: item.sizeBytes });
		expect(await bench.filesInZoom(uuid)).toEqual([]);
		const main = item.segments[0].files.find((file: any) => file.recordingType === 'shared_screen_with_speaker_view');
		const deleted = await bench.writes();
		expect(deleted).toHaveLength(6);
		expect(decodeURIComponent(deleted.at(-1)!)).toContain(main.id);
		expect(JSON.stringify(done)).not.toMatch(/Bearer|access_token|download_url|https?:/);
	});

	test('its files can be recovered', async () => {
		const uuid = await bench.imported(ONE_VIDEO);
		const { cleanup } = await bench.run(uuid);
		await sandbox.control.zoom.changeMeeting({ uuid, recover: true });
		expect(await bench.filesInZoom(uuid)).toEqual(cleanup.removedFileIds);
	});
});

describe('what must keep a recording in Zoom (fault case 47)', () => {
	shortenWaits();
	/** Runs a cleanup after something happened, and asserts that Zoom was not touched. */
	async function stays(uuid: string, reason: string, plan: Record<string, unknown> = {}): Promise<any> {
		const before = await bench.filesInZoom(uuid);
		await bench.writes();
		const done = await bench.run(uuid, plan);
		expect(done.cleanup).toMatchObject({ decision: 'keep', reason });
		expect(await bench.writes()).toEqual([]);
		expect(await bench.filesInZoom(uuid)).toEqual(before);
		return done;
	}

	test('the entry failed in conversion (fault case 38)', async () => {
		const uuid = await bench.imported(ONE_VIDEO);
		await change((await parentOf(uuid)).id, { failConversion: true });
		expect(reasonsOf(await stays(uuid, 'not-proven'))).toEqual({ gallery_view: 'failed-in-kaltura' });
	});

	test('the entry failed in import (W4)', async () => {
		const uuid = await bench.imported(ONE_VIDEO);
		await change((await parentOf(uuid)).id, { failImport: 'Failed while reading file. HTTP Error: [403]' });
		expect(reasonsOf(await stays(uuid, 'not-proven'))).toEqual({ gallery_view: 'failed-in-kaltura' });
	});

	test('the entry is still importing or converting', async () => {
		const uuid = await bench.imported(ONE_VIDEO);
		const { id } = await parentOf(uuid);
		for (const status of [0, 1]) {
			await change(id, { status });
			expect(reasonsOf(await stays(uuid, 'pending'))).toEqual({ gallery_view: 'not-ready' });
		}
	});

	test('the size differs: somebody gave the entry other content', async () => {
		const uuid = await bench.imported(ONE_VIDEO);
		await change((await parentOf(uuid)).id, { replaceContent: { file: resolve('sandbox/media/webinar.mp4') } });
		await bench.settled();
		expect(reasonsOf(await stays(uuid, 'not-proven'))).toEqual({ gallery_view: 'other-bytes' });
	});

	test('one child is missing', async () => {
		const uuid = await bench.imported();
		const [child] = (await bench.entriesOf(uuid)).filter((entry) => entry.parentEntryId);
		await change(child.id, { status: 3 });
		const reasons = Object.values(reasonsOf(await stays(uuid, 'not-proven')));
		expect(reasons.filter((reason) => reason === 'not-in-kaltura')).toHaveLength(1);
	});

	test('the parent was deleted, its children are still there', async () => {
		const uuid = await bench.imported();
		await change((await parentOf(uuid)).id, { status: 3 });
		expect(Object.values(reasonsOf(await stays(uuid, 'not-proven')))).toContain('parent-missing');
	});

	test('the entry is in the recycle bin', async () => {
		const uuid = await bench.imported(ONE_VIDEO);
		await change((await parentOf(uuid)).id, { displayInSearch: -2 });
		expect(reasonsOf(await stays(uuid, 'not-proven'))).toEqual({ gallery_view: 'in-recycle-bin' });
	});

	test('a transcript came late', async () => {
		const uuid = await bench.imported(ONE_VIDEO);
		await sandbox.control.zoom.changeMeeting({ uuid, addTranscript: true });
		expect(reasonsOf(await stays(uuid, 'not-proven'))).toMatchObject({ audio_transcript: 'not-in-kaltura' });
		await bench.importOne(uuid);
		expect((await bench.run(uuid)).cleanup.outcome).toBe('trashed');
	});

	test('somebody cut the entry in Kaltura (fault case 50)', async () => {
		const uuid = await bench.imported(ONE_VIDEO);
		const { id, msDuration } = await parentOf(uuid);
		await change(id, { trimTo: { msDuration: Math.round(msDuration / 2) } });
		expect(reasonsOf(await stays(uuid, 'not-proven'))).toEqual({ gallery_view: 'trimmed-in-kaltura' });
	});

	test('somebody is replacing the content of the entry', async () => {
		const uuid = await bench.imported(ONE_VIDEO);
		await change((await parentOf(uuid)).id, { replacingEntryId: '0_other', replacementStatus: 3 });
		expect(reasonsOf(await stays(uuid, 'pending'))).toEqual({ gallery_view: 'being-replaced' });
	});

	test('somebody cut the recording in Zoom after it was imported', async () => {
		const uuid = await bench.imported(ONE_VIDEO);
		const { segments } = await bench.recording(uuid);
		const [file] = segments[0].files;
		await sandbox.control.zoom.changeMeeting({ uuid, changeFile: { id: file.id, fileSize: file.sizeBytes - 1 } });
		expect(reasonsOf(await stays(uuid, 'not-proven'))).toEqual({ gallery_view: 'other-bytes' });
	});

	test.each(FILES_IN_WORK)('Zoom still processes a file (%s)', async (shown) => {
		const uuid = await bench.imported(ONE_VIDEO);
		await sandbox.control.zoom.changeMeeting({
			uuid,
			addFiles: [{ recordingType: 'active_speaker', status: 'processing' }],
		});
		await sandbox.control.zoom.settings({ processingFiles: shown });
		const listed = await bench.listed(uuid);
		await bench.writes();
		const [verified] = await bench.verify([await bench.read(listed)]);
		const [done] = await bench.cleanUp(await bench.plan([verified]));
		expect(done.cleanup).toMatchObject({ decision: 'keep', reason: 'zoom-processing' });
		expect(await bench.writes()).toEqual([]);
	});

	test.each<[string, string, object]>([
		['the host', 'hold-host', { hosts: 'olivia@example.edu, ann.lee@example.edu' }],
		['the meeting', 'hold-meeting', { meetings: '={{ never }}' }],
		['the group of the host', 'hold-group', { groups: 'lecturers' }],
	])('a hold on %s', async (_, reason, holds) => {
		const uuid = await bench.imported({
			...ONE_VIDEO,
			host: 'ann.lee@example.edu',
			trackingFields: { Hold: 'until 2030' },
		});
		const { meetingId } = await bench.recording(uuid);
		await stays(uuid, reason, { holds: 'meetings' in holds ? { meetings: meetingId } : holds });
	});

	test('a hold in a tracking field of the meeting, and a meeting that Zoom has forgotten', async () => {
		const holds = { trackingField: 'Hold' };
		const lately = await bench.imported({
			...ONE_VIDEO,
			minutesAgo: 20 * 24 * 60,
			trackingFields: { Hold: 'until 2030' },
		});
		await stays(lately, 'hold-tracking-field', { holds, retentionDays: 10 });
		const longAgo = await bench.imported({ ...ONE_VIDEO, trackingFields: { Hold: 'until 2030' } });
		await stays(longAgo, 'hold-unknown', { holds });
	});

	test('retention is not over, counted from the import', async () => {
		const uuid = await bench.imported(ONE_VIDEO);
		await stays(uuid, 'retention', { retentionDays: 36 });
	});

	test('the ledger is missing, empty, or was edited (fault case 53)', async () => {
		const uuid = await bench.imported(ONE_VIDEO);
		const item = await bench.recording(uuid);
		await stays(uuid, 'ledger-missing', { ledger: [{ error: 'Could not find the data table zoom_kaltura_ledger' }] });
		await stays(uuid, 'ledger-missing', { ledger: 'nonsense' });
		await stays(uuid, 'not-in-ledger', { ledger: [{}] });
		await stays(uuid, 'ledger-edited', { ledger: [bench.ledgerOf(item, { status: 'all good' })] });
		await stays(uuid, 'ledger-edited', { ledger: [bench.ledgerOf(item, {}, -400)] });
		await stays(uuid, 'ledger-says-otherwise', { ledger: [bench.ledgerOf(item, { status: 'partial' })] });
	});

	test('Kaltura is down: the recordings go on with the error, and stay', async () => {
		const uuid = await bench.imported(ONE_VIDEO);
		await sandbox.control.kaltura.fault({ match: { where: 'api' }, fault: { kind: 'status', status: 503 } });
		const items = [await bench.recording(uuid)];
		await expect(bench.verify(items)).rejects.toThrow(/Kaltura/);
		const [unverified] = await bench.verify(items, {}, true);
		expect(unverified).toMatchObject({ meetingUuid: uuid, error: expect.stringContaining('Kaltura') });
		const [planned] = await bench.plan([unverified]);
		expect(planned.cleanup).toMatchObject({ decision: 'keep', reason: 'not-verified' });
	}, 60_000);
});

describe('between verify and trash', () => {
	shortenWaits();
	const planned = async (uuid: string) => (await bench.plan([await bench.verified(uuid)]))[0];

	test('a run that is killed there has changed nothing; the next one does it', async () => {
		const uuid = await bench.imported();
		const before = await bench.filesInZoom(uuid);
		await bench.writes();
		await planned(uuid);
		expect(await bench.writes()).toEqual([]);
		expect(await bench.filesInZoom(uuid)).toEqual(before);
		expect((await bench.run(uuid)).cleanup.outcome).toBe('trashed');
	});

	test('a run that is killed half-way leaves the main video, and the next one finishes', async () => {
		const uuid = await bench.imported();
		const item = await planned(uuid);
		await sandbox.control.zoom.fault({
			match: { method: 'DELETE', path: '/recordings/' },
			skip: 4,
			fault: { kind: 'status', status: 500 },
		});
		await expect(bench.cleanUp([item])).rejects.toThrow();
		await sandbox.control.zoom.clearFaults();
		expect((await bench.filesInZoom(uuid)).toSorted()).toEqual(item.proof.provenFileIds.slice(4).toSorted());
		// The ledger is that of before.
		const [again] = await bench.plan([await bench.verified(uuid)], { ledger: [bench.ledgerOf(item)] });
		expect((await bench.cleanUp([again]))[0].cleanup.outcome).toBe('trashed');
		expect(await bench.filesInZoom(uuid)).toEqual([]);
	}, 60_000);

	test('a late transcript makes the trash refuse', async () => {
		const uuid = await bench.imported(ONE_VIDEO);
		const item = await planned(uuid);
		await sandbox.control.zoom.changeMeeting({ uuid, addTranscript: true });
		await bench.writes();
		const [done] = await bench.cleanUp([item]);
		expect(done.cleanup).toMatchObject({ decision: 'keep', reason: 'changed-since', outcome: 'kept' });
		expect(await bench.writes()).toEqual([]);
	});

	test.each<[string, (item: any) => void, string]>([
		[
			'an old proof',
			(item) => (item.proof.verifiedAt = new Date(Date.now() - 16 * 60_000).toISOString()),
			'proof-too-old',
		],
		['no proof', (item) => delete item.proof, 'not-verified'],
		['a proof that says no', (item) => (item.proof.verdict = 'not-proven'), 'not-proven'],
		['a file without evidence', (item) => item.proof.provenFileIds.push('other'), 'not-verified'],
		['a file that was not proven', (item) => item.cleanup.fileIds.push('other'), 'not-proven'],
		['no file', (item) => (item.cleanup.fileIds = []), 'not-proven'],
	])('%s makes the trash refuse', async (_, spoil, reason) => {
		const uuid = await bench.imported(ONE_VIDEO);
		const item = structuredClone(await planned(uuid));
		spoil(item);
		await bench.writes();
		const [done] = await bench.cleanUp([item]);
		expect(done.cleanup).toMatchObject({ decision: 'keep', reason, outcome: 'kept' });
		expect(await bench.writes()).toEqual([]);
	});

	test('W26 Zoom refuses a file: it is named, and the others after it stay', async () => {
		const uuid = await bench.imported({ ...ONE_VIDEO, refusesDeletion: 3310 });
		const [done] = await bench.cleanUp([await planned(uuid)]);
		expect(done.cleanup).toMatchObject({ outcome: 'refused', removedFileIds: [], refused: { reason: 'in-use' } });
		expect(await bench.filesInZoom(uuid)).toHaveLength(1);
	});

	test('what is gone already is success (fault case 48)', async () => {
		const uuid = await bench.imported(ONE_VIDEO);
		const item = await planned(uuid);
		const other = await bench.imported(ONE_VIDEO);
		const second = await planned(other);
		await sandbox.control.zoom.changeMeeting({ uuid, trash: true });
		expect((await bench.cleanUp([item]))[0].cleanup).toMatchObject({ outcome: 'already-gone' });
		await sandbox.control.zoom.fault({
			match: { method: 'DELETE' },
			times: 1,
			fault: { kind: 'status', status: 404, body: { code: 3301, message: 'This recording does not exist.' } },
		});
		expect((await bench.cleanUp([second]))[0].cleanup).toMatchObject({ outcome: 'already-gone' });
	});
});

describe('bad input is refused before anything is asked', () => {
	test.each<[string, object, RegExp]>([
		['retention of 0 days', { retentionDays: 0 }, /Retention \(Days\)" is 0, so nothing is deleted/],
		['negative retention', { retentionDays: -3 }, /Retention \(Days\)" is -3/],
		[
			'a held host who is not in Zoom',
			{ holds: { hosts: 'nobody@example.edu' } },
			/"nobody@example.edu", whom Zoom does not know/,
		],
		['a group that is not in Zoom', { holds: { groups: 'Lawyers' } }, /the group "Lawyers", which is not in Zoom/],
	])('%s', async (_, parameters, sentence) => {
		const item = { ...(await bench.recording(await bench.meeting(ONE_VIDEO))) };
		await expect(bench.plan([item], parameters as Record<string, unknown>)).rejects.toThrow(sentence);
	});

	test('deleting for ever without the explicit switch (fault case 49)', async () => {
		const uuid = await bench.imported(ONE_VIDEO);
		const [item] = await bench.plan([await bench.verified(uuid)]);
		await expect(bench.cleanUp([item], { how: 'delete' })).rejects.toThrow(/is off, so nothing is deleted/);
		expect(await bench.filesInZoom(uuid)).toHaveLength(1);
		const [done] = await bench.cleanUp([item], { how: 'delete', permanently: true });
		expect(done.cleanup).toMatchObject({ outcome: 'deleted' });
	});
});

test('a hundred recordings take one request, and none of them writes', async () => {
	const uuid = await bench.imported();
	const item = await bench.recording(uuid);
	await bench.verify([item]);
	await bench.counts();
	const many = Array.from({ length: 100 }, (_, index) => ({
		...item,
		meetingUuid: index === 0 ? uuid : `missing-${index}==`,
	}));
	const verified = await bench.verify(many);
	expect(verified.map(({ proof }) => proof.verdict)).toEqual([
		'proven',
		...Array.from({ length: 99 }, () => 'not-proven'),
	]);
	const { kaltura, writes, zoom } = await bench.counts();
	expect(kaltura).toBeLessThanOrEqual(2);
	expect({ writes, zoom }).toEqual({ writes: 0, zoom: 0 });
});

test("what Kaltura's own integration imported is proven by its bytes", async () => {
	const uuid = await bench.imported(ONE_VIDEO);
	const { id } = await parentOf(uuid);
	await change(id, { adminTags: 'zoomentry' });
	const item = await bench.verified(uuid);
	expect(item.proof.files).toMatchObject([{ reason: 'same-bytes', evidence: { entryId: id } }]);
});

test('where Kaltura keeps no source, the length counts', async () => {
	const uuid = await bench.imported(ONE_VIDEO);
	const { id, msDuration } = await parentOf(uuid);
	await change(id, { dropSource: true });
	expect(reasonsOf(await bench.verified(uuid))).toEqual({ gallery_view: 'same-duration' });
	await change(id, { msDuration: msDuration + 5000 });
	expect(reasonsOf(await bench.verified(uuid))).toEqual({ gallery_view: 'other-duration' });
});

test('a run that removes nothing does not call an earlier one undone, of which nobody knows how far it came', async () => {
	const uuid = await bench.imported(ONE_VIDEO);
	const [planned] = await bench.plan([await bench.verified(uuid)]);
	await sandbox.control.zoom.changeMeeting({ uuid, addTranscript: true });
	const [after] = await bench.cleanUp([planned], { unresolved: bench.intentions([planned]) });
	expect(after.cleanup).toMatchObject({ outcome: 'kept', reason: 'changed-since', removal: { state: 'intended' } });
	const [alone] = await bench.cleanUp([planned], { unresolved: [] });
	expect(alone.cleanup).toMatchObject({ outcome: 'kept', removal: { state: 'not-removed' } });
	// A table that cannot be read may hold such a row.
	const [blind] = await bench.cleanUp([planned], { unresolved: [{ error: 'no such table' }] });
	expect(blind.cleanup).toMatchObject({ outcome: 'kept', removal: { state: 'intended' } });
});
