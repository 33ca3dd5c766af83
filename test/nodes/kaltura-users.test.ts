import type { INodeParameters } from 'n8n-workflow';

import { KalturaUsers } from '../../nodes/KalturaUsers/KalturaUsers.node';
import { N8nContext } from '../n8n-context';
import { type Sandbox, startSandbox } from '../sandbox';
import { shortenWaits } from '../short-waits';

let sandbox: Sandbox;
let n8n: N8nContext;
beforeAll(async () => {
	sandbox = await startSandbox({ data: 'demo', indexLagMs: 0 });
	n8n = new N8nContext({ ...sandbox.credentials });
});
afterAll(() => sandbox.stop());
beforeEach(() => sandbox.control.kaltura.reset('demo'));

async function run(parameters: INodeParameters, items: object[] = [{}], continueOnFail = false) {
	const [output = []] = await n8n.runNode(new KalturaUsers(), {
		parameters,
		items: items as never,
		continueOnFail,
	});
	return output.map(({ json }) => json as Record<string, unknown>);
}
async function failure(parameters: INodeParameters): Promise<{ message: string; description: string }> {
	return await run(parameters).then(
		() => Promise.reject(new Error('it succeeded')),
		(error: unknown) => error as { message: string; description: string },
	);
}
const user = (operation: string, more: INodeParameters = {}) => ({ resource: 'user', operation, ...more });
const group = (operation: string, more: INodeParameters = {}) => ({ resource: 'group', operation, ...more });
const membership = (operation: string, more: INodeParameters = {}) => ({ resource: 'membership', operation, ...more });
const counts = () => sandbox.control.kaltura.counts();
/** How often an action was called, alone or inside a multirequest. */
async function callsOf(endpoint: string): Promise<number> {
	const requests = await sandbox.control.kaltura.requests();
	return requests.flatMap((request) => request.calls ?? [request]).filter((call) => call.endpoint === endpoint).length;
}

