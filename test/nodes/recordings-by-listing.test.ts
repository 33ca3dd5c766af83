import { KalturaMedia } from '../../nodes/KalturaMedia/KalturaMedia.node';
import { ZoomRecordings } from '../../nodes/ZoomRecordings/ZoomRecordings.node';
import { N8nContext } from '../n8n-context';
import { startSandbox, type Sandbox } from '../sandbox';

import { ImportBench } from './kaltura-import-bench';

/** Zoom does not offer every app the scope for reading one recording; a listing carries the download addresses too. */
const READ_ONE = 'cloud_recording:read:list_recording_files:admin';
const OF_HOST = 'cloud_recording:read:list_user_recordings:admin';
const OF_ACCOUNT = 'cloud_recording:read:list_account_recordings:admin';
const OTHERS = ['user:read:user:admin', 'meeting:read:meeting:admin'];

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ indexLagMs: 0, conversionMs: 0 });
});
afterAll(() => sandbox?.stop());
beforeEach(async () => {
	await sandbox.control.kaltura.clearRequests();
	await sandbox.control.zoom.clearRequests();
});

/** A bench whose token has just these scopes, and a recording with an item as a listing gave it. */
async function withScopes(...scopes: string[]): Promise<{ bench: ImportBench; uuid: string; item: any }> {
	await sandbox.control.zoom.settings({ scopes: [OF_ACCOUNT, ...OTHERS] });
	const before = new ImportBench(sandbox);
	const uuid = await before.meeting({ topic: 'Found by listing', minutesAgo: 90 });
	const item = { ...(await before.listed(uuid)), owner: { userId: 'ann' } };
	await sandbox.control.zoom.settings({ scopes: [...scopes, ...OTHERS] });
	return { bench: new ImportBench(sandbox), uuid, item };
}

const paths = async () =>
	(await sandbox.control.zoom.requests())
		.map(({ method, path }: any) => `${method} ${String(path).split('?')[0]}`)
		.filter((path: string) => path.includes('/recordings'));

test.each([
	['the host', [OF_HOST]],
	['the account', [OF_ACCOUNT]],
])('a recording is not left out for want of the scope: it is found in the listing of %s', async (_, scopes) => {
	const { bench, uuid, item } = await withScopes(...scopes);
	const read = await bench.read(item);
	expect(read.outcome).toBeUndefined();
	const [imported] = await bench.import([{ ...read, owner: item.owner }]);
	expect(imported.outcome).toMatchObject({ status: 'imported' });
	expect(imported.counts.failed).toBe(0);
	const media = imported.files.filter(({ transfer }: any) => transfer);
	expect(media).not.toHaveLength(0);
	for (const { transfer } of media) {
		expect(transfer).toMatchObject({ way: 'throughN8n', because: expect.stringContaining(READ_ONE) });
	}
	await bench.settled();
	expect(await bench.entriesOf(uuid)).toHaveLength(3);
	const [again] = await bench.import([{ ...(await bench.read(item)), owner: item.owner }]);
	expect(again.outcome.status).toBe('already-imported');
});

test("the app's own token is never given to Kaltura, though the node says that Kaltura pulls", async () => {
	const { bench, item } = await withScopes(OF_HOST);
	const [imported] = await bench.import([item], { transfer: 'kalturaPulls' });
	expect(imported.outcome).toMatchObject({ status: 'imported' });
	const sent = JSON.stringify(await sandbox.control.kaltura.requests());
	expect(sent).toContain('uploadToken.add');
	expect(sent).not.toMatch(/urlHeaders|KalturaUrlResource|\/rec\/download/i);
	expect(JSON.stringify(imported)).not.toMatch(/eyJ|rec\/download/);
});

test('whoever may read one recording is not slowed down, and many are refused once only', async () => {
	const { bench, item } = await withScopes(READ_ONE, OF_HOST);
	await bench.read(item);
	expect((await paths()).filter((path) => path.includes('/users/'))).toEqual([]);

	const other = await withScopes(OF_HOST);
	const items = [other.item, (await withScopes(OF_HOST)).item];
	await sandbox.control.zoom.clearRequests();
	await other.bench.import(items);
	expect((await paths()).filter((path) => path.includes('/meetings/')).length).toBeLessThanOrEqual(2);
});

test('without any way the scope that is meant is named, not one of a listing', async () => {
	const { bench, uuid, item } = await withScopes('group:read:list_groups:admin');
	const [out] = await bench.n8n.runNode(new ZoomRecordings(), {
		parameters: { operation: 'get', meetingUuid: uuid },
		items: [item],
		continueOnFail: true,
	});
	expect(JSON.stringify(out)).toContain('list_recording_files');
});

test('a bare UUID says nothing of host and day, so the missing scope is an error with a remedy', async () => {
	const { bench, uuid } = await withScopes(OF_HOST);
	await expect(bench.recording(uuid)).rejects.toThrow(/list_recording_files/);
});

test('a recording that no listing shows is not in Zoom, as if it had been read', async () => {
	const { bench, uuid, item } = await withScopes(OF_HOST, OF_ACCOUNT);
	const [out] = await bench.n8n.runNode(new ZoomRecordings(), {
		parameters: { operation: 'get', meetingUuid: `${uuid}x` },
		items: [{ ...item, meetingUuid: `${uuid}x` }],
		continueOnFail: true,
	});
	expect(out![0]!.json).toMatchObject({ outcome: { reason: 'not-in-zoom-yet' } });
});

test('check-setup says which way is used, and what does not work', async () => {
	const { bench } = await withScopes(OF_HOST, OF_ACCOUNT);
	const [findings] = await new N8nContext({ ...sandbox.credentials }).runNode(new KalturaMedia(), {
		parameters: {
			resource: 'recording',
			operation: 'checkSetup',
			purposes: ['ingest', 'cleanup'],
			webhookUrl: 'http://127.0.0.1:9/x',
		},
	});
	const of = (check: string) => findings!.map(({ json }) => json).find((json) => json.check === check);
	expect(of('Scopes for ingesting recordings')).toMatchObject({
		result: 'warning',
		message: expect.stringMatching(/through n8n.*cleaned up/),
	});
	expect(of('Scopes for cleaning up in Zoom')).toMatchObject({ result: 'problem' });
	expect(of('Scopes for events about recordings')).toMatchObject({
		result: 'problem',
		message: expect.stringContaining('cloud_recording:read:recording:admin'),
	});
	expect(bench).toBeDefined();
});
