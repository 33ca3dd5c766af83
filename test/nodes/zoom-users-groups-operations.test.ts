/**
 * Every operation of Zoom Users/Groups in real n8n-core contexts against the sandbox's Zoom: what it asks (method, path,
 * query, body, number of calls) and what it gives.
 */
import { ZoomUsersGroups } from '../../nodes/ZoomUsersGroups/ZoomUsersGroups.node';
import { N8nContext } from '../n8n-context';
import type { RunOptions } from '../n8n-context';
import type { Sandbox } from '../sandbox';
import { startSandbox } from '../sandbox';

const node = new ZoomUsersGroups();
let sandbox: Sandbox;
let n8n: N8nContext;
let state: any;

beforeAll(async () => {
	sandbox = await startSandbox({ data: 'directory' });
	state = await sandbox.control.zoom.state();
});
afterAll(async () => await sandbox?.stop());
beforeEach(async () => {
	await sandbox.control.zoom.reset('directory');
	n8n = new N8nContext(sandbox.credentials as never);
	await sandbox.control.zoom.clearRequests();
});

async function run(
	resource: string,
	operation: string,
	parameters: object = {},
	options: RunOptions = {},
): Promise<any[]> {
	const [items] = await n8n.runNode(node, { ...options, parameters: { resource, operation, ...parameters } as never });
	return items!.map(({ json }) => json);
}

/** "METHOD /path?query body" of every call of the API, in order. */
async function asked(): Promise<string[]> {
	const requests = (await sandbox.control.zoom.requests()).filter(({ path }) => path.startsWith('/v2'));
	return requests.map(({ method, path, query, body }) => {
		const search = new URLSearchParams(query).toString();
		const sent = body === undefined || body === '' ? '' : ` ${typeof body === 'string' ? body : JSON.stringify(body)}`;
		return `${method} ${path.slice(3)}${search ? `?${search}` : ''}${sent}`;
	});
}

const by = (mode: string, value: string) => ({ __rl: true, mode, value });
const user = (email: string) => ({ user: by('email', email) });
const group = (name: string) => ({ group: by('name', name) });
const id = (email: string): string => state.users.find((one: any) => one.email === email).id;
const groupId = (name: string): string => state.groups.find((one: any) => one.name === name).id;
const roleId = (name: string): string => state.roles.find((one: any) => one.name === name).id;
const now = async (email: string) => (await sandbox.control.zoom.state()).users.find((one: any) => one.email === email);

const BASIC = 'basic.user@example.edu';
const ZOE = 'zoom.one@example.edu';
const PENNY = 'pending.new@example.edu';
const IAN = 'inactive.admin@example.edu';
const PHIL = 'inactive.phone@example.edu';
const GROUPS_PAGE = 'GET /groups?page_size=300';