describe('User: Get', () => {
	test.each([
		['ID', 'id', 'ann.lee', ['ann.lee']],
		['ID in another case', 'id', 'ANN.LEE', ['ann.lee']],
		['e-mail', 'email', 'ann.lee@example.edu', ['ann.lee']],
		['e-mail in another case, with blanks', 'email', ' Ann.Lee@Example.EDU ', ['ann.lee']],
		['e-mail that two people share: both', 'email', 'twin@example.edu', ['twin1', 'twin2']],
		['external ID', 'externalId', 'ext-1001', ['ann.lee']],
		['login ID', 'loginId', 'kaltura.admin@example.edu', ['kaltura.admin@example.edu']],
	])('finds by %s', async (_, findBy, value, ids) => {
		const items = await run(user('get', { findBy, value }));
		expect(items.map(({ id }) => id).toSorted()).toEqual(ids);
		expect(items.every(({ found }) => found === true)).toBe(true);
	});

	test('a person without an address is found nowhere, and does not end the run of the others', async () => {
		const items = await run(user('get', { findBy: 'email', value: '={{ $json.email }}', ifMissing: 'return' }), [
			{ email: '' },
			{ email: 'ann.lee@example.edu' },
		]);
		expect(items).toMatchObject([{ found: false }, { found: true, id: 'ann.lee' }]);
	});

	test.each([
		['an unknown ID', 'id', 'nobody'],
		['an e-mail of which one is only the beginning', 'email', 'ann.lee@example.ed'],
		['an unknown external ID', 'externalId', 'ext-9'],
		['a user who cannot log in', 'loginId', 'ann.lee'],
	])('does not find %s', async (_, findBy, value) => {
		const searched = ['email', 'externalId'].includes(findBy);
		expect(await run(user('get', { findBy, value, ifMissing: 'return' }))).toEqual([
			{ found: false, [findBy]: value, ...(searched ? { perhapsTooNew: true } : {}) },
		]);
		const error = await failure(user('get', { findBy, value }));
		expect(error.message).toMatch(
			searched
				? /^Kaltura user\.get: the search for users finds nobody with the (e-mail|external ID) \S+, and it follows changes with a delay/
				: /^Kaltura user\.get: there is no user \S+\.$/,
		);
	});

	describe('right after Create', () => {
		// Nothing reaches the search index while the test runs.
		beforeEach(() => sandbox.control.kaltura.settings({ indexLagMs: 600_000 }));

		test('somebody whose ID is the address is found by it, and by the external ID where that is the ID', async () => {
			await run(user('create', { userId: 'new@example.edu', additionalFields: { email: 'New@example.edu' } }));
			const [found] = await run(user('get', { findBy: 'email', value: 'new@example.edu' }));
			expect(found).toMatchObject({ found: true, id: 'new@example.edu' });
		});

		test('nobody is called missing for sure whom the search may not know yet', async () => {
			await run(user('create', { userId: 'new.one', additionalFields: { email: 'new.one@example.edu' } }));
			const wanted = { findBy: 'email', value: 'new.one@example.edu' };
			expect(await run(user('get', { ...wanted, ifMissing: 'return' }))).toEqual([
				{ found: false, email: 'new.one@example.edu', perhapsTooNew: true },
			]);
			const error = await failure(user('get', wanted));
			expect(error.message).toContain('it follows changes with a delay of seconds');
			expect(error.description).toContain('look again in some seconds, or find the user by ID');
		});

		test('somebody with another address is not taken for the one whose address is their ID', async () => {
			await run(user('create', { userId: 'old@example.edu', additionalFields: { email: 'moved@example.edu' } }));
			expect(await run(user('get', { findBy: 'email', value: 'old@example.edu', ifMissing: 'return' }))).toMatchObject([
				{ found: false },
			]);
		});

		test('one external ID given twice is not called the ID of a group', async () => {
			const twice = user('create', { userId: '', additionalFields: { externalId: 'ext-88' } });
			await run(twice);
			expect((await failure(twice)).message).toMatch(/nobody with the external ID ext-88, and it follows changes/);
		});
	});

	test('a group is no user: not found, or refused as what it is', async () => {
		const parameters = { findBy: 'id', value: 'Lecturers' };
		expect(await run(user('get', { ...parameters, ifMissing: 'return' }))).toEqual([{ found: false, id: 'Lecturers' }]);
		const { message } = await failure(user('get', parameters));
		expect(message).toBe('Kaltura user.get: Lecturers is the ID of a group, not of a person.');
	});

	test('tells blocked users apart', async () => {
		const [item] = await run(user('get', { findBy: 'id', value: 'dan.blocked@example.edu' }));
		expect(item).toMatchObject({ status: 'blocked', found: true });
	});

	test.each([
		['ann lee', 'it holds a blank'],
		['uni/ann', 'it holds the character "/"'],
		['äNN', 'it holds the character "ä"'],
		['a'.repeat(101), 'it has 101 characters, and Kaltura compares only the first 100'],
	])('refuses the ID %s before asking: %s', async (value, why) => {
		const error = await failure(user('get', { findBy: 'id', value }));
		expect(error.message).toContain(value.slice(0, 40));
		expect(error.message).toContain(why);
		expect((await counts()).total).toBe(0);
	});

	test('an ID of exactly 100 characters is fine', async () => {
		const id = `${'a'.repeat(95)}.long`;
		await run(user('create', { userId: id }));
		expect((await run(user('get', { findBy: 'id', value: id })))[0]).toMatchObject({ id });
	});

	test('many items are one request, each with its own answer', async () => {
		const asked = ['ann.lee', 'nobody', 'bo.chen@example.edu', 'bad id', 'Lecturers'];
		const items = await run(
			user('get', { findBy: 'id', value: '={{ $json.who }}' }),
			asked.map((who) => ({ who })),
			true,
		);
		expect(items.map(({ id, error }) => id ?? error)).toEqual([
			'ann.lee',
			'Kaltura user.get: there is no user nobody.',
			'bo.chen@example.edu',
			expect.stringContaining('it holds a blank'),
			'Kaltura user.get: Lecturers is the ID of a group, not of a person.',
		]);
		expect((await counts()).total).toBe(1);
	});

	test('e-mails are found without eSearch too, as a prefix that must be equal', async () => {
		await sandbox.control.kaltura.fault({
			match: { endpoint: 'elasticsearch_esearch.searchUser' },
			fault: { kind: 'apiError', code: 'SERVICE_FORBIDDEN' },
		});
		expect((await run(user('get', { findBy: 'email', value: 'twin@example.edu' }))).map(({ id }) => id)).toEqual([
			'twin1',
			'twin2',
		]);
		expect(await run(user('get', { findBy: 'email', value: 'twin@example.e', ifMissing: 'return' }))).toMatchObject([
			{ found: false },
		]);
	});
});

