import type { INodeParameters } from 'n8n-workflow';

import { ZoomRecordings } from '../../nodes/ZoomRecordings/ZoomRecordings.node';
import { N8nContext } from '../n8n-context';
import { type Sandbox, startSandbox } from '../sandbox';

let sandbox: Sandbox;
let n8n: N8nContext;
beforeAll(async () => {
	sandbox = await startSandbox();
	n8n = new N8nContext({ ...sandbox.credentials });
});
afterAll(() => sandbox.stop());

const run = async (parameters: INodeParameters, items: object[] = [{}]) => {
	const [out] = await n8n.runNode(new ZoomRecordings(), { parameters, items: items as never });
	return out!.map(({ json }) => json);
};

test('a backfill becomes windows per user, newest first; Zoom is asked only whether it knows them', async () => {
	const { users } = await sandbox.control.zoom.state();
	const [ann, bo] = users.slice(0, 2).map(({ email }: { email: string }) => email);
	await sandbox.control.zoom.clearRequests();
	const items = await run({
		operation: 'planListing',
		purpose: 'backfill',
		firstDay: '2026-01-28',
		lastDay: '2026-02-03',
		users: `${ann}, ${bo}`,
		longestWindow: 7,
	});
	expect(items).toEqual([
		{ from: '2026-02-01', to: '2026-02-03', user: ann },
		{ from: '2026-02-01', to: '2026-02-03', user: bo },
		{ from: '2026-01-28', to: '2026-01-31', user: ann },
		{ from: '2026-01-28', to: '2026-01-31', user: bo },
	]);
	expect(Object.keys((await sandbox.control.zoom.counts()).byEndpoint).filter((one) => !/token/.test(one))).toEqual([
		'GET /users/{userId}',
	]);
});

test.each([
	[
		'from 2012 to 2011',
		{ firstDay: '2012-05-01', lastDay: '2011-05-01' },
		/"To" is 2011-05-01, before From \(2012-05-01\)/,
	],
	['into the future', { firstDay: '2026-01-01', lastDay: '2999-01-01' }, /"(From|To)" is /],
	[
		'of somebody whom Zoom does not know',
		{ firstDay: '2026-02-01', lastDay: '2026-03-01', users: 'nobody@example.edu' },
		/"Users" names nobody@example.edu, whom Zoom does not know/,
	],
	[
		'over ten years',
		{ firstDay: '2014-01-01', lastDay: '2026-01-01' },
		/"From" is 2014-01-01, more than 10 years before To/,
	],
	[
		'a day that does not exist',
		{ firstDay: '2026-02-31', lastDay: '2026-03-01' },
		/"From" is "2026-02-31", which is not a date/,
	],
	[
		'windows of half a day',
		{ firstDay: '2026-02-01', lastDay: '2026-03-01', longestWindow: 0.5 },
		/"Longest Window \(Days\)" is 0.5/,
	],
])('a backfill %s is refused before anything is listed', async (_, parameters, sentence) => {
	await expect(
		run({ operation: 'planListing', purpose: 'backfill', users: '', longestWindow: 7, ...parameters }),
	).rejects.toThrow(sentence);
});

test('a look-back covers the usual days, and more when the last complete run is further back', async () => {
	const day = (ago: number) => new Date(Date.now() - ago * 864e5).toISOString().slice(0, 10);
	const [usual] = await run({ operation: 'planListing', purpose: 'lookBack', lookBackDays: 7, completeUntil: '' });
	expect(usual).toMatchObject({ from: day(7), to: day(-1) });
	const [late] = await run({
		operation: 'planListing',
		purpose: 'lookBack',
		lookBackDays: 7,
		completeUntil: new Date(Date.now() - 30 * 864e5).toISOString(),
	});
	expect(late).toMatchObject({ from: day(31), to: day(-1) });
	await expect(
		run({ operation: 'planListing', purpose: 'lookBack', lookBackDays: 0, completeUntil: '' }),
	).rejects.toThrow(/Look Back \(Days\)/);
});

test('an estimate counts recordings, files and bytes and says how long it takes', async () => {
	const listed = await run({
		operation: 'getAll',
		source: 'account',
		where: 'recordings',
		from: new Date(Date.now() - 20 * 864e5).toISOString(),
		to: new Date().toISOString(),
		returnAll: true,
		filters: {},
	});
	const [sum, ...rest] = await run({ operation: 'estimate', recordingsPerHour: 2, megabytesPerSecond: 1000 }, listed);
	const files = listed.flatMap((one) =>
		(one.segments as Array<{ files: unknown[] }>).flatMap((segment) => segment.files),
	);
	expect(listed.length).toBeGreaterThan(3);
	expect(sum).toEqual({
		recordings: listed.length,
		files: files.length,
		sizeBytes: listed.reduce((total, one) => total + Number(one.sizeBytes), 0),
		hours: listed.length / 2,
	});
	expect(rest).toEqual([]);
});
