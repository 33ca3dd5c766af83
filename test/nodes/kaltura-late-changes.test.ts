import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { KalturaMedia } from '../../nodes/KalturaMedia/KalturaMedia.node';
import { N8nContext } from '../n8n-context';
import { type Sandbox, startSandbox } from '../sandbox';

let sandbox: Sandbox;
let n8n: N8nContext;
beforeAll(async () => {
	sandbox = await startSandbox({ data: 'people', indexLagMs: 0, conversionMs: 0 });
	n8n = new N8nContext({ ...sandbox.credentials });
});
afterAll(() => sandbox.stop());
beforeEach(async () => {
	await Promise.all([sandbox.control.zoom.reset('people'), sandbox.control.kaltura.reset('people')]);
});

const START = '2026-03-02T10:00:00Z';
const DAY = 86_400;
const now = () => Math.floor(Date.now() / 1000);

async function run(operation: string, parameters: INodeParameters, items: IDataObject[] = [{}]): Promise<any[]> {
	const [output] = await n8n.runNode(new KalturaMedia(), {
		parameters: { resource: 'recording', operation, ...parameters },
		items,
	});
	return output!.map(({ json }) => json);
}

async function entry(more: Record<string, unknown>): Promise<string> {
	const { id } = await sandbox.control.kaltura.call('POST', '/entries', {
		userId: 'zoom.default',
		adminTags: 'zoomentry,zoomfile-f1',
		...more,
	});
	await sandbox.control.kaltura.call('POST', '/index');
	return id as string;
}
const entryNow = async (id: string) =>
	(await sandbox.control.kaltura.state()).entries.find((one: { id: string }) => one.id === id);
const isThere = async (id: string) => {
	const found = await entryNow(id);
	return found !== undefined && Number(found.status) !== 3;
};
const writes = async () => (await sandbox.control.kaltura.counts()).writes;
const event = (name: string, more: IDataObject = {}, about: IDataObject = {}): IDataObject => ({
	accountId: sandbox.credentials.zoomServerToServerOAuth2Api.accountId,
	meetingUuid: 'abc==',
	topic: 'New',
	event: { name, operator: 'bo.andersson@example.edu', oldTopic: 'Old', ...about },
	...more,
});