describe('User: Get Many', () => {
	test('leaves out groups, says who is blocked, and pages on', async () => {
		await sandbox.control.kaltura.reset('users-1203');
		const items = await run(user('getAll', { returnAll: true }));
		expect(items).toHaveLength(1203);
		expect(new Set(items.map(({ id }) => id)).size).toBe(1203);
		expect(await callsOf('user.list')).toBe(3);
		// The first page says how many there are, so the others come in one request.
		expect(
			(await sandbox.control.kaltura.requests()).filter(({ endpoint }) => endpoint !== 'session.start'),
		).toHaveLength(2);
	});

	test('goes past the 10,000 matches that Kaltura gives', async () => {
		await sandbox.control.kaltura.reset('users-10750');
		const items = await run(user('getAll', { returnAll: true }));
		expect(new Set(items.map(({ id }) => id)).size).toBe(10750);
		expect(items).toHaveLength(10750);
	});

	test('stops at the limit with one small page', async () => {
		await sandbox.control.kaltura.reset('users-1203');
		expect(await run(user('getAll', { limit: 7 }))).toHaveLength(7);
		expect((await sandbox.control.kaltura.requests())[0]?.body).toMatchObject({ pager: { pageSize: 7 } });
	});

	test.each([
		[{ status: 'blocked' }, ['dan.blocked@example.edu']],
		[{ emailStartsWith: 'twin@' }, ['twin1', 'twin2']],
		[{ idOrScreenNameStartsWith: 'ann' }, ['ann.lee']],
	])('filters by %j', async (filters, ids) => {
		const items = await run(user('getAll', { filters }));
		expect(items.map(({ id }) => id).toSorted()).toEqual(ids);
	});
});

