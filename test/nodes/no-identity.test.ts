/** What is no recording ends the run, also where a node goes on after failures: nobody could tell later what was lost. */
import { KalturaMedia } from '../../nodes/KalturaMedia/KalturaMedia.node';
import { OwnerResolver } from '../../nodes/OwnerResolver/OwnerResolver.node';
import { ZoomRecordings } from '../../nodes/ZoomRecordings/ZoomRecordings.node';
import { N8nContext } from '../n8n-context';
import type { Sandbox } from '../sandbox';
import { startSandbox } from '../sandbox';

let sandbox: Sandbox;
let n8n: N8nContext;
beforeAll(async () => {
	sandbox = await startSandbox({ data: 'people', indexLagMs: 0, conversionMs: 0 });
	n8n = new N8nContext(sandbox.credentials as never);
});
afterAll(async () => await sandbox?.stop());

const recordingNode = new ZoomRecordings();
const lecture = async () => {
	const { uuid } = await sandbox.control.zoom.addMeeting({
		minutesAgo: 60,
		files: [{ recordingType: 'shared_screen_with_speaker_view' }],
	});
	const [items] = await n8n.runNode(recordingNode, { parameters: { operation: 'get', meetingUuid: uuid } });
	return items![0]!.json;
};
const nodes = {
	'Zoom Recordings → Get': [recordingNode, { operation: 'get' }],
	'Owner Resolver': [new OwnerResolver(), { operation: 'resolve', userDoesNotExist: 'skip' }],
	'Kaltura Media → Import': [new KalturaMedia(), { resource: 'recording', operation: 'import', owner: 'ann' }],
	'Kaltura Media → Verify': [new KalturaMedia(), { resource: 'recording', operation: 'verify' }],
	'Kaltura Media → Ledger Rows': [new KalturaMedia(), { resource: 'report', operation: 'ledgerRows' }],
	'Kaltura Media → Ledger Window': [new KalturaMedia(), { resource: 'report', operation: 'ledgerWindow' }],
} as const;

describe.each(Object.entries(nodes))('%s', (_, [node, parameters]) => {
	test.each([
		['the empty item of Execute Workflow', {}],
		['an item whose fields a node before it threw away', { topic: 'Botany' }],
		['a meeting number in place of a UUID', { meetingUuid: '' }],
	])('ends the run for %s, and writes nothing for the others of the batch', async (__, item) => {
		const { writes } = await sandbox.control.kaltura.counts();
		const good = (await lecture()) as object;
		const run = n8n.runNode(node, {
			parameters: parameters as never,
			items: [good, item] as never,
			continueOnFail: true,
		});
		await expect(run).rejects.toThrow(/Input Item|Meeting UUID/);
		expect((await sandbox.control.kaltura.counts()).writes).toBe(writes);
	});
});

test('a failure of Zoom is an outcome with a finished row, where Get goes on after failures', async () => {
	await sandbox.control.zoom.fault({
		match: { endpoint: 'GET /meetings/{meetingId}/recordings' },
		fault: { kind: 'status', status: 400, body: '{"code":200,"message":"No permission."}' },
	});
	const item = { meetingUuid: 'abc==', accountId: 'acc', topic: 'Botany', source: 'retry', attempts: 2 };
	const [items] = await n8n
		.runNode(recordingNode, { parameters: { operation: 'get' }, items: [item], continueOnFail: true })
		.finally(() => sandbox.control.zoom.clearFaults());
	const { ledger, outcome } = items![0]!.json as any;
	expect(outcome).toMatchObject({ status: 'failed', reason: 'zoom-refused' });
	expect(ledger).toMatchObject({
		account: 'acc',
		meetingUuid: 'abc==',
		topic: 'Botany',
		status: 'failed',
		source: 'retry',
		attempts: 3,
	});
	// Owner Resolver has nothing to decide then and lets it pass.
	const [ingest, , attention] = await n8n.runNode(new OwnerResolver(), {
		parameters: { operation: 'resolve', userDoesNotExist: 'skip' },
		items: items as never,
	});
	expect(ingest).toEqual([]);
	expect(attention).toMatchObject([{ json: { ledger } }]);
});

test('a recording that Zoom does not show is waited for, with words instead of a number', async () => {
	const item = { meetingUuid: 'nobody==', accountId: 'acc' };
	const [items] = await n8n.runNode(recordingNode, {
		parameters: { operation: 'get' },
		items: [item],
		continueOnFail: true,
	});
	expect((items![0]!.json as any).ledger).toMatchObject({ status: 'waiting', reason: 'not-in-zoom-yet' });
});

test('a Kaltura that cannot be asked leaves every recording with an outcome and its identity', async () => {
	const good = (await lecture()) as any;
	await sandbox.control.kaltura.fault({
		match: { endpoint: 'media.list' },
		fault: { kind: 'status', status: 400, body: '{}' },
	});
	const [items] = await n8n
		.runNode(new KalturaMedia(), {
			parameters: { resource: 'recording', operation: 'import', owner: 'ann' } as never,
			items: [good],
			continueOnFail: true,
		})
		.finally(() => sandbox.control.kaltura.clearFaults());
	expect((items![0]!.json as any).ledger).toMatchObject({ meetingUuid: good.meetingUuid, status: 'failed' });
});
