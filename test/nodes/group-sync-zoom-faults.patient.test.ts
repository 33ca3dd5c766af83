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

const ANN = 'ann.lee@example.edu';
const KIM = 'kim.invited@example.edu';
type Records = Record<string, string[]>;
const zoom = () => world.sandbox.control.zoom;
const sync = (items: object[]) => world.sync(items, { target: 'zoom', options: { mostRemovalsPercent: 100 } });

async function groupsOf(email: string): Promise<string[]> {
	const { users, groups } = (await zoom().state()) as { users: Item[]; groups: Item[] };
	const ids = users.find((user) => user.email === email)!.group_ids as string[];
	return ids.map((id) => String(groups.find((group) => group.id === id)?.name ?? id)).toSorted();
}
async function memberless(): Promise<string[]> {
	const { users, groups } = (await zoom().state()) as { users: Item[]; groups: Item[] };
	const used = new Set(users.flatMap(({ group_ids }) => group_ids as string[]));
	return groups.filter(({ id, name }) => !used.has(id) && name === 'New Group').map(({ name }) => name);
}

let theirs: Record<string, string[]>;
let before: Records;
async function prepare(): Promise<void> {
	await zoom().reset('people');
	theirs = { [ANN]: await groupsOf(ANN), [KIM]: await groupsOf(KIM) };
	const { changed, failed } = await sync([
		{ userId: ANN, roles: ['Old', 'Stays'] },
		{ userId: KIM, roles: ['Old'] },
	]);
	expect([changed.length, failed]).toEqual([2, []]);
	before = Object.fromEntries(changed.map(({ userId, record }) => [userId, record]));
	await zoom().clearRequests();
}
const wanted: Record<string, string[]> = { [ANN]: ['New Group', 'Stays'], [KIM]: ['New Group'] };
const items = (records: Records) =>
	[ANN, KIM].map((userId) => ({ userId, roles: wanted[userId], record: records[userId] }));
async function run(records: Records): Promise<Records> {
	const { changed, unchanged, failed } = await sync(items(records));
	const rows = [...changed, ...unchanged, ...failed].filter(({ record }) => Array.isArray(record));
	return { ...records, ...Object.fromEntries(rows.map(({ userId, record }) => [userId, record])) };
}

async function expectSafe(): Promise<void> {
	for (const userId of [ANN, KIM]) {
		const groups = await groupsOf(userId);
		expect(groups).toEqual(expect.arrayContaining(theirs[userId]!));
		if (userId === ANN) expect(groups).toContain('Stays');
		if (!groups.includes('Old')) expect(groups).toEqual([...theirs[userId]!, ...wanted[userId]!].toSorted());
	}
}
async function expectRecovery(records: Records): Promise<void> {
	await zoom().clearFaults();
	const then = await run(records);
	for (const userId of [ANN, KIM]) {
		expect(await groupsOf(userId)).toEqual([...theirs[userId]!, ...wanted[userId]!].toSorted());
	}
	expect(await memberless()).toEqual([]);
	await zoom().clearRequests();
	const again = await sync(items(then));
	expect([again.changed, again.failed, (await zoom().counts()).writes]).toEqual([[], [], 0]);
}

let requests = 0;
test('an undisturbed run changes both people, and a second one writes nothing', async () => {
	await prepare();
	const records = await run(before);
	requests = (await zoom().counts()).total;
	expect(requests).toBeGreaterThan(4);
	await expectRecovery(records);
});

test.each([
	['is broken off once', { times: 1 }, { kind: 'reset' }],
	['is refused once', { times: 1 }, { kind: 'status', status: 400, body: '{"code":300,"message":"No."}' }],
	['and all after it are refused', {}, { kind: 'status', status: 400, body: '{"code":300,"message":"No."}' }],
])(
	'whichever request %s: nobody loses, nothing half-made stays, the next run mends it',
	async (_, times, fault) => {
		for (let skip = 0; skip < requests; skip++) {
			await prepare();
			await zoom().fault({ match: { where: 'api' }, skip, ...times, fault });
			const records = await run(before).catch((error: Error) => error);
			await zoom().clearFaults();
			await expectSafe();
			await expectRecovery(records instanceof Error ? before : records);
		}
	},
	120_000,
);
