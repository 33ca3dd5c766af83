import { GroupWorld, type Item } from './group-world';

let world: GroupWorld;
beforeAll(async () => {
	world = await GroupWorld.start();
});
afterAll(() => world.sandbox.stop());
beforeEach(() => world.sandbox.control.zoom.reset('people'));

const ANN = 'ann.lee@example.edu';
const KIM = 'kim.invited@example.edu';
const zoom = () => world.sandbox.control.zoom;
const sync = (items: object[], more = {}) => world.sync(items, { target: 'zoom', ...more });
/** Names of the groups of a person, as Zoom's own state has them. */
async function groupsOf(email: string): Promise<string[]> {
	const { users, groups } = (await zoom().state()) as { users: Item[]; groups: Item[] };
	const ids = users.find((user) => user.email === email)!.group_ids as string[];
	return ids.map((id) => String(groups.find((group) => group.id === id)?.name ?? id)).toSorted();
}

test('people join Zoom groups by name, and leave only those that the record knows', async () => {
	const before = await groupsOf(ANN);
	const first = await sync([{ userId: ANN, roles: ['Media Team', 'Physics, Chemistry'] }]);
	expect(first.changed).toMatchObject([
		{
			target: 'zoom',
			added: ['Media Team', 'Physics, Chemistry'],
			created: ['Media Team', 'Physics, Chemistry'],
			record: ['Media Team', 'Physics, Chemistry'],
		},
	]);
	expect(await groupsOf(ANN)).toEqual([...before, 'Media Team', 'Physics, Chemistry'].toSorted());

	const second = await sync([{ userId: ANN, roles: ['media team'], record: first.changed[0]!.record }]);
	expect(second.changed).toMatchObject([{ added: [], removed: ['Physics, Chemistry'], record: ['Media Team'] }]);
	expect(await groupsOf(ANN)).toEqual([...before, 'Media Team'].toSorted());

	await zoom().clearRequests();
	const third = await sync([{ userId: ANN, roles: ['Media Team'], record: second.changed[0]!.record }]);
	expect([third.changed, third.failed, (await zoom().counts()).writes]).toEqual([[], [], 0]);
});

test('people who have not accepted their invitation join too', async () => {
	const { changed, failed } = await sync([{ userId: KIM, roles: ['Media Team'] }]);
	expect(failed).toEqual([]);
	expect(changed).toMatchObject([{ added: ['Media Team'] }]);
	expect(await groupsOf(KIM)).toContain('Media Team');
});

test('somebody whom Zoom does not know fails alone', async () => {
	const { changed, failed } = await sync([
		{ userId: 'nobody@example.edu', roles: ['Media Team'] },
		{ userId: ANN, roles: ['Media Team'] },
	]);
	expect(changed).toHaveLength(1);
	expect(failed).toMatchObject([{ error: expect.stringContaining('Zoom has no user nobody@example.edu') }]);
});

test('a group for which nobody could be added is taken back', async () => {
	await zoom().fault({
		match: { endpoint: 'POST /groups/{groupId}/members' },
		fault: { kind: 'status', status: 400, body: '{"code":300,"message":"No."}' },
	});
	const { failed } = await sync([{ userId: ANN, roles: ['Media Team'] }]);
	expect(failed).toMatchObject([{ added: [], errorDetails: { vendor: 'zoom' } }]);
	const { groups } = (await zoom().state()) as { groups: Item[] };
	expect(groups.map(({ name }) => name)).not.toContain('Media Team');
});

test('1,000 people are listed, not asked for one by one, and join 30 per call', async () => {
	await zoom().reset('users-1000');
	const { users } = (await zoom().state()) as { users: Item[] };
	const items = users
		.filter(({ status }) => status === 'active')
		.slice(0, 300)
		.map(({ email }) => ({ userId: email, roles: ['Everybody'] }));
	const { changed, failed } = await sync(items);
	expect([changed.length, failed]).toEqual([items.length, []]);
	const { total, byEndpoint } = await zoom().counts();
	expect(byEndpoint['POST /groups/{groupId}/members']).toBe(Math.ceil(items.length / 30));
	expect(total).toBeLessThanOrEqual(10 + Math.ceil(items.length / 30));
});
