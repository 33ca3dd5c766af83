import { GroupWorld, type Item } from './group-world';

// Pauses between repeated requests are tested with the client; here they would only make every case last seven seconds.
jest.mock('node:timers/promises', () => ({
	...jest.requireActual<object>('node:timers/promises'),
	setTimeout: () => Promise.resolve(),
}));

let world: GroupWorld;
beforeAll(async () => {
	world = await GroupWorld.start();
});
afterAll(() => world.sandbox.stop());

const ANN = 'ann.lee';
const BO = 'bo.chen@example.edu';
const BEFORE: Record<string, string[]> = { [ANN]: ['Old', 'Stays'], [BO]: ['Stays'] };
const ROLES: Record<string, string[]> = { [ANN]: ['New Group', 'Stays'], [BO]: ['New Group', 'Stays'] };
const AFTER = ['NewGroup', 'Stays'];
const ENGINE = { options: { engine: 'kaltura', mostRemovalsPercent: 100 } };

type Records = Record<string, string[]>;
const items = (records: Records) =>
	[ANN, BO].map((userId) => ({ userId, roles: ROLES[userId], record: records[userId] }));
/** What Kaltura still does in its jobs is done after this. */
const jobs = () => world.control.clock(3600);
const groupsOf = async (userId: string) => (await world.groupsOf(userId)).filter((id) => id !== 'Lecturers');

async function prepare(): Promise<void> {
	await world.control.reset('demo');
	await world.given(BEFORE);
}

async function run(records: Records): Promise<Records> {
	const { changed, unchanged, failed } = await world.sync(items(records), ENGINE);
	const rows = [...changed, ...unchanged, ...failed].filter(({ record }) => Array.isArray(record));
	return { ...records, ...Object.fromEntries(rows.map(({ userId, record }) => [userId, record])) };
}

async function expectSafe(): Promise<void> {
	for (const userId of [ANN, BO]) {
		const groups = await groupsOf(userId);
		expect(groups).toContain('Stays');
		for (const id of groups) expect([...BEFORE[userId]!, ...AFTER]).toContain(id);
		if (!groups.includes('Old') && BEFORE[userId]!.includes('Old')) expect(groups).toEqual(AFTER);
	}
	const { users } = await world.control.state();
	const all = users as Item[];
	const used = new Set(all.flatMap(({ groups }) => (groups as Item[]).map(({ groupId }) => groupId)));
	const empty = all.filter(
		({ type, tags, status, id }) => type === 1 && status === 1 && tags === 'group-sync' && !used.has(id),
	);
	expect(empty.map(({ id }) => id)).toEqual([]);
}

async function expectRecovery(records: Records): Promise<void> {
	await world.control.clearFaults();
	const then = await run(records);
	await jobs();
	for (const userId of [ANN, BO]) expect(await groupsOf(userId)).toEqual(AFTER);
	// One run to see that the jobs are done, one that finds nothing to do.
	const settled = await run(then);
	await world.control.clearRequests();
	const again = await world.sync(items(settled), ENGINE);
	expect([again.changed, again.failed, await world.writes()]).toEqual([[], [], []]);
}

/** Memberships, groups, users of those groups, users, the new group, one sync without and one with removals. */
const REQUESTS = 7;
test('an undisturbed run by Kaltura’s engine needs seven requests', async () => {
	await prepare();
	const records = await run(BEFORE);
	expect((await world.control.counts()).total).toBe(REQUESTS);
	await jobs();
	await expectRecovery(records);
});

describe.each(['reset', 'lost', 'html502', 'truncated'] as const)('a request that ends with: %s', (kind) => {
	test.each(Array.from({ length: REQUESTS }, (_, i) => i))(
		'number %i, for good: nobody loses, the next run mends it',
		async (skip) => {
			await prepare();
			await world.control.fault({ match: {}, skip, fault: { kind } });
			const records = await run(BEFORE);
			await world.control.clearFaults();
			await jobs();
			for (const userId of [ANN, BO]) expect(await groupsOf(userId)).toContain('Stays');
			await expectRecovery(records);
			await expectSafe();
		},
	);

	test.each(Array.from({ length: REQUESTS }, (_, i) => i))('number %i, once: nobody loses', async (skip) => {
		await prepare();
		await world.control.fault({ match: {}, skip, times: 1, fault: { kind } });
		const records = await run(BEFORE);
		await jobs();
		await expectSafe();
		await expectRecovery(records);
	});
});

test.each([
	['of the first call', { times: 1 }],
	['of the second call', { skip: 1, times: 1 }],
	['of every call', {}],
])('a refusal of groupUser.sync %s', async (_, when) => {
	await prepare();
	await world.control.fault({
		match: { endpoint: 'groupUser.sync' },
		...when,
		fault: { kind: 'apiError', code: 'SERVICE_FORBIDDEN' },
	});
	const records = await run(BEFORE);
	await jobs();
	await expectSafe();
	await expectRecovery(records);
});