describe('User', () => {
	test('Get reads by e-mail, id or employee id with one call, and keeps plans beyond 2^53', async () => {
		const found = [
			await run('user', 'get', user(ZOE)),
			await run('user', 'get', { user: by('id', id(ZOE)) }),
			await run('user', 'get', { user: by('uniqueId', 'E-0042') }),
		];
		for (const [item] of found)
			expect(item).toMatchObject({ email: ZOE, zoomOneType: '144115188075855872', licence: 'licensed' });
		expect(await asked()).toEqual([
			'GET /users/zoom.one%40example.edu',
			`GET /users/${id(ZOE)}`,
			'GET /users/E-0042?search_by_unique_id=true',
		]);
	});

	test('Get reads the phone with one more call, and says that there is none', async () => {
		const parameters = { options: { includePhone: true } };
		const [phil] = await run('user', 'get', { ...user(PHIL), ...parameters });
		const [bea] = await run('user', 'get', { ...user(BASIC), ...parameters });
		expect(phil.phone).toMatchObject({
			extensionNumber: '1001',
			callingPlans: [200],
			numbers: [{ number: '+12055551000' }, {}],
		});
		expect(bea.phone).toBeNull();
		expect(await asked()).toHaveLength(4);
	});

	test('Get fails for somebody unknown, or gives nothing when told to', async () => {
		await expect(run('user', 'get', user('no@example.edu'))).rejects.toThrow('Zoom has no such user');
		expect(await run('user', 'get', { ...user('no@example.edu'), options: { ifMissing: 'nothing' } })).toEqual([]);
	});

	test('Get Many lists all three statuses, 2000 per call, pending people included', async () => {
		const all = await run('user', 'getAll', { returnAll: true });
		expect(await asked()).toEqual(
			['active', 'inactive', 'pending'].map((status) => `GET /users?status=${status}&page_size=2000`),
		);
		expect(all).toHaveLength(state.users.length);
		expect(all.find(({ email }) => email === PENNY)).toMatchObject({ status: 'pending', id: '' });
	});

	test('Get Many filters by role, group and type, and asks for custom attributes', async () => {
		const found = await run('user', 'getAll', {
			status: 'active',
			returnAll: true,
			filters: { role: 'auditor', type: '2' },
			options: { includeCustomAttributes: true },
		});
		expect(found.map(({ email }) => email)).toEqual(['auditor@example.edu']);
		expect(await asked()).toEqual([
			'GET /roles',
			`GET /users?status=active&role_id=${roleId('Auditor')}&include_fields=custom_attributes&page_size=2000`,
		]);
		const staff = await run('user', 'getAll', { returnAll: true, filters: { group: 'Staff' } });
		expect(staff.map(({ email }) => email).toSorted()).toEqual(['alice.admin@example.edu', BASIC]);
		await expect(run('user', 'getAll', { filters: { group: 'Stuff' } })).rejects.toThrow('no such group');
	});

	test('Get Many stops asking when the limit is reached', async () => {
		expect(await run('user', 'getAll', { limit: 3 })).toHaveLength(3);
		expect(await asked()).toEqual(['GET /users?status=active&page_size=3']);
	});

	test('Get Many reads details once per settled user, and phones from their list', async () => {
		const all = await run('user', 'getAll', { returnAll: true, options: { includeDetails: true, includePhone: true } });
		const calls = await asked();
		const settled = state.users.filter((one: any) => one.status !== 'pending').length;
		expect(calls.filter((call) => /^GET \/users\/[^?]+$/.test(call))).toHaveLength(settled);
		expect(calls.filter((call) => call.startsWith('GET /phone/'))).toEqual(['GET /phone/users?page_size=100']);
		expect(calls).toHaveLength(3 + settled + 1);
		expect(all.find(({ email }) => email === PHIL).phone.siteName).toBe('Main Site');
		expect(all.find(({ email }) => email === ZOE).zoomOneType).toBe('144115188075855872');
	});

	test('host keys and the passwords in meeting links never enter items', async () => {
		await sandbox.control.zoom.call('PATCH', '/users', { user: id(ZOE), host_key: '123456' });
		const text = JSON.stringify([
			await run('user', 'get', { ...user(ZOE), simplify: false }),
			await run('user', 'getAll', { returnAll: true, simplify: false, options: { includeDetails: true } }),
		]);
		expect(text).not.toMatch(/123456|host_key|pwd=/);
	});

	test.each([
		['create', 'pending'],
		['autoCreate', 'active'],
		['custCreate', 'active'],
		['ssoCreate', 'active'],
	])('Create with %s looks first, then creates: %s', async (createAction, status) => {
		const [item] = await run('user', 'create', {
			email: 'nina@example.edu',
			createAction,
			type: '2',
			fields: { first_name: 'Nina', last_name: 'Newman', zoom_one_type: '576460752303423488', zoomPhone: true },
		});
		expect(item).toMatchObject({ created: true, status, id: expect.stringMatching(/.+/) });
		expect(await asked()).toEqual([
			'GET /users/nina%40example.edu',
			expect.stringContaining(
				`POST /users {"action":"${createAction}","user_info":{"email":"nina@example.edu","type":2`,
			),
		]);
		// The plan and the phone go into the same object: the one does not replace the other (defect of docs/vendors/directory.md#what-zoom-does-with-users).
		expect(await now('nina@example.edu')).toMatchObject({
			first_name: 'Nina',
			type: 2,
			status,
			zoom_one_type: '576460752303423488',
			phone: expect.anything(),
		});
	});

	test('Create sets what Zoom drops at creation with a second call, and says what has to wait', async () => {
		const fields = { dept: 'Physics', cms_user_id: 'nina' };
		await run('user', 'create', { email: 'a@example.edu', createAction: 'ssoCreate', fields });
		expect((await asked()).at(-1)).toMatch(/^PATCH \/users\/.+ \{"dept":"Physics","cms_user_id":"nina"\}$/);
		expect(await now('a@example.edu')).toMatchObject({ dept: 'Physics', cms_user_id: 'nina' });
		const [invited] = await run('user', 'create', { email: 'b@example.edu', createAction: 'create', fields });
		expect(invited.notes).toEqual(['dept, cms_user_id can be set only after the user has accepted the invitation.']);
	});

	test('Create refuses what the second call would be refused for, before there is a user', async () => {
		const create = (fields: object) =>
			run('user', 'create', { email: 'c@example.edu', createAction: 'ssoCreate', fields });
		await expect(create({ job_title: 'x'.repeat(129) })).rejects.toThrow('"Job Title" is not what Zoom takes');
		const values = ['a', 'b', 'c', 'd', 'e', 'f'].map((key) => ({ key, value: '1' }));
		await expect(create({ custom_attributes: { values } })).rejects.toThrow('at most 5 custom attributes');
		expect(await asked()).toEqual([]);
	});

	test('Create gives the existing user instead of a second one, or fails when told to', async () => {
		const [item] = await run('user', 'create', { email: 'BASIC.user@example.edu' });
		expect(item).toMatchObject({ id: id(BASIC), created: false });
		expect(await asked()).toEqual(['GET /users/BASIC.user%40example.edu']);
		await expect(run('user', 'create', { email: BASIC, ifExists: 'fail' })).rejects.toThrow(
			'Zoom has this user already',
		);
	});

	test.each([409, 412])('Create takes the existing id when Zoom says %i with code 1005', async (status) => {
		// Somebody else creates the user between our look and our creation.
		await sandbox.control.zoom.fault({
			match: { endpoint: 'GET /users/{userId}' },
			times: 1,
			fault: { kind: 'apiError', status: 404, code: 1001 },
		});
		await sandbox.control.zoom.settings({ duplicateStatus: status });
		const [item] = await run('user', 'create', { email: BASIC });
		expect(item).toMatchObject({ id: id(BASIC), created: false });
		expect((await asked()).map((call) => call.split(' ')[0])).toEqual(['GET', 'POST', 'GET']);
	});

	test('Create explains an address that belongs to another account (1009)', async () => {
		await expect(run('user', 'create', { email: 'taken@elsewhere.example' })).rejects.toMatchObject({
			message: expect.stringContaining('already has an active account'),
			description: expect.stringContaining('zoom 1009'),
		});
	});

	test('Update sends everything in one call, except that each has one licence', async () => {
		await run('user', 'update', {
			...user(ZOE),
			updateFields: {
				job_title: 'Dean',
				manager: BASIC,
				custom_attributes: { values: [{ key: 'k', name: 'K', value: '1' }] },
				phone_numbers: { values: [{ code: '+49', country: 'DE', label: 'Office', number: '30123' }] },
				type: '1',
				zoom_one_type: '72057594037927936',
				plan_united_type: '4',
			},
		});
		// An address is looked up first: of somebody with an invitation Zoom would drop the changes without a word.
		const [, ...calls] = await asked();
		expect(calls.map((call) => call.replace(/^PATCH \/users\/\S+ /, ''))).toEqual([
			expect.stringContaining('"type":1'),
			expect.stringMatching(/^\{"zoom_one_type":/),
			'{"plan_united_type":"4"}',
		]);
		expect(await now(ZOE)).toMatchObject({
			job_title: 'Dean',
			type: 1,
			zoom_one_type: '72057594037927936',
			plan_united_type: '4',
			custom_attributes: [{ key: 'k', name: 'K', value: '1' }],
			phone_numbers: [{ number: '30123', label: 'Office' }],
		});
	});

	test('Update refuses a plan that has lost its last digits on its way', async () => {
		const updateFields = { zoom_one_type: 144115188075855872 };
		await expect(run('user', 'update', { ...user(ZOE), updateFields })).rejects.toThrow('all its digits');
		expect(await asked()).toEqual([]);
	});

	test('Change Email goes to the id, once, and a second run writes nothing', async () => {
		const parameters = { ...user(BASIC), newEmail: 'bea.basic@example.edu' };
		expect(await run('user', 'changeEmail', parameters)).toMatchObject([{ changed: true, before: BASIC }]);
		expect((await asked()).at(-1)).toBe(`PUT /users/${id(BASIC)}/email {"email":"bea.basic@example.edu"}`);
		expect(await run('user', 'changeEmail', parameters)).toMatchObject([{ changed: false }]);
	});

	test('Change Email surfaces the managed domain rule and the limit of three a day', async () => {
		await expect(run('user', 'changeEmail', { ...user(BASIC), newEmail: 'b@other.example' })).rejects.toMatchObject({
			message: expect.stringContaining("outside the account's managed domains"),
			description: expect.stringContaining('zoom 1116'),
		});
		for (const at of [1, 2, 3])
			await run('user', 'changeEmail', { user: by('id', id(BASIC)), newEmail: `b${at}@example.edu` });
		await expect(
			run('user', 'changeEmail', { user: by('id', id(BASIC)), newEmail: 'b4@example.edu' }),
		).rejects.toMatchObject({
			message: expect.stringContaining('too many changes of this user within 24 hours'),
			description: expect.stringContaining('other users are not affected'),
		});
		expect((await asked()).filter((call) => call.startsWith('PUT'))).toHaveLength(5);
	});

	test('Set Password sends it once and gives it to nobody', async () => {
		await sandbox.control.zoom.call('PATCH', '/users', { user: id(BASIC), login_types: [100] });
		const items = await run('user', 'setPassword', { ...user(BASIC), password: 'Sesam-9x7k' });
		expect(JSON.stringify(items)).not.toContain('Sesam');
		expect((await asked()).map((call) => call.replace(/ \{.*/, ''))).toEqual([
			'PUT /users/basic.user%40example.edu/password',
		]);
		await expect(run('user', 'setPassword', { ...user(BASIC), password: 'short' })).rejects.toThrow('password rules');
	});

	test('Activate and Deactivate write only what differs', async () => {
		expect(await run('user', 'activate', user(PHIL))).toMatchObject([{ changed: true, before: 'inactive' }]);
		expect((await asked()).at(-1)).toBe(`PUT /users/${id(PHIL)}/status {"action":"activate"}`);
		expect(await run('user', 'activate', user(PHIL))).toMatchObject([{ changed: false }]);
		await sandbox.control.zoom.clearRequests();
		expect(await run('user', 'deactivate', { ...user(PHIL), options: { logOut: true } })).toMatchObject([
			{ loggedOut: true },
		]);
		expect(await asked()).toEqual([
			'GET /users/inactive.phone%40example.edu',
			'GET /users/me',
			`PUT /users/${id(PHIL)}/status {"action":"deactivate"}`,
			`DELETE /users/${id(PHIL)}/token`,
		]);
		expect(await run('user', 'deactivate', user(IAN))).toMatchObject([{ changed: false }]);
	});

	test.each([
		['the owner', 'olivia@example.edu', {}, 'is the owner'],
		['an admin, unless demotion is allowed', 'alice.admin@example.edu', {}, 'neither deactivates nor removes admins'],
		['somebody pending', PENNY, {}, 'has not accepted the invitation'],
	])('Deactivate refuses %s', async (_, email, options, why) => {
		await expect(run('user', 'deactivate', { ...user(email), options })).rejects.toThrow(why);
		expect((await asked()).every((call) => call.startsWith('GET'))).toBe(true);
	});

	test('Deactivate demotes an admin first when allowed, but never the last one', async () => {
		const options = { demoteAdminsFirst: true };
		expect(await run('user', 'deactivate', { ...user('dormant.admin@example.edu'), options })).toMatchObject([
			{ demoted: true },
		]);
		await expect(run('user', 'deactivate', { ...user('alice.admin@example.edu'), options })).rejects.toThrow(
			'last active admin',
		);
		expect(await now('alice.admin@example.edu')).toMatchObject({ status: 'active', role_id: '1' });
	});

	test('Log Out revokes the SSO token', async () => {
		await run('user', 'logOut', user(BASIC));
		expect(await asked()).toEqual(['DELETE /users/basic.user%40example.edu/token']);
	});

	test('Delete hands over what is chosen', async () => {
		const [item] = await run('user', 'delete', {
			...user(BASIC),
			how: 'delete',
			transferTo: ZOE,
			transfer: ['meeting', 'recording', 'docs'],
		});
		expect(item).toMatchObject({
			outcome: 'deleted',
			transferredTo: ZOE,
			transferred: ['meeting', 'recording', 'docs'],
		});
		expect((await asked()).at(-1)).toBe(
			`DELETE /users/${id(BASIC)}?action=delete&transfer_email=zoom.one%40example.edu&transfer_meeting=true&transfer_recording=true&transfer_docs=true`,
		);
		expect(await run('user', 'delete', { ...user(BASIC), how: 'delete' })).toMatchObject([{ outcome: 'already-gone' }]);
	});

	test.each([
		['deactivates by default', BASIC, {}, 'deactivated'],
		['leaves the inactive as they are', PHIL, {}, 'already-inactive'],
		['unlinks', BASIC, { how: 'disassociate' }, 'disassociated'],
		['withdraws an invitation, although deletion was asked for', PENNY, { how: 'delete' }, 'disassociated'],
	])('Delete %s', async (_, email, parameters, outcome) => {
		await sandbox.control.zoom.settings({ managedDomains: [] });
		expect(await run('user', 'delete', { ...user(email), ...parameters })).toMatchObject([{ outcome }]);
	});

	test('Delete of invitations only leaves whoever has accepted', async () => {
		const only = { how: 'disassociate', options: { onlyInvitations: true } };
		await expect(run('user', 'delete', { ...user(BASIC), ...only })).rejects.toThrow('has accepted the invitation');
		expect((await now(BASIC)).status).toBe('active');
		expect(await run('user', 'delete', { ...user(PENNY), ...only })).toMatchObject([{ outcome: 'disassociated' }]);
	});

	test('Delete refuses the owner, the leaver as heir, and explains an heir without licence', async () => {
		await expect(run('user', 'delete', { ...user('olivia@example.edu'), how: 'delete' })).rejects.toThrow(
			'is the owner',
		);
		await expect(run('user', 'delete', { ...user(BASIC), how: 'delete', transferTo: BASIC })).rejects.toThrow(
			'is the leaver',
		);
		await expect(run('user', 'delete', { ...user(ZOE), how: 'delete', transferTo: BASIC })).rejects.toThrow(
			'does not have a Licensed',
		);
		// Zoom says 1001 for an unknown heir too: that is no leaver who is already gone.
		await expect(run('user', 'delete', { ...user(ZOE), how: 'delete', transferTo: 'no@example.edu' })).rejects.toThrow(
			'no@example.edu',
		);
		expect(await now(ZOE)).toBeDefined();
	});
});

describe('Group', () => {
	test('Create, Get, Get Many, Rename', async () => {
		const [made] = await run('group', 'create', { name: 'Physics' });
		expect(made).toMatchObject({ name: 'Physics', created: true });
		expect(await run('group', 'create', { name: 'physics' })).toEqual([
			{ id: made.id, name: 'Physics', created: false },
		]);
		await expect(run('group', 'create', { name: 'Physics', ifExists: 'fail' })).rejects.toThrow('already used');
		await run('group', 'rename', { ...group('Physics'), name: 'Astronomy' });
		expect(await run('group', 'get', { group: by('id', made.id) })).toEqual([
			{ id: made.id, name: 'Astronomy', totalMembers: 0 },
		]);
		expect(await run('group', 'getAll', { returnAll: true })).toHaveLength(5);
		expect(await asked()).toEqual([
			'POST /groups {"name":"Physics"}',
			'POST /groups {"name":"physics"}',
			GROUPS_PAGE,
			'POST /groups {"name":"Physics"}',
			GROUPS_PAGE,
			`PATCH /groups/${made.id} {"name":"Astronomy"}`,
			`GET /groups/${made.id}`,
			GROUPS_PAGE,
		]);
	});

	test('Delete is refused unless the node allows it', async () => {
		await expect(run('group', 'delete', group('Empty Group'))).rejects.toThrow('"Allow Deletion" is off');
		expect(await asked()).toEqual([]);
		expect(await run('group', 'delete', { ...group('Empty Group'), allowDeletion: true })).toMatchObject([
			{ outcome: 'deleted' },
		]);
		const parameters = { group: by('id', groupId('Empty Group')), allowDeletion: true };
		expect(await run('group', 'delete', parameters)).toMatchObject([{ outcome: 'already-gone' }]);
		expect(await run('group', 'delete', { ...parameters, onlyIfEmpty: true })).toMatchObject([
			{ outcome: 'already-gone' },
		]);
	});

	test('Delete of empty groups only looks whether somebody has joined meanwhile', async () => {
		const only = { allowDeletion: true, onlyIfEmpty: true };
		await expect(run('group', 'delete', { ...group('Faculty'), ...only })).rejects.toThrow('has members now');
		expect((await sandbox.control.zoom.counts()).writes).toBe(0);
		expect(await run('group', 'delete', { ...group('Empty Group'), ...only })).toMatchObject([{ outcome: 'deleted' }]);
	});

	test('Get Members lists pending people without id', async () => {
		const members = await run('group', 'getMembers', { ...group('Faculty'), returnAll: true });
		expect(members).toHaveLength(4);
		expect(members.find(({ email }) => email === PENNY).id).toBe('');
		expect((await asked()).at(-1)).toBe(`GET /groups/${groupId('Faculty')}/members?page_size=2000`);
	});

	test('Add Members sends 30 per call and puts pending people in by their own way', async () => {
		const emails = Array.from({ length: 65 }, (_, at) => `member${at}@example.edu`);
		for (const email of emails) await sandbox.control.zoom.call('POST', '/users', { email });
		const outcomes = await run('group', 'addMembers', {
			group: by('id', groupId('Empty Group')),
			users: [...emails, PENNY, 'no@example.edu', 'MEMBER0@example.edu'].join(','),
		});
		expect(outcomes).toHaveLength(67);
		expect(outcomes.filter(({ outcome }) => outcome === 'added')).toHaveLength(66);
		expect(outcomes.find(({ user: one }) => one === 'no@example.edu').outcome).toBe('not-found');
		const calls = await asked();
		const posts = calls.filter((call) => call.startsWith('POST'));
		expect(posts.map((call) => JSON.parse(call.slice(call.indexOf('{'))).members.length)).toEqual([30, 30, 7]);
		expect(calls.slice(-2)).toEqual([
			`PATCH /users/pending.new%40example.edu {"group_id":"${groupId('Empty Group')}"}`,
			'GET /users/pending.new%40example.edu',
		]);
		expect((await now(PENNY)).group_ids).toContain(groupId('Empty Group'));
	});

	test('Remove Members takes a missing membership for done', async () => {
		const outcomes = await run('group', 'removeMembers', { ...group('Staff'), users: `${BASIC}, ${ZOE}` });
		expect(outcomes.map(({ outcome }) => outcome)).toEqual(['removed', 'not-a-member']);
		expect((await asked()).slice(1).toSorted()).toEqual([
			`DELETE /groups/${groupId('Staff')}/members/basic.user%40example.edu`,
			`DELETE /groups/${groupId('Staff')}/members/zoom.one%40example.edu`,
		]);
	});

	test('Set Primary Group and Move Member', async () => {
		await run('group', 'setPrimary', { group: by('id', groupId('Staff')), user: by('id', id(BASIC)) });
		await run('group', 'moveMember', {
			group: by('id', groupId('Staff')),
			targetGroup: by('id', groupId('Empty Group')),
			user: by('id', id(BASIC)),
		});
		expect(await asked()).toEqual([
			`PATCH /groups/${groupId('Staff')}/members/${id(BASIC)} {"action":"set_primary","target_group_id":"${groupId('Staff')}"}`,
			`PATCH /groups/${groupId('Staff')}/members/${id(BASIC)} {"action":"move","target_group_id":"${groupId('Empty Group')}"}`,
		]);
		expect((await now(BASIC)).group_ids).toContain(groupId('Empty Group'));
	});

	test('Get, Add and Remove Admins, ten per call', async () => {
		const users = [BASIC, ZOE, PENNY, 'no@example.edu', ...Array.from({ length: 8 }, (_, at) => `a${at}@example.edu`)];
		for (const email of users.slice(4)) await sandbox.control.zoom.call('POST', '/users', { email });
		const added = await run('group', 'addAdmins', { group: by('id', groupId('Empty Group')), users: users.join('\n') });
		expect(added.filter(({ outcome }) => outcome === 'not-found').map(({ user: one }) => one)).toEqual([
			PENNY,
			'no@example.edu',
		]);
		expect((await asked()).filter((call) => call.startsWith('POST'))).toHaveLength(2);
		expect(await run('group', 'getAdmins', { ...group('Empty Group'), returnAll: true })).toHaveLength(10);
		const removed = await run('group', 'removeAdmins', { ...group('Empty Group'), users: [BASIC, PENNY] });
		expect(removed.map(({ outcome }) => outcome)).toEqual(['removed', 'not-a-member']);
	});
});

describe('Role', () => {
	test('Get Many, Get and Get Members', async () => {
		expect((await run('role', 'getAll', { returnAll: true })).length).toBe(
			state.roles.filter((one: any) => one.type === 'common').length,
		);
		expect(await run('role', 'getAll', { returnAll: true, type: 'iq' })).toMatchObject([{ name: 'IQ Analyst' }]);
		expect(await run('role', 'get', { role: by('name', 'User Manager') })).toMatchObject([
			{ privileges: ['User:Read', 'User:Edit'] },
		]);
		expect(await run('role', 'getMembers', { role: by('id', '1'), returnAll: true })).toHaveLength(2);
		expect(await asked()).toEqual([
			'GET /roles',
			'GET /roles?type=iq',
			'GET /roles',
			`GET /roles/${roleId('User Manager')}`,
			'GET /roles/1/members?page_size=300',
		]);
	});

	test('Assign checks the ids that Zoom answers: nobody assigned is a failure', async () => {
		const role = { role: by('id', roleId('Auditor')) };
		const outcomes = await run('role', 'assign', { ...role, users: `${BASIC}, ${PENNY}` });
		expect(outcomes.map(({ outcome }) => outcome)).toEqual(['assigned', 'not-assigned']);
		expect((await asked())[0]).toBe(
			`POST /roles/${roleId('Auditor')}/members {"members":[{"email":"${BASIC}"},{"email":"${PENNY}"}]}`,
		);
		await expect(run('role', 'assign', { ...role, users: 'no@example.edu' })).rejects.toMatchObject({
			message: expect.stringContaining('assigned it to nobody'),
		});
	});

	test('Assign sends 30 per call', async () => {
		const emails = Array.from({ length: 31 }, (_, at) => `r${at}@example.edu`);
		for (const email of emails) await sandbox.control.zoom.call('POST', '/users', { email });
		await run('role', 'assign', { role: by('id', roleId('Auditor')), users: emails });
		expect((await asked()).filter((call) => call.startsWith('POST'))).toHaveLength(2);
	});

	test.each([
		['assign', '0', 'cannot be assigned'],
		['assign', '2', 'cannot be assigned'],
		['unassign', '0', 'nobody can be taken out of'],
		['unassign', '2', 'nobody can be taken out of'],
	])('%s refuses the system role %s before asking', async (operation, role, why) => {
		await expect(run('role', operation, { role: by('id', role), users: BASIC })).rejects.toThrow(why);
		expect(await asked()).toEqual([]);
	});

	test('Unassign makes somebody a member, and never takes the role of the last admin', async () => {
		expect(
			await run('role', 'unassign', { role: by('id', roleId('Auditor')), users: 'auditor@example.edu' }),
		).toMatchObject([{ outcome: 'unassigned' }]);
		expect(await asked()).toEqual([
			'GET /users/auditor%40example.edu',
			`DELETE /roles/${roleId('Auditor')}/members/${id('auditor@example.edu')}`,
		]);
		const both = 'dormant.admin@example.edu, alice.admin@example.edu';
		await expect(run('role', 'unassign', { role: by('id', '1'), users: both })).rejects.toThrow('last active admin');
		expect((await now('alice.admin@example.edu')).role_id).toBe('1');
	});
});

describe('Phone', () => {
	const phil = user(PHIL);

	test('Get, Get Many, lists of sites, plans and numbers', async () => {
		expect(await run('phone', 'get', phil)).toMatchObject([{ enabled: true, extensionNumber: '1001' }]);
		expect(await run('phone', 'get', user(BASIC))).toEqual([{ user: BASIC, enabled: false }]);
		expect(
			await run('phone', 'getAll', { returnAll: true, filters: { site: 'main site', status: 'deactivate' } }),
		).toHaveLength(1);
		expect(await run('phone', 'listSites')).toHaveLength(2);
		expect(await run('phone', 'listPlans')).toMatchObject([
			{ type: 100, available: 100 },
			{ type: 200, available: 99 },
			{ type: 3000 },
		]);
		expect(await run('phone', 'listNumbers', { returnAll: true })).toHaveLength(8);
		expect((await asked()).slice(2)).toEqual([
			'GET /phone/sites?page_size=300',
			`GET /phone/users?site_id=${state.phone.sites[0].id}&status=deactivate&page_size=100`,
			'GET /phone/sites?page_size=300',
			'GET /phone/calling_plans',
			'GET /phone/numbers?type=unassigned&page_size=100',
		]);
	});

	test('Sites are listed to the end, whatever their number', async () => {
		const sites = Array.from({ length: 650 }, (_, at) => ({
			id: `s${at}`,
			name: `Site ${at}`,
			site_code: at + 1,
			country: {},
		}));
		await sandbox.control.zoom.call('PATCH', '/phone', { sites });
		expect(await run('phone', 'listSites')).toHaveLength(650);
		expect(await asked()).toHaveLength(3);
	});

	test('Set Enabled writes only a difference', async () => {
		expect(await run('phone', 'setEnabled', { ...user(BASIC), enabled: true })).toMatchObject([{ changed: true }]);
		expect(await run('phone', 'setEnabled', { ...user(BASIC), enabled: true })).toMatchObject([{ changed: false }]);
		expect((await asked()).filter((call) => !call.startsWith('GET'))).toEqual([
			'PATCH /users/basic.user%40example.edu {"feature":{"zoom_phone":true}}',
		]);
	});

	test('Update sets extension and site each on its own (defect 4)', async () => {
		await run('phone', 'update', { ...phil, updateFields: { extensionNumber: '8123' } });
		await run('phone', 'update', { ...phil, updateFields: { site: 'north campus ' } });
		expect((await asked()).filter((call) => call.startsWith('PATCH'))).toEqual([
			'PATCH /phone/users/inactive.phone%40example.edu {"extension_number":"8123"}',
			`PATCH /phone/users/inactive.phone%40example.edu {"site_id":"${state.phone.sites[1].id}"}`,
		]);
		await expect(run('phone', 'update', { ...phil, updateFields: { site: 'Mars' } })).rejects.toThrow('no such site');
	});

	test('Settings are read without the PIN, and changed', async () => {
		await sandbox.control.zoom.call('PATCH', '/users', {
			user: id(PHIL),
			phone: {
				...(await now(PHIL)).phone,
				settings: { area_code: '205', desk_phone: { pin_code: '0995', devices: [] } },
			},
		});
		const items = await run('phone', 'getSettings', phil);
		expect(items).toMatchObject([{ area_code: '205', desk_phone: { devices: [] } }]);
		expect(JSON.stringify(items)).not.toContain('0995');
		await run('phone', 'changeSettings', { ...phil, settings: '{"area_code": "415"}' });
		expect((await asked()).at(-1)).toBe('PATCH /phone/users/inactive.phone%40example.edu/settings {"area_code":"415"}');
	});

	test('plans are assigned, switched in one call (defect 7) and unassigned', async () => {
		expect(await run('phone', 'assignPlans', { ...phil, callingPlans: '200, 100' })).toMatchObject([
			{ assigned: [100], had: [200] },
		]);
		await run('phone', 'switchPlan', { ...phil, fromPlan: 200, toPlan: 3000 });
		const gone = await run('phone', 'unassignPlans', { ...phil, callingPlans: '100, 200' });
		expect(gone.map(({ outcome }) => outcome)).toEqual(['unassigned', 'had-not']);
		expect((await asked()).filter((call) => !call.startsWith('GET'))).toEqual([
			'POST /phone/users/inactive.phone%40example.edu/calling_plans {"calling_plans":[{"type":100}]}',
			'PUT /phone/users/inactive.phone%40example.edu/calling_plans {"source_type":200,"target_type":3000}',
			'DELETE /phone/users/inactive.phone%40example.edu/calling_plans/100',
			'DELETE /phone/users/inactive.phone%40example.edu/calling_plans/200',
		]);
	});

	test('numbers are assigned and unassigned', async () => {
		expect(await run('phone', 'assignNumbers', { ...phil, numbers: '+12055551000, +12055551005' })).toMatchObject([
			{ assigned: ['+12055551005'], had: ['+12055551000'] },
		]);
		const gone = await run('phone', 'unassignNumbers', { ...phil, numbers: '+12055551005, +12055551006' });
		expect(gone.map(({ outcome }) => outcome)).toEqual(['unassigned', 'had-not']);
		expect((await asked()).filter((call) => !call.startsWith('GET'))).toEqual([
			'POST /phone/users/inactive.phone%40example.edu/phone_numbers {"phone_numbers":[{"number":"+12055551005"}]}',
			'DELETE /phone/users/inactive.phone%40example.edu/phone_numbers/%2B12055551005',
			'DELETE /phone/users/inactive.phone%40example.edu/phone_numbers/%2B12055551006',
		]);
	});

	test('an account without Zoom Phone is told apart from a person without phone', async () => {
		await sandbox.control.zoom.call('PATCH', '/phone', { enabled: false });
		await expect(run('phone', 'get', phil)).rejects.toThrow('Zoom Phone is not set up');
	});
});

test.each([
	['searchUsers', 'zoe', 'Zoe One (zoom.one@example.edu)'],
	['searchGroups', 'fac', 'Faculty'],
	['searchRoles', 'audit', 'Auditor'],
])('the list %s finds by part of the name', async (method, filter, name) => {
	expect((await n8n.listSearch(node, method, { filter })).results.map((one) => one.name)).toContain(name);
});

describe('List: Read', () => {
	const file = async (text: string, encoding: BufferEncoding = 'utf8') => ({
		json: {},
		binary: { list: await n8n.binary(Buffer.from(text, encoding), 'people.csv', 'text/csv') },
	});

	test('one item per row, in the columns of Ensure, with what is empty; Zoom is not asked', async () => {
		const items = [await file('E-Mail;Nachname;Status\nm@example.edu;Müller;Leaver\nn@example.edu;;\n', 'latin1')];
		const list = { rows: 2, columns: ['email', 'lastName', 'status'], format: expect.stringMatching(/Latin 1.* ;$/) };
		expect(await run('list', 'read', {}, { items })).toEqual([
			{ email: 'm@example.edu', lastName: 'Müller', status: 'inactive', list: { ...list, line: 2 } },
			{ email: 'n@example.edu', lastName: '', status: '', list: { ...list, line: 3 } },
		]);
		expect(await asked()).toEqual([]);
	});

	test('an unknown heading is refused with the nearest one, and the file is named', async () => {
		const items = [await file('Email,Statuss\na@example.edu,leaver')];
		await expect(run('list', 'read', {}, { items })).rejects.toMatchObject({
			message: expect.stringMatching(/"people\.csv".*no column "Statuss"\. Do you mean status\?/),
		});
	});

	test('a list with headings of its own, and an item without a file', async () => {
		const items = [await file('userId,memberOf\nann,Staff')];
		expect(await run('list', 'read', { columns: 'own', required: 'userId' }, { items })).toMatchObject([
			{ userId: 'ann', memberOf: 'Staff' },
		]);
		await expect(run('list', 'read', { binaryField: 'data' }, { items })).rejects.toThrow(/the item has list/);
		await expect(run('list', 'read')).rejects.toThrow(/has no file/);
	});
});
