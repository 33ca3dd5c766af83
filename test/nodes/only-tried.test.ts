/** A recording that somebody only wants to try goes through the nodes of the pipeline, and nothing is written anywhere. */
import { KalturaMedia } from '../../nodes/KalturaMedia/KalturaMedia.node';
import { N8nContext } from '../n8n-context';
import { startSandbox, type Sandbox } from '../sandbox';
import { ImportBench } from './kaltura-import-bench';
import { OwnerWorld } from './owner-world';

let sandbox: Sandbox;
let bench: ImportBench;
let owners: OwnerWorld;

beforeAll(async () => {
	sandbox = await startSandbox({ data: 'people', indexLagMs: 0, conversionMs: 20 });
	bench = new ImportBench(sandbox);
	owners = await OwnerWorld.start();
});
afterAll(() => Promise.all([sandbox.stop(), owners.sandbox.stop()]));

const WHO = { owner: { userId: 'ann' }, people: { coEditors: ['bob'], coPublishers: [], coViewers: ['dee', 'bob'] } };
const IN_MATHS = {
	category: { values: [{ category: { __rl: true, mode: 'path', value: 'Maths' } }] },
	options: { createMissingCategories: true },
};
const writes = async () => [
	(await sandbox.control.zoom.counts()).writes,
	(await sandbox.control.kaltura.counts()).writes,
];

test('Import says what it would write, whose and where, and writes nothing; meant, the same item is imported', async () => {
	const uuid = await bench.meeting();
	const item = await bench.recording(uuid, WHO);
	const before = await writes();
	const [tried] = await bench.import([{ ...item, onlyTry: true }], IN_MATHS);
	expect(tried.outcome).toMatchObject({ status: 'skipped', reason: 'only-tried' });
	expect(tried.outcome.message).toMatch(
		/^Only tried, nothing was written\. What would come of it: a new entry "Algebra I" of ann and shared with 2 people from shared_screen_with_speaker_view with 2 more streams, 1 caption \(.+\), 1 attachment; published in Maths\.$/,
	);
	expect([await writes(), await bench.entriesOf(uuid)]).toEqual([before, []]);

	const [meant] = await bench.import([item], IN_MATHS);
	expect(meant.outcome).toMatchObject({ reason: 'imported' });
	await bench.settled();
	const [again] = await bench.import([{ ...item, onlyTry: true }], IN_MATHS);
	expect(again.outcome).toMatchObject({ reason: 'already-imported' });
}, 60_000);

test('tried and meant recordings in one run are not taken for each other', async () => {
	const [one, other] = await Promise.all([bench.meeting(), bench.meeting({ topic: 'Algebra II' })]);
	const items = [{ ...(await bench.recording(one)), onlyTry: true }, await bench.recording(other)];
	const reasons = (await bench.import(items)).map(({ outcome }) => outcome.reason);
	expect(reasons).toEqual(['only-tried', 'imported']);
	expect(await bench.entriesOf(one)).toEqual([]);
}, 60_000);

test('Owner Resolver names the owner whom it would create, and creates nobody', async () => {
	const recording = await owners.recording({ host: 'erin.newcomer@example.edu' });
	const parameters = { userDoesNotExist: 'createUser', zoomUserMatching: 'removePostfix', postfix: '@example.edu' };
	const { ingest } = await owners.resolve([{ ...recording, onlyTry: true }], parameters);
	expect(ingest[0]).toMatchObject({ onlyTry: true, owner: { userId: 'erin.newcomer', rule: 'created' } });
	expect((await owners.calls()).kalturaWrites).toBe(0);
	expect(await owners.kalturaUser('erin.newcomer')).toBeNull();
}, 60_000);

test('its row is handed back and never reaches the ledger', async () => {
	const n8n = new N8nContext({});
	const run = async (operation: string, items: object[]) => {
		const parameters = { resource: 'report', operation };
		const [out] = await n8n.runNode(new KalturaMedia(), { parameters, items: items as never });
		return out!.map(({ json }) => json as any);
	};
	const ledger = { account: 'acc', meetingUuid: 'a', status: 'skipped', reason: 'only-tried' };
	const [row] = await run('ledgerRows', [{ onlyTry: true, ledger }]);
	expect(row).toMatchObject({ ...ledger, onlyTry: true });
	expect(await run('ledgerWindow', [row])).toEqual([]);
	const real = { ...ledger, meetingUuid: 'b', startedAt: '2026-11-01T08:00:00.000Z' };
	const [{ entries }] = await run('ledgerWindow', [row, real]);
	expect(entries.map(({ meetingUuid }: any) => meetingUuid)).toEqual(['b']);
});
