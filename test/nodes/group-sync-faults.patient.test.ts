import { GroupWorld, type Item, type Outcome } from './group-world';

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

const USERS = [
	{ userId: 'ann.lee', before: ['Old'], roles: ['New Group', 'Studio'], after: ['NewGroup', 'Studio'] },
	{ userId: 'bo.chen@example.edu', before: ['Old', 'Other'], roles: ['New Group'], after: ['NewGroup'] },
	{ userId: 'twin1', before: ['Other'], roles: [], after: [] },
];
const LIMIT = { options: { mostRemovalsPercent: 100 } };

type Records = Record<string, string[]>;
const items = (records: Records) => USERS.map(({ userId, roles }) => ({ userId, roles, record: records[userId] }));
const start = (): Records => Object.fromEntries(USERS.map(({ userId, before }) => [userId, before]));

async function prepare(): Promise<void> {
	await world.control.reset('demo');
	await world.given(Object.fromEntries(USERS.map(({ userId, before }) => [userId, before])));
}

/** What a table would hold after the run: the records of all items that have one. */
function stored(records: Records, { changed, unchanged, failed }: Outcome): Records {
	const rows = [...changed, ...unchanged, ...failed].filter((item) => Array.isArray(item.record));
	return { ...records, ...Object.fromEntries(rows.map((item) => [item.userId as string, item.record as string[]])) };
}

async function emptyGroups(): Promise<string[]> {
	const { users } = await world.control.state();
	const all = users as Item[];
	const used = new Set(all.flatMap(({ groups }) => (groups as Item[]).map(({ groupId }) => groupId)));
	return all
		.filter(({ type, tags, status, id }) => type === 1 && status === 1 && tags === 'group-sync' && !used.has(id))
		.map(({ id }) => id);
}

async function expectSafe(): Promise<void> {
	for (const { userId, before, after } of USERS) {
		const groups = (await world.groupsOf(userId)).filter((id) => !['Lecturers'].includes(id));
		// Neither less than both states allow, nor anything that neither of them knows.
		for (const id of before.filter((one) => after.includes(one))) expect(groups).toContain(id);
		for (const id of groups) expect([...before, ...after]).toContain(id);
		// Whoever lost a group has everything that was to come.
		if (before.some((id) => !groups.includes(id))) expect(groups).toEqual(expect.arrayContaining(after));
	}
}

async function expectRecovery(records: Records): Promise<void> {
	await world.control.clearFaults();
	const recovered = await world.sync(items(records), LIMIT);
	expect(recovered.failed).toEqual([]);
	for (const { userId, after } of USERS) {
		expect((await world.groupsOf(userId)).filter((id) => id !== 'Lecturers')).toEqual(after);
	}
	expect(await emptyGroups()).toEqual([]);
	expect((await world.kaltura.groups.get('NewGroup'))?.screenName).toBe('New Group');
	await world.control.clearRequests();
	const again = await world.sync(items(stored(records, recovered)), LIMIT);
	expect([again.changed, again.failed, await world.writes()]).toEqual([[], [], []]);
}

/** Requests of a run that nothing disturbs: memberships, groups, users, users, groups, members, removals. */
const REQUESTS = 7;
test('an undisturbed run needs seven requests', async () => {
	await prepare();
	const outcome = await world.sync(items(start()), LIMIT);
	expect(outcome.changed).toHaveLength(3);
	expect((await world.control.counts()).total).toBe(REQUESTS);
	await expectRecovery(stored(start(), outcome));
});

describe.each(['reset', 'lost', 'html502', 'truncated'] as const)('a request that ends with: %s', (kind) => {
	test.each(Array.from({ length: REQUESTS }, (_, i) => i))('number %i, once: nobody notices', async (skip) => {
		await prepare();
		await world.control.fault({ match: {}, skip, times: 1, fault: { kind } });
		const outcome = await world.sync(items(start()), LIMIT);
		await expectSafe();
		expect(await emptyGroups()).toEqual([]);
		await expectRecovery(stored(start(), outcome));
	});

	test.each(Array.from({ length: REQUESTS }, (_, i) => i))(
		'number %i, for good: nobody loses, the next run mends it',
		async (skip) => {
			await prepare();
			await world.control.fault({ match: {}, skip, fault: { kind } });
			const outcome = await world.sync(items(start()), LIMIT);
			expect(outcome.failed.length).toBeGreaterThan(0);
			for (const item of outcome.failed)
				expect(item.errorDetails).toMatchObject({ vendor: 'kaltura', remedy: expect.stringMatching(/\w/) });
			await expectSafe();
			await expectRecovery(stored(start(), outcome));
		},
	);
});