describe('User: Create, Update, Delete', () => {
	test('creates once; again is the existing user, unchanged', async () => {
		const parameters = user('create', {
			userId: 'new.user',
			additionalFields: { firstName: 'Nora', lastName: 'Neu', email: 'nora@example.edu' },
		});
		expect(await run(parameters)).toMatchObject([{ created: true, id: 'new.user', email: 'nora@example.edu' }]);
		const again = user('create', { userId: 'NEW.USER', additionalFields: { firstName: 'Other' } });
		expect(await run(again)).toMatchObject([{ created: false, id: 'new.user', firstName: 'Nora' }]);
	});

	test('an external ID is taken at creation, instead of the ID', async () => {
		const wanted = user('create', { userId: '', additionalFields: { externalId: 'ext-77', firstName: 'Eva' } });
		const [created] = await run(wanted);
		expect(created).toMatchObject({ created: true, externalId: 'ext-77', id: expect.stringMatching(/^[0-9a-f]{64}$/) });
		expect(await run(wanted)).toMatchObject([{ created: false, id: created?.id }]);
		const both = user('create', { userId: 'eva', additionalFields: { externalId: 'ext-77' } });
		expect((await failure(both)).message).toContain('is given together with an External ID');
		expect((await failure(user('create', { userId: '' }))).message).toContain('is empty');
	});

	test("a group's ID is refused with the reason", async () => {
		const error = await failure(user('create', { userId: 'Lecturers' }));
		expect(error.message).toContain('Lecturers is the ID of a group, not of a person');
		expect(error.description).toContain('share their IDs');
	});

	test('no address that is none', async () => {
		const error = await failure(user('create', { userId: 'x', additionalFields: { email: 'nora at example' } }));
		expect(error.message).toBe('The parameter "Email" is "nora at example", which is no e-mail address.');
	});

	test('changes only what is given, empties what is given empty', async () => {
		await run(user('update', { userId: 'ann.lee', updateFields: { title: 'Dr.', tags: 'a,b' } }));
		const [changed] = await run(user('update', { userId: 'ann.lee', updateFields: { tags: '' } }));
		expect(changed).toMatchObject({ firstName: 'Ann', email: 'ann.lee@example.edu', tags: '' });
		const [raw] = await run(user('get', { findBy: 'id', value: 'ann.lee', simplify: false }));
		expect(raw).toMatchObject({ title: 'Dr.' });
	});

	test('blocks and unblocks', async () => {
		expect(await run(user('update', { userId: 'ann.lee', updateFields: { status: 'blocked' } }))).toMatchObject([
			{ status: 'blocked' },
		]);
		expect(await run(user('update', { userId: 'ann.lee', updateFields: { status: 'active' } }))).toMatchObject([
			{ status: 'active' },
		]);
	});

	test('nothing to change is said, an unknown user too', async () => {
		expect((await failure(user('update', { userId: 'ann.lee' }))).message).toContain('holds nothing to change');
		const unknown = await failure(user('update', { userId: 'nobody', updateFields: { title: 'x' } }));
		expect(unknown.message).toBe('Kaltura user.update: there is no user with this ID.');
	});

	test('deletes; twice is fine', async () => {
		expect(await run(user('delete', { userId: 'twin1' }))).toEqual([{ deleted: true, userId: 'twin1', existed: true }]);
		expect(await run(user('delete', { userId: 'twin1' }))).toEqual([
			{ deleted: true, userId: 'twin1', existed: false },
		]);
		expect(await run(user('get', { findBy: 'id', value: 'twin1', ifMissing: 'return' }))).toMatchObject([
			{ found: false },
		]);
	});
});

