import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { OwnerResolver } from '../../nodes/OwnerResolver/OwnerResolver.node';

import { OwnerWorld, userLocator } from './owner-world';

let world: OwnerWorld;
beforeAll(async () => {
	world = await OwnerWorld.start();
});
afterAll(() => world.sandbox.stop());
beforeEach(() => world.reset());

const ERIN = 'erin.newcomer@example.edu';

/** An entry that the import gave to the default user, with one more stream. */
async function importedEntry(uuid: string, more: object = {}): Promise<{ id: string; streamId: string }> {
	const entry = { userId: 'zoom.default', adminTags: 'zoomentry', ...more };
	const referenceId = `Zoom_${uuid}2026-03-02T10:00:00Z`;
	const { id } = await world.kaltura.call('POST', '/entries', { name: 'Lecture', referenceId, ...entry });
	const stream = { name: 'Lecture', referenceId: `Zoom_${uuid}_f2`, parentEntryId: id, displayInSearch: -1, ...entry };
	const { id: streamId } = await world.kaltura.call('POST', '/entries', stream);
	await world.kaltura.call('POST', '/index');
	return { id, streamId };
}

async function ownerOf(entryId: string): Promise<unknown> {
	return (await world.kalturaCall('baseEntry', 'get', { entryId })).userId;
}

async function run(parameters: INodeParameters = {}): Promise<IDataObject[][]> {
	await world.forget();
	const outputs = await world.n8n.runNode(new OwnerResolver(), {
		parameters: { operation: 'reassign', defaultUser: userLocator('zoom.default'), ...parameters },
	});
	return outputs.map((output) => output.map(({ json }) => json));
}

describe('Re-Assign Owners', () => {
	test('moves an entry and its streams once the host exists, and only once', async () => {
		const { meetingUuid } = await world.recording({ host: ERIN });
		const { id, streamId } = await importedEntry(meetingUuid);

		const [, stay] = await run();
		expect(stay?.[0]).toMatchObject({ entryId: id, changed: false, outcome: { reason: 'no-owner' } });
		expect((await world.calls()).kalturaWrites).toBe(0);

		await world.kalturaUsers({ id: ERIN, email: ERIN });
		const [moved] = await run();
		expect(moved).toEqual([
			{
				entryId: id,
				name: 'Lecture',
				meetingUuid,
				host: { id: expect.any(String), email: ERIN },
				owner: { userId: ERIN, from: 'zoom.default' },
				changed: true,
				streams: [streamId],
				outcome: expect.objectContaining({ reason: 'reassigned' }),
			},
		]);
		expect([await ownerOf(id), await ownerOf(streamId)]).toEqual([ERIN, ERIN]);

		await world.kaltura.call('POST', '/index');
		expect(await run()).toEqual([[], [], []]);
		expect((await world.calls()).kalturaWrites).toBe(0);
	});

	test('a dry run says what would move and writes nothing', async () => {
		const { meetingUuid } = await world.recording();
		const { id } = await importedEntry(meetingUuid);
		const [moved] = await run({ dryRun: true });
		expect(moved?.[0]).toMatchObject({
			entryId: id,
			changed: false,
			dryRun: true,
			owner: { userId: 'bo.andersson@example.edu' },
		});
		expect(await ownerOf(id)).toBe('zoom.default');
		expect((await world.calls()).kalturaWrites).toBe(0);
	});

	test('finds the host in the past meeting when the recording is gone from Zoom', async () => {
		const { meetingUuid } = await world.recording();
		const { id } = await importedEntry(meetingUuid);
		await world.zoom.fault({
			match: { endpoint: 'GET /meetings/{meetingId}/recordings' },
			fault: { kind: 'apiError', status: 404, code: 3301, message: 'There is no recording for this meeting.' },
		});
		const [moved] = await run();
		expect(moved?.[0]).toMatchObject({ entryId: id, changed: true, owner: { userId: 'bo.andersson@example.edu' } });
	});

	test('leaves entries of others, entries that are not Zoom’s, and older ones alone', async () => {
		const { meetingUuid } = await world.recording();
		await importedEntry(meetingUuid, { userId: 'gina.rossi@example.edu' });
		await importedEntry(meetingUuid, { adminTags: 'studio' });
		await importedEntry(meetingUuid, { createdAt: 1_600_000_000 });
		expect(await run()).toEqual([[], [], []]);
		expect((await world.calls()).kalturaWrites).toBe(0);
	});

	test('a meeting whose host nobody knows any more, and an outage, are reported; the others go on (W23)', async () => {
		const known = await world.recording();
		const down = await world.recording({ host: 'chloe.dubois@example.edu' });
		await importedEntry('forgotten==');
		await importedEntry(down.meetingUuid);
		const { id } = await importedEntry(known.meetingUuid);
		await world.zoom.fault({
			match: { path: down.host.id },
			fault: { kind: 'apiError', status: 400, code: 200, message: 'No permission.' },
		});
		const [moved, stay, attention] = await run();
		expect(moved?.map(({ entryId }) => entryId)).toEqual([id]);
		expect(stay?.map(({ outcome }) => (outcome as IDataObject).reason)).toEqual(['host-unknown']);
		expect(attention?.map(({ outcome }) => (outcome as IDataObject).reason)).toEqual(['zoom-refused']);
	});

	test('without a default user it says which field is empty', async () => {
		await expect(run({ defaultUser: userLocator('') })).rejects.toThrow('The parameter "Default User" is empty.');
	});
});