describe('Apply Change', () => {
	const lecture = async (uuid: string, name = 'Old') => {
		const id = await entry({ name, referenceId: `Zoom_${uuid}${START}` });
		const stream = await entry({
			name: `${name} (Gallery view)`,
			referenceId: `Zoom_${uuid}_f2`,
			parentEntryId: id,
			displayInSearch: -1,
			adminTags: 'zoomentry,zoomfile-f2',
		});
		return { id, stream };
	};

	test.each([
		'recording.renamed',
		'recording.trashed',
		'recording.deleted',
		'recording.batch_trashed',
		'meeting.updated',
	])('%s leaves Kaltura alone by default, without asking anybody', async (name) => {
		await sandbox.control.kaltura.clearRequests();
		const [item] = await run('applyChange', { entryIds: '0_any' }, [
			event(name, { payload: { object: { id: 1, tracking_fields: [] } } }),
		]);
		expect(item).toMatchObject({ action: 'nothing', outcome: { reason: 'correction-ignored' } });
		expect((await sandbox.control.kaltura.counts()).total).toBe(0);
	});

	test('an edited meeting goes through the rules again when asked and its tracking fields changed', async () => {
		const asked = { recheckEditedMeetings: true, entryIds: '' };
		expect(
			await run('applyChange', asked, [
				event('meeting.updated', { payload: { object: { id: 1, tracking_fields: [] } } }),
			]),
		).toMatchObject([{ action: 'runAgain' }]);
		expect(
			await run('applyChange', asked, [event('meeting.updated', { payload: { object: { id: 1, agenda: 'x' } } })]),
		).toMatchObject([{ action: 'nothing' }]);
	});

	test('follows a rename, once, and not over a name that somebody gave in Kaltura', async () => {
		const { uuid } = await sandbox.control.zoom.addMeeting({
			host: 'bo.andersson@example.edu',
			topic: 'New',
			files: [{ recordingType: 'shared_screen_with_speaker_view' }, { recordingType: 'gallery_view' }],
		});
		const { id, stream } = await lecture(uuid);
		const [item] = await run('applyChange', { entryIds: id, followRename: true }, [
			event('recording.renamed', { meetingUuid: uuid }),
		]);
		expect(item).toMatchObject({ action: 'renamed', entryIds: [id, stream] });
		expect([(await entryNow(id)).name, (await entryNow(stream)).name]).toEqual(['New', 'New (Gallery view)']);
		const before = await writes();
		expect(
			await run('applyChange', { entryIds: id, followRename: true }, [
				event('recording.renamed', { meetingUuid: uuid }),
			]),
		).toMatchObject([{ action: 'nothing' }]);
		const other = await lecture(uuid, 'My lecture');
		expect(
			await run('applyChange', { entryIds: other.id, followRename: true }, [
				event('recording.renamed', { meetingUuid: uuid }),
			]),
		).toMatchObject([{ action: 'nothing' }]);
		expect(await writes()).toBe(before);
	});

	test.each<[string, INodeParameters, IDataObject]>([
		['nobody asked for it', {}, {}],
		['the cleanup trashed it', { removals: [{ state: 'removed', fileIds: 'f1' }] }, {}],
		['the cleanup was about to, and nobody knows the result', { removals: [{ state: 'intended' }] }, {}],
		['the table cannot be read', { removals: [{ error: 'no such table' }] }, {}],
		['the table node passed its own input through', { removals: [{ event: {}, topic: 'New' }] }, {}],
		['no table was asked', { removals: '' }, {}],
		['the state is none of ours', { removals: [{ state: 'gone fishing' }] }, {}],
		["Zoom's own retention did", {}, { operator: null }],
		['a program did', { ignoredOperators: 'BO.andersson@example.edu' }, {}],
	])('deletes nothing when %s', async (name, parameters, about) => {
		const { id, stream } = await lecture('abc==');
		const trashed = event('recording.trashed', {}, about);
		const removals = Array.isArray(parameters.removals)
			? parameters.removals.map((row) => ({ account: trashed.accountId, meetingUuid: 'abc==', ...(row as object) }))
			: (parameters.removals ?? []);
		const asked = name === 'nobody asked for it' ? {} : { whenTrashed: 'deleteEntry' };
		expect(
			await run('applyChange', { entryIds: id, ...asked, ...parameters, removals: removals as never }, [trashed]),
		).toMatchObject([{ action: 'nothing' }]);
		expect([await isThere(id), await isThere(stream)]).toEqual([true, true]);
	});

	const DELETE = { whenTrashed: 'deleteEntry', removals: [] };

	test('deletes nothing when the recording is in Zoom again, or belongs to another account, which is not even asked', async () => {
		const { uuid } = await sandbox.control.zoom.addMeeting({
			host: 'bo.andersson@example.edu',
			files: [{ recordingType: 'gallery_view' }],
		});
		const { id } = await lecture(uuid);
		const [back] = await run('applyChange', { entryIds: id, ...DELETE }, [
			event('recording.trashed', { meetingUuid: uuid }),
		]);
		expect(back).toMatchObject({ action: 'nothing' });
		expect(back.outcome.message).toContain('Zoom has it again');
		await sandbox.control.zoom.clearRequests();
		const other = await lecture('abc==');
		for (const [name, parameters] of [
			['recording.trashed', DELETE],
			['recording.renamed', { followRename: true }],
		] as const) {
			expect(
				await run('applyChange', { entryIds: other.id, ...(parameters as INodeParameters) }, [
					event(name, { accountId: 'another' }),
				]),
			).toMatchObject([{ action: 'nothing' }]);
		}
		expect((await sandbox.control.zoom.requests()).filter(({ path }) => path.includes('/recordings'))).toEqual([]);
		expect([await isThere(id), await isThere(other.id)]).toEqual([true, true]);
	});

	test('deletes lecture and streams when a person trashed the recording and the settings ask for it', async () => {
		const { id, stream } = await lecture('abc==');
		expect(await run('applyChange', { entryIds: id, ...DELETE }, [event('recording.trashed')])).toMatchObject([
			{ action: 'deleted', outcome: { reason: 'entries-deleted' } },
		]);
		expect([await isThere(id), await isThere(stream)]).toEqual([false, false]);
	});

	test('a single trashed file takes its stream only; the lecture stays while a stream of it is still in Zoom', async () => {
		const { id, stream } = await lecture('abc==');
		await run('applyChange', { entryIds: id, ...DELETE }, [event('recording.trashed', {}, { fileIds: ['f1'] })]);
		expect([await isThere(id), await isThere(stream)]).toEqual([true, true]);
		await run('applyChange', { entryIds: id, ...DELETE }, [event('recording.trashed', {}, { fileIds: ['f2'] })]);
		expect([await isThere(id), await isThere(stream)]).toEqual([true, false]);
	});

	test('an entry of another recording in a ledger edited by hand is not touched', async () => {
		const other = await lecture('other==');
		expect(await run('applyChange', { entryIds: other.id, ...DELETE }, [event('recording.trashed')])).toMatchObject([
			{ action: 'nothing' },
		]);
		expect(await isThere(other.id)).toBe(true);
	});

	test('an item that is no event is refused with what belongs there', async () => {
		await expect(run('applyChange', { entryIds: '' }, [{ meetingUuid: 'abc==' }])).rejects.toThrow(/holds no event/);
	});
});