describe('User: Ensure', () => {
	const ensure = user('ensure', {
		userId: '={{ $json.id }}',
		fields: { firstName: '={{ $json.first }}', email: '={{ $json.email }}' },
	});
	const people = [
		{ id: 'ann.lee', first: 'Ann', email: 'ann.lee@example.edu' },
		{ id: 'twin1', first: 'Antonia', email: 'twin@example.edu' },
		{ id: 'fresh', first: 'Fred', email: 'fred@example.edu' },
	];

	test('writes what differs and nothing else; the second run writes nothing', async () => {
		const first = await run(ensure, people);
		expect(first.map(({ change, changed }) => [change, changed])).toEqual([
			['unchanged', []],
			['updated', ['firstName']],
			['created', ['email', 'firstName']],
		]);
		await sandbox.control.kaltura.clearRequests();
		const second = await run(ensure, people);
		expect(second.map(({ change }) => change)).toEqual(['unchanged', 'unchanged', 'unchanged']);
		expect(await counts()).toMatchObject({ total: 1, writes: 0 });
	});

	test('bad items fail alone', async () => {
		const items = await run(
			ensure,
			[{ id: 'Lecturers' }, { id: 'a b' }, { id: 'ok', first: 'O', email: 'o@example.edu' }],
			true,
		);
		expect(items[0]?.error).toContain('Lecturers is the ID of a group, not of a person');
		expect(items[1]?.error).toContain('"a b" cannot be the ID of a user: it holds a blank');
		expect(items[2]).toMatchObject({ change: 'created', id: 'ok' });
	});

	test('a user created at the same moment by somebody else is taken over', async () => {
		await sandbox.control.kaltura.fault({
			match: { endpoint: 'user.get' },
			times: 1,
			fault: { kind: 'apiError', code: 'INVALID_USER_ID' },
		});
		expect(await run(ensure, [people[1]!])).toMatchObject([{ change: 'updated', changed: ['firstName'], id: 'twin1' }]);
	});

	test('an answer that was lost on the way is looked up, not written twice', async () => {
		await sandbox.control.kaltura.fault({ match: { endpoint: 'user.add' }, times: 1, fault: { kind: 'lost' } });
		expect(await run(ensure, [people[2]!])).toMatchObject([{ id: 'fresh', change: 'unchanged' }]);
		expect(await callsOf('user.add')).toBe(1);
	});

	test('values are compared as Kaltura stores them: lists in any order, control characters cleaned', async () => {
		const fields = { tags: 'b, a,b', screenName: 'S'.repeat(140), title: 'Dr.\u0007 ' };
		await run(user('ensure', { userId: 'twin1', fields }));
		expect(await run(user('ensure', { userId: 'twin1', fields }))).toMatchObject([{ change: 'unchanged' }]);
		expect(await run(user('ensure', { userId: 'twin1', fields: { tags: 'a,b' } }))).toMatchObject([
			{ change: 'unchanged' },
		]);
		expect(await run(user('ensure', { userId: 'twin1', fields: { tags: 'a' } }))).toMatchObject([
			{ change: 'updated', changed: ['tags'] },
		]);
	});

	test('the same ID twice: the second sees what the first did', async () => {
		const items = await run(ensure, [people[2]!, { ...people[2]!, first: 'Frederic' }]);
		expect(items.map(({ change }) => change)).toEqual(['created', 'updated']);
	});

	test('250 unchanged users cost three requests', async () => {
		await sandbox.control.kaltura.reset('users-250');
		const all = await run(user('getAll', { returnAll: true }));
		await sandbox.control.kaltura.clearRequests();
		const items = await run(
			user('ensure', { userId: '={{ $json.id }}', fields: { email: '={{ $json.email }}' } }),
			all,
		);
		expect(new Set(items.map(({ change }) => change))).toEqual(new Set(['unchanged']));
		expect(await counts()).toMatchObject({ total: 3, writes: 0 });
	});
});

describe('Group', () => {
	test('is created with a readable name; its ID has only English letters and digits', async () => {
		expect(await run(group('create', { name: 'Médias & Design' }))).toMatchObject([
			{ created: true, id: 'MediasDesign', name: 'Médias & Design' },
		]);
		expect(await run(group('create', { name: 'Médias & Design' }))).toMatchObject([
			{ created: false, id: 'MediasDesign' },
		]);
	});

	test.each([
		['Физика', '', /"Физика": it holds "Ф", which has no English letters/],
		['Staff', 'my group', /"my group" cannot be the ID of a group: it holds a blank/],
		['Ann', 'ann.lee', /"ann\.lee", which is the ID of a user/],
	])('%s with the ID "%s" is refused', async (name, groupId, expected) => {
		expect((await failure(group('create', { name, groupId }))).message).toMatch(expected);
	});

	test('get, change, delete', async () => {
		expect(await run(group('get', { groupId: 'Studio' }))).toMatchObject([{ id: 'Studio', name: 'Studio Team' }]);
		await run(group('update', { groupId: 'Studio', updateFields: { name: 'The Studio' } }));
		expect(await run(group('get', { groupId: 'Studio' }))).toMatchObject([{ name: 'The Studio' }]);
		expect(await run(group('delete', { groupId: 'Studio' }))).toMatchObject([{ deleted: true, existed: true }]);
		expect(await run(group('delete', { groupId: 'Studio' }))).toMatchObject([{ deleted: true, existed: false }]);
		expect((await failure(group('get', { groupId: 'Studio' }))).message).toContain('there is no group with this ID');
	});

	test('a user is no group', async () => {
		expect((await failure(group('get', { groupId: 'ann.lee' }))).message).toContain('ann.lee is the ID of a person');
	});

	test('list, narrowed by the beginning of ID or name', async () => {
		expect((await run(group('getAll'))).map(({ id }) => id).toSorted()).toEqual(['Lecturers', 'OptOut', 'Studio']);
		expect((await run(group('getAll', { startsWith: 'No Auto' }))).map(({ id }) => id)).toEqual(['OptOut']);
	});
});