describe.each([
	['group_group.add', 'SERVICE_FORBIDDEN'],
	['groupUser.add', 'SERVICE_FORBIDDEN'],
	['groupUser.add', 'USER_NOT_FOUND'],
	['groupUser.delete', 'SERVICE_FORBIDDEN'],
	['groupUser.list', 'SERVICE_FORBIDDEN'],
	['group_group.get', 'SERVICE_FORBIDDEN'],
	['user.get', 'SERVICE_FORBIDDEN'],
])('a refusal of %s (%s)', (endpoint, code) => {
	test.each([
		['of the first call', { times: 1 }],
		['of the second call', { skip: 1, times: 1 }],
		['of every call', {}],
	])('%s', async (_, when) => {
		await prepare();
		await world.control.fault({ match: { endpoint }, ...when, fault: { kind: 'apiError', code } });
		const outcome = await world.sync(items(start()), LIMIT);
		await expectSafe();
		expect(await emptyGroups()).toEqual([]);
		await expectRecovery(stored(start(), outcome));
	});
});

test('a refused addition keeps what the run would have taken from this user, and takes from the others', async () => {
	await prepare();
	await world.control.fault({
		match: { endpoint: 'groupUser.add' },
		times: 1,
		fault: { kind: 'apiError', code: 'SERVICE_FORBIDDEN' },
	});
	const { changed, failed } = await world.sync(items(start()), LIMIT);
	expect(failed).toMatchObject([{ userId: 'ann.lee', added: ['Studio'], removed: [], record: ['Old', 'Studio'] }]);
	expect(changed.map(({ userId }) => userId)).toEqual(['bo.chen@example.edu', 'twin1']);
	expect(await world.groupsOf('ann.lee')).toContain('Old');
});

test('groups that exclude each other are exchanged', async () => {
	await prepare();
	await world.control.fault({
		match: { endpoint: 'groupUser.add' },
		times: 1,
		fault: { kind: 'apiError', code: 'GROUPS_CANNOT_CO_EXIST' },
	});
	const outcome = await world.sync(items(start()), LIMIT);
	expect(outcome.failed).toEqual([]);
	await expectRecovery(stored(start(), outcome));
});

test('… and given back when the new one is refused nevertheless', async () => {
	await prepare();
	await world.control.fault({
		match: { endpoint: 'groupUser.add' },
		times: 1,
		fault: { kind: 'apiError', code: 'GROUPS_CANNOT_CO_EXIST' },
	});
	await world.control.fault({
		match: { endpoint: 'groupUser.add' },
		skip: 2,
		times: 1,
		fault: { kind: 'apiError', code: 'SERVICE_FORBIDDEN' },
	});
	const outcome = await world.sync(items(start()), LIMIT);
	expect(outcome.failed).toMatchObject([{ userId: 'ann.lee', removed: [] }]);
	expect(await world.groupsOf('ann.lee')).toContain('Old');
	await expectRecovery(stored(start(), outcome));
});

test('additions of which nobody heard count as ours, so that they can be taken away one day', async () => {
	await prepare();
	await world.control.fault({ match: { endpoint: 'groupUser.add' }, fault: { kind: 'lost' } });
	const { failed } = await world.sync(items(start()), LIMIT);
	expect(failed).toMatchObject([
		{ userId: 'ann.lee', added: [], record: ['NewGroup', 'Old', 'Studio'] },
		{ userId: 'bo.chen@example.edu', added: [], record: ['NewGroup', 'Old', 'Other'] },
	]);
	await world.control.clearFaults();
	expect(await world.groupsOf('ann.lee')).toEqual(['Lecturers', 'NewGroup', 'Old', 'Studio']);
	const without = USERS.map(({ userId }) => ({
		userId,
		roles: [],
		record: stored(start(), { changed: [], unchanged: [], failed })[userId],
	}));
	await world.sync(without, LIMIT);
	expect(await world.groupsOf('ann.lee')).toEqual(['Lecturers']);
});