describe('Look After Entries', () => {
	const OLD = now() - 2 * DAY;
	/** The ledger knows the recordings of all entries but those of another account. */
	const look = async (parameters: INodeParameters = {}) => {
		const { accountId } = sandbox.credentials.zoomServerToServerOAuth2Api;
		const { entries } = await sandbox.control.kaltura.state();
		const ledgerRows = entries.flatMap(({ referenceId }: { referenceId: string | null }) => {
			const meetingUuid = /^Zoom_(.*==)/.exec(referenceId ?? '')?.[1];
			return meetingUuid ? [{ account: accountId, meetingUuid }] : [];
		});
		return await run('lookAfter', { ledgerRows, ...parameters });
	};

	test('leaves entries of another account alone, and does not ask this account about their recordings', async () => {
		const theirs = await entry({ name: 'B', referenceId: `Zoom_theirs==${START}`, status: 7, createdAt: OLD });
		const nobodys = await entry({ name: 'N', referenceId: `Zoom_nobodys==${START}`, status: 7, createdAt: OLD });
		await sandbox.control.zoom.clearRequests();
		const ledgerRows = [{ account: 'another', meetingUuid: 'theirs==' }];
		expect(await look({ removeAbandoned: true, ledgerRows })).toEqual([]);
		expect([await isThere(theirs), await isThere(nobodys)]).toEqual([true, true]);
		expect((await sandbox.control.zoom.requests()).filter(({ path }) => path.includes('/recordings'))).toEqual([]);
		await expect(look({ ledgerRows: [{ error: 'no table' }] })).rejects.toThrow('cannot be read: no table');
	});

	test('finds what failed and what is stuck, and leaves what is young, ready or not from Zoom', async () => {
		const failed = await entry({ name: 'F', referenceId: `Zoom_f==${START}`, status: -1, createdAt: OLD });
		const stuck = await entry({ name: 'S', referenceId: `Zoom_s==${START}`, status: 1, createdAt: OLD });
		await entry({ name: 'young', referenceId: `Zoom_y==${START}`, status: 1 });
		await entry({ name: 'ready', referenceId: `Zoom_r==${START}`, status: 2, createdAt: OLD });
		await entry({ name: 'studio', status: -1, adminTags: 'studio', createdAt: OLD });
		const before = await writes();
		const found = await look();
		expect(found.map(({ entryId, state, meetingUuid }) => [entryId, state, meetingUuid]).toSorted()).toEqual(
			[
				[failed, 'failed', 'f=='],
				[stuck, 'stuck', 's=='],
			].toSorted(),
		);
		expect(await writes()).toBe(before);
	});

	test('removes an empty entry of ours whose recording is gone, but only when asked', async () => {
		const gone = await entry({ name: 'G', referenceId: `Zoom_gone==${START}`, status: 7, createdAt: OLD });
		expect(await look()).toMatchObject([{ entryId: gone, state: 'abandoned', removable: true, removed: false }]);
		expect(await isThere(gone)).toBe(true);
		expect(await look({ removeAbandoned: true })).toMatchObject([
			{ entryId: gone, removed: true, because: 'recording-gone' },
		]);
		expect(await isThere(gone)).toBe(false);
	});

	test('keeps an empty entry that can still be filled, that is young, or that somebody else made', async () => {
		const { uuid } = await sandbox.control.zoom.addMeeting({
			host: 'bo.andersson@example.edu',
			files: [{ recordingType: 'gallery_view' }],
		});
		const ids = [
			await entry({ name: 'fillable', referenceId: `Zoom_${uuid}${START}`, status: 7, createdAt: OLD }),
			await entry({ name: 'young', referenceId: `Zoom_gone==${START}`, status: 7, createdAt: now() - 3600 }),
			await entry({
				name: 'native',
				referenceId: `Zoom_gone==${START}`,
				status: 7,
				createdAt: OLD,
				adminTags: 'zoomentry',
			}),
		];
		await look({ removeAbandoned: true });
		for (const id of ids) expect([id, await isThere(id)]).toEqual([id, true]);
	});

	test('removes the empty loser of a race, and keeps the winner', async () => {
		const { uuid } = await sandbox.control.zoom.addMeeting({
			host: 'bo.andersson@example.edu',
			files: [{ recordingType: 'gallery_view' }],
		});
		const winner = await entry({ name: 'W', referenceId: `Zoom_${uuid}${START}`, status: 2, createdAt: OLD - 10 });
		const loser = await entry({ name: 'L', referenceId: `Zoom_${uuid}${START}`, status: 7, createdAt: OLD });
		expect(await look({ removeAbandoned: true })).toMatchObject([
			{ entryId: loser, removed: true, because: 'lost-a-race' },
		]);
		expect([await isThere(winner), await isThere(loser)]).toEqual([true, false]);
	});

	test('while Zoom does not answer, nothing is removed', async () => {
		const id = await entry({ name: 'G', referenceId: `Zoom_gone==${START}`, status: 7, createdAt: OLD });
		await sandbox.control.zoom.fault({
			match: { endpoint: 'GET /meetings/{meetingId}/recordings' },
			fault: { kind: 'status', status: 400, body: '{"code":200,"message":"No permission."}' },
		});
		expect(await look({ removeAbandoned: true })).toMatchObject([
			{ entryId: id, removed: false, because: expect.stringContaining('could not say') },
		]);
		await sandbox.control.zoom.clearFaults();
		expect(await isThere(id)).toBe(true);
	});
});

describe('Plan Retries and Render', () => {
	test('no more than one item comes out for a ledger, and refusals name the parameter', async () => {
		const row = {
			meetingUuid: 'u',
			account: 'a',
			status: 'failed',
			reason: 'kaltura-unavailable',
			retryable: true,
			lastAttemptAt: '2026-01-01T00:00:00Z',
		};
		expect(await run('planRetries', {}, [row, {}])).toMatchObject([
			{ meetingUuid: 'u', decision: 'retry', attempts: 0 },
		]);
		await expect(run('planRetries', { maximumAttempts: 0 }, [row])).rejects.toThrow('"Maximum Attempts" is 0');
		await expect(run('planRetries', { retryRows: '{"a":1}' }, [row])).rejects.toThrow(
			'"Retry Rows" is no list of rows',
		);
		const [page, ...more] = await run('render', { resource: 'report', days: '4000' }, [row, row]);
		expect(more).toEqual([]);
		expect(page).toMatchObject({
			contentType: 'text/html; charset=utf-8',
			body: expect.stringContaining('is no number of days'),
		});
	});
});
