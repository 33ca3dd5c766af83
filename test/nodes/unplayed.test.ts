import { fileTag, ZOOM_ENTRY_TAG } from '../../lib/policy/import/references';
import { KalturaMedia } from '../../nodes/KalturaMedia/KalturaMedia.node';
import { N8nContext } from '../n8n-context';
import { type Sandbox, startSandbox } from '../sandbox';

let sandbox: Sandbox;
let n8n: N8nContext;
beforeAll(async () => {
	sandbox = await startSandbox({ data: 'empty', indexLagMs: 0, conversionMs: 0 });
	n8n = new N8nContext({ ...sandbox.credentials });
});
afterAll(() => sandbox?.stop());

const YEARS_AGO = Math.floor(Date.now() / 1000) - 800 * 86_400;
const seed = (name: string, more: object = {}) =>
	sandbox.control.kaltura.call('POST', '/entries', {
		name,
		createdAt: YEARS_AGO,
		adminTags: `${ZOOM_ENTRY_TAG},${fileTag('f-1')}`,
		...more,
	});
const find = async (parameters: object = {}) => {
	const [items] = await n8n.runNode(new KalturaMedia(), {
		parameters: { resource: 'recording', operation: 'findUnplayed', ...parameters } as never,
	});
	return items!.map(({ json }) => json);
};
const writes = async () => (await sandbox.control.kaltura.counts()).writes;

test('what nobody has played is listed, and in a dry run nothing is written; otherwise it ends some time later', async () => {
	await seed('Unseen', { createdAt: YEARS_AGO - 1 });
	await seed('Unseen too');
	await seed('Seen', { plays: 2 });
	await seed('Young', { createdAt: Math.floor(Date.now() / 1000) });
	await seed("Somebody else's", { adminTags: 'lecture' });
	const before = await writes();
	expect(await find()).toMatchObject([
		{ name: 'Unseen', plays: 0, changed: false, visibleUntil: null },
		{ name: 'Unseen too' },
	]);
	expect(await writes()).toBe(before);

	const [ended, ...others] = await find({ dryRun: false, hideInDays: 30, limit: 1 });
	expect(others).toEqual([]);
	expect(ended).toMatchObject({ name: 'Unseen', changed: true });
	const entries = (await sandbox.control.kaltura.state()).entries as Array<{ name: string; endDate?: number }>;
	expect(entries.find(({ name }) => name === 'Unseen')!.endDate! * 1000).toBe(Date.parse(String(ended!.visibleUntil)));
	// What ends already is not told again.
	expect((await find()).map(({ name }) => name)).toEqual(['Unseen too']);
});
