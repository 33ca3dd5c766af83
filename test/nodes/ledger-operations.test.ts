/** What record-outcome does with the rows of a batch; no credential is needed for it. */
import { KalturaMedia } from '../../nodes/KalturaMedia/KalturaMedia.node';
import { N8nContext } from '../n8n-context';

const n8n = new N8nContext({});
const run = async (operation: string, items: object[]) => {
	const [out] = await n8n.runNode(new KalturaMedia(), {
		parameters: { resource: 'report', operation },
		items: items as never,
	});
	return out!.map(({ json }) => json as any);
};
const row = (meetingUuid: string, more: object = {}) => ({
	account: 'acc',
	meetingUuid,
	status: 'imported',
	reason: 'imported',
	startedAt: '2026-11-01T08:00:00.000Z',
	source: 'backfill',
	lastAttemptAt: '2026-12-01T00:00:00.000Z',
	importedAt: '2026-12-01T00:00:00.000Z',
	...more,
});

test('the rows of an account are asked for once, and what is new comes back sorted by how it is written', async () => {
	const windows = await run('ledgerWindow', [row('a'), row('b', { source: 'live' }), row('c')]);
	expect(windows).toHaveLength(1);
	const [{ add, change }] = await run('ledgerChanges', [...windows, { ...row('c'), id: 1 }, {}]);
	expect([add, change].map((list) => list.map(({ meetingUuid }: any) => meetingUuid))).toEqual([['a'], ['b']]);
});

test.each([
	['n8n gives the question back in place of the rows', (window: object) => window],
	['n8n gives an error in place of the rows', () => ({ error: 'no such table' })],
])('where the table could not be read (%s), nothing is added blindly, so no row comes twice', async (_, instead) => {
	const [window] = await run('ledgerWindow', [row('a'), row('b')]);
	const [{ add, change }] = await run('ledgerChanges', [window, instead(window)]);
	expect(add).toEqual([]);
	expect(change.map(({ meetingUuid }: any) => meetingUuid)).toEqual(['a', 'b']);
});