describe('Membership', () => {
	const of = (id: string) => ({ mode: 'id', value: id, __rl: true });

	test('add and remove are fine twice, and say whether anything changed', async () => {
		const pair = { userId: of('ann.lee'), groupId: of('Studio') };
		expect(await run(membership('add', pair))).toEqual([
			{ userId: 'ann.lee', groupId: 'Studio', added: true, member: true },
		]);
		expect(await run(membership('add', pair))).toMatchObject([{ added: false, member: true }]);
		expect(await run(membership('remove', pair))).toMatchObject([{ removed: true, member: false }]);
		expect(await run(membership('remove', pair))).toMatchObject([{ removed: false, member: false }]);
	});

	test('role and maker are kept and shown', async () => {
		await run(membership('add', { userId: of('twin1'), groupId: of('Studio'), role: 'manager', madeBy: 'automatic' }));
		const items = await run(membership('getAll', { of: 'user', userId: of('twin1') }));
		expect(items).toMatchObject([{ groupId: 'Studio', role: 'manager', madeBy: 'automatic' }]);
	});

	test.each([
		['nobody', 'Studio', 'there is no such user'],
		['ann.lee', 'Nowhere', 'there is no such group'],
		['Lecturers', 'Studio', 'there is no such user'],
	])('%s in %s: %s', async (userId, groupId, expected) => {
		const error = await failure(membership('add', { userId: of(userId), groupId: of(groupId) }));
		expect(error.message).toContain(expected);
	});

	test('many pairs are one request, and refused ones fail alone', async () => {
		const items = await run(
			membership('add', { userId: of('={{ $json.u }}'), groupId: of('={{ $json.g }}') }),
			[
				{ u: 'ann.lee', g: 'Studio' },
				{ u: 'nobody', g: 'Studio' },
				{ u: 'twin1', g: 'Studio' },
				{ u: 'bad id', g: 'Studio' },
			],
			true,
		);
		expect(items.map(({ added, error }) => added ?? error)).toEqual([
			true,
			'Kaltura groupUser.add: there is no such user.',
			true,
			expect.stringContaining('it holds a blank'),
		]);
		expect((await counts()).total).toBe(1);
	});

	test('a user in 700 groups: all are listed, not the first page', async () => {
		await sandbox.control.kaltura.reset('users-1');
		const names = Array.from({ length: 692 }, (_, index) => ({ name: `Extra${index}` }));
		await run(group('create', { name: '={{ $json.name }}' }), names);
		const pair = { userId: of('user000000@example.edu'), groupId: of('={{ $json.name }}') };
		await run(membership('add', pair), names);
		const items = await run(membership('getAll', { of: 'user', userId: of('user000000@example.edu') }));
		expect(new Set(items.map(({ groupId }) => groupId)).size).toBe(700);
	});

	test('IDs that hold a comma are not taken for two', async () => {
		await run(user('create', { userId: '={{ $json.id }}' }), [{ id: 'doe,jane' }, { id: 'doe' }, { id: 'jane' }]);
		await run(membership('add', { userId: of('doe,jane'), groupId: of('Studio') }));
		const items = await run(membership('getAll', { of: 'user', userId: of('={{ $json.id }}') }), [
			{ id: 'doe,jane' },
			{ id: 'doe' },
			{ id: 'jane' },
		]);
		expect(items).toMatchObject([{ userId: 'doe,jane', groupId: 'Studio' }]);
	});

	test('the members of a group', async () => {
		const items = await run(membership('getAll', { of: 'group', groupId: of('Lecturers') }));
		expect(items.map(({ userId }) => userId).toSorted()).toEqual(['ann.lee', 'bo.chen@example.edu']);
	});

	test('memberships of 1,000 users take few requests', async () => {
		await sandbox.control.kaltura.reset('users-1000');
		const users = Array.from({ length: 1000 }, (_, index) => ({
			id: `user${String(index).padStart(6, '0')}@example.edu`,
		}));
		const items = await run(membership('getAll', { of: 'user', userId: of('={{ $json.id }}') }), users);
		expect(items).toHaveLength(8000);
		expect((await counts()).total).toBeLessThanOrEqual(6);
	});
});

describe('lists of the editor', () => {
	const list = (method: string, options: { filter?: string; paginationToken?: string } = {}) =>
		n8n.listSearch(new KalturaUsers(), method, options);

	test('users by name or e-mail, with what tells them apart', async () => {
		expect((await list('searchUsers', { filter: 'ann' })).results).toEqual([
			{ name: 'ann.lee (Ann Lee, ann.lee@example.edu)', value: 'ann.lee' },
		]);
		expect((await list('searchUsers', { filter: 'dan.blocked@' })).results[0]?.name).toContain('blocked');
	});

	test('groups and pages', async () => {
		await sandbox.control.kaltura.reset('users-1');
		const first = await list('searchGroups');
		expect(first.results).toHaveLength(50);
		const second = await list('searchGroups', { paginationToken: String(first.paginationToken) });
		expect(second.results[0]?.value).not.toBe(first.results[0]?.value);
	});

	test('say why they cannot be read', async () => {
		const refused = new N8nContext({ kalturaApi: { ...sandbox.credentials.kalturaApi, adminSecret: 'a'.repeat(32) } });
		await expect(refused.listSearch(new KalturaUsers(), 'searchGroups')).rejects.toThrow('does not accept the session');
	});
});

describe('under faults', () => {
	shortenWaits();
	test.each(['html502', 'reset', 'lost', 'truncated'])('reads survive one %s', async (kind) => {
		await sandbox.control.kaltura.fault({ match: { endpoint: 'multirequest' }, times: 1, fault: { kind } });
		expect(await run(user('get', { findBy: 'id', value: 'ann.lee' }))).toMatchObject([{ id: 'ann.lee' }]);
	});

	test('the rate limit is waited out, for writes too', async () => {
		await sandbox.control.kaltura.fault({
			match: { endpoint: 'groupUser.add' },
			times: 1,
			fault: { kind: 'apiError', code: 'ACTION_BLOCKED' },
		});
		const pair = { userId: { mode: 'id', value: 'twin2' }, groupId: { mode: 'id', value: 'Studio' } };
		expect(await run(membership('add', pair))).toMatchObject([{ added: true }]);
	});

	test('a create whose answer is lost says so and is not repeated', async () => {
		await sandbox.control.kaltura.fault({ match: { endpoint: 'user.add' }, fault: { kind: 'lost' } });
		const error = await failure(user('create', { userId: 'lost.one' }));
		expect(error.message).toBe('Kaltura user.add: the connection failed: it was broken off.');
		expect(await callsOf('user.add')).toBe(1);
		await sandbox.control.kaltura.clearFaults();
		expect(await run(user('create', { userId: 'lost.one' }))).toMatchObject([{ created: false, id: 'lost.one' }]);
	});
});
