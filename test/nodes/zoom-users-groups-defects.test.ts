/**
 * The defects of other identity connectors that were read in their code or documentation (see
 * docs/vendors/directory.md#what-zoom-does-with-users, #errors-of-user-calls), each shown not to be ours.
 */
import { ensureUsers } from '../../lib/pipeline/provisioning/ensure-users';
import type { RunSettings } from '../../lib/pipeline/provisioning/run-settings';
import { ZoomUsersGroups } from '../../nodes/ZoomUsersGroups/ZoomUsersGroups.node';
import type { Row } from '../../lib/policy/people/rows';
import { N8nContext } from '../n8n-context';
import type { Sandbox } from '../sandbox';
import { PledgeStore } from '../pledges';
import { startSandbox } from '../sandbox';
import { openSandboxZoom } from '../zoom-client';
import type { SandboxZoomOptions } from '../zoom-client';

const node = new ZoomUsersGroups();
let sandbox: Sandbox;
let n8n: N8nContext;
beforeAll(async () => {
	sandbox = await startSandbox({ data: 'directory' });
});
afterAll(async () => await sandbox?.stop());
beforeEach(async () => {
	await sandbox.control.zoom.reset('directory');
	n8n = new N8nContext(sandbox.credentials as never);
	await sandbox.control.zoom.clearRequests();
});

const SETTINGS: RunSettings = {
	dryRun: false,
	limit: { most: 100, mostShare: 1 },
	badRows: 'stop',
	emptyValues: 'ignore',
	failOnFailure: false,
	plan: { changesOfInactive: 'skip', logOutOnDeactivate: true, demoteAdminsFirst: false },
};
const BASIC = 'basic.user@example.edu';
const PHIL = 'inactive.phone@example.edu';
const PENNY = 'pending.new@example.edu';
const by = (mode: string, value: string) => ({ __rl: true, mode, value });

async function ensure(rows: Row[], change: Partial<RunSettings> = {}, options: SandboxZoomOptions = {}) {
	return await ensureUsers(
		await openSandboxZoom(sandbox, options),
		rows,
		{ ...SETTINGS, ...change },
		new PledgeStore().of(),
	);
}
const run = async (resource: string, operation: string, parameters: object = {}, more: object = {}): Promise<any[]> =>
	(await n8n.runNode(node, { parameters: { resource, operation, ...parameters } as never, ...more }))[0]!.map(
		({ json }) => json,
	);
const asked = async () =>
	(await sandbox.control.zoom.requests())
		.filter(({ path }) => path.startsWith('/v2'))
		.map(({ method, path }) => `${method} ${path.slice(3)}`);
const written = async () => (await asked()).filter((call) => !call.startsWith('GET'));
const now = async (email: string) => (await sandbox.control.zoom.state()).users.find((one: any) => one.email === email);
const groupId = async (name: string) =>
	(await sandbox.control.zoom.state()).groups.find((one: any) => one.name === name).id;

describe('people are known by what stays', () => {
	const match = { by: 'employee-id' as const };
	const ANN = 'ann.lee@example.edu';

	test('a new surname is a new address and no second account', async () => {
		const rows = [{ email: 'ann.park@example.edu', stableId: 'E-ANN', createAction: 'autoCreate' }];
		expect(await ensure(rows, { match })).toMatchObject([{ outcome: 'changed', steps: [{ step: 'change-email' }] }]);
		expect(await ensure(rows, { match })).toMatchObject([{ outcome: 'unchanged' }]);
		const all = (await sandbox.control.zoom.state()).users;
		expect(all.filter((one: any) => /^ann\./i.test(one.email)).map((one: any) => one.email)).toEqual([
			'ann.park@example.edu',
		]);
	});

	test('a leaver is found under the old address, and keeps it', async () => {
		const plan: RunSettings['plan'] = { ...SETTINGS.plan, leaversOtherColumns: 'ignore' };
		const rows = [{ email: 'ann.park@example.edu', stableId: 'e-ann', status: 'left' }];
		expect(await ensure(rows, { match, plan })).toMatchObject([
			{ outcome: 'changed', steps: [{ step: 'deactivate' }, { step: 'log-out' }] },
		]);
	});

	test('an address that belongs to somebody with another ID is refused, and so is one ID twice', async () => {
		const [other] = await ensure([{ email: ANN, stableId: 'e-bob', status: 'inactive' }], { match });
		expect(other).toMatchObject({ outcome: 'refused', reason: expect.stringContaining('another person') });
		const twice = ['ann.park@example.edu', ANN].map((email) => ({ email, stableId: 'e-ann' }));
		expect((await ensure(twice, { match, badRows: 'skip' })).map(({ outcome }) => outcome)).toEqual([
			'refused',
			'refused',
		]);
		expect(await written()).toEqual([]);
	});

	test('a custom attribute does as well', async () => {
		await sandbox.control.zoom.call('PATCH', '/users', {
			user: BASIC,
			custom_attributes: [{ key: 'cbf_staff', name: 'Staff No', value: '4711' }],
		});
		await sandbox.control.zoom.clearRequests();
		const rows = [{ email: 'basic.new@example.edu', stableId: '4711' }];
		expect(await ensure(rows, { match: { by: 'attribute', attribute: 'Staff No' } })).toMatchObject([
			{ outcome: 'changed', steps: [{ step: 'change-email' }] },
		]);
	});
});

describe('a leaver whose address was changed before', () => {
	const NEW = 'renamed.user@example.edu';
	const rows = (more: object) => [{ email: BASIC, newEmail: NEW, ...more }];

	test('is found by the new address, and not changed any further', async () => {
		expect(await ensure(rows({}))).toMatchObject([{ outcome: 'changed' }]);
		const plan: RunSettings['plan'] = { ...SETTINGS.plan, leaversOtherColumns: 'ignore' };
		expect(await ensure(rows({ status: 'Terminated' }), { plan })).toMatchObject([
			{ email: BASIC, outcome: 'changed', steps: [{ step: 'deactivate' }, { step: 'log-out' }] },
		]);
		expect(await now(NEW)).toMatchObject({ status: 'inactive' });
	});

	test('does not get the new address on the way out, and somebody else’s is not in the way', async () => {
		const plan: RunSettings['plan'] = { ...SETTINGS.plan, leaversOtherColumns: 'ignore' };
		const taken = [{ email: BASIC, newEmail: 'auditor@example.edu', status: 'inactive' }];
		expect(await ensure(taken, { plan })).toMatchObject([{ outcome: 'changed' }]);
		expect([(await now(BASIC)).status, (await now('auditor@example.edu')).status]).toEqual(['inactive', 'active']);
	});
});

describe('the end of a leaver’s sessions', () => {
	const store = new PledgeStore();
	const leaver = [{ email: BASIC, status: 'inactive' }];
	const run = async (options: SandboxZoomOptions = {}, dryRun = false) =>
		(await ensureUsers(await openSandboxZoom(sandbox, options), leaver, { ...SETTINGS, dryRun }, store.of()))[0]!;

	test('a log-out that fails is tried in every later run until Zoom confirms it, and then no more', async () => {
		const out = await run({ fault: { at: 1, kind: 'refused' } });
		expect(out).toMatchObject({
			outcome: 'failed',
			steps: [
				{ step: 'deactivate', result: 'done' },
				{ step: 'log-out', result: 'failed' },
			],
		});
		expect(await run({}, true)).toMatchObject({ outcome: 'planned', steps: [{ what: 'Log out' }] });
		expect(await run({ fault: { at: 0, kind: 'refused' } })).toMatchObject({ outcome: 'failed' });
		await sandbox.control.zoom.clearRequests();
		expect(await run()).toMatchObject({ outcome: 'changed', steps: [{ step: 'log-out', result: 'done' }] });
		expect(await written()).toEqual([expect.stringMatching(/^DELETE .*\/token$/)]);
		expect([(await run()).outcome, [...store.held]]).toEqual(['unchanged', []]);
	});

	test('of somebody who was deactivated elsewhere no log-out is owed', async () => {
		expect(await ensure([{ email: PHIL, status: 'inactive' }])).toMatchObject([{ outcome: 'unchanged' }]);
	});

	test.each([
		['Deactivate', { operation: 'deactivate' }],
		['Delete, which deactivates', { operation: 'delete', how: 'deactivate' }],
	])('%s ends them when it is run again after a failure', async (_, { operation, ...more }) => {
		const parameters = { user: by('email', BASIC), options: { logOut: true }, ...more };
		await sandbox.control.zoom.fault({
			match: { method: 'DELETE', path: '/token' },
			times: 1,
			fault: { kind: 'status', status: 400 },
		});
		await expect(runNode(operation, parameters)).rejects.toThrow();
		expect((await now(BASIC)).status).toBe('inactive');
		await sandbox.control.zoom.clearRequests();
		await runNode(operation, parameters);
		await runNode(operation, parameters);
		expect(await written()).toEqual([expect.stringMatching(/^DELETE .*\/token$/)]);
	});
	const runNode = async (operation: string, parameters: object) =>
		await n8n.runNode(node, { parameters: { resource: 'user', operation, ...parameters } as never });
});

describe('documented behaviour that the code does not have', () => {
	test('1: a user is looked up before it is created', async () => {
		await run('user', 'create', { email: BASIC });
		expect(await asked()).toEqual(['GET /users/basic.user%40example.edu']);
	});

	test('2: users of all statuses are listed, pending ones too', async () => {
		const statuses = new Set((await run('user', 'getAll', { returnAll: true })).map(({ status }) => status));
		expect(statuses).toEqual(new Set(['active', 'inactive', 'pending']));
	});

	test('3: a duplicate returns the id for users and for groups', async () => {
		expect((await run('user', 'create', { email: BASIC }))[0].id).toBe((await now(BASIC)).id);
		expect((await run('group', 'create', { name: 'STAFF' }))[0].id).toBe(await groupId('Staff'));
	});

	test('4: phone, plans, numbers, site, extension and groups that are given at creation arrive', async () => {
		const phone = {
			enabled: true,
			extensionNumber: '7001',
			site: 'North Campus',
			callingPlans: ['200'],
			numbers: ['+12055551004'],
		};
		const [report] = await ensure([
			{
				email: 'new@example.edu',
				createAction: 'ssoCreate',
				groups: { exact: ['Staff'] },
				profile: { dept: 'Art' },
				phone,
			},
		]);
		expect(report!.outcome).toBe('changed');
		const { phone: account } = await sandbox.control.zoom.state();
		const user = await now('new@example.edu');
		expect(user).toMatchObject({ dept: 'Art', group_ids: [await groupId('Staff')] });
		expect(user.phone).toMatchObject({ extension_number: 7001, site_id: account.sites[1].id, calling_plans: [200] });
		expect(account.numbers[4].assignee_id).toBe(user.id);
	});
});

describe('defects read in code', () => {
	test('1: a 429 per second is waited for, and a daily one is not spun on', async () => {
		const limit = (message: string, headers = {}) => ({ kind: 'apiError', status: 429, code: 429, message, headers });
		await sandbox.control.zoom.fault({
			match: { endpoint: 'GET /users/{userId}' },
			times: 1,
			fault: limit('You have reached the maximum per-second rate limit for this API. Try again later.'),
		});
		expect(await run('user', 'get', { user: by('email', BASIC) })).toHaveLength(1);
		expect(await asked()).toHaveLength(2);
		await sandbox.control.zoom.clearRequests();
		await sandbox.control.zoom.fault({
			match: { endpoint: 'GET /users/{userId}' },
			fault: limit(
				'You have reached the maximum daily rate limit for this API. Refer to the response header for details on when you can make another request.',
			),
		});
		const items = [{ email: BASIC }, { email: PHIL }];
		const failed = await run(
			'user',
			'get',
			{ user: { ...by('email', ''), value: '={{ $json.email }}' } },
			{ items, continueOnFail: true },
		);
		expect(failed.map(({ errorDetails }) => errorDetails.code)).toEqual(['DAILY_LIMIT', 'DAILY_LIMIT']);
		expect(await asked()).toHaveLength(1);
	});

	test('1: a limit of one user is known by the call, whatever Zoom calls it, and leavers get out all the same', async () => {
		await sandbox.control.zoom.fault({
			match: { endpoint: 'PUT /users/{userId}/email' },
			fault: {
				kind: 'apiError',
				status: 429,
				code: 429,
				message: 'You have reached the maximum daily rate limit for this API.',
			},
		});
		const rows: Row[] = [
			{ email: BASIC, newEmail: 'b3@example.edu' },
			{ email: 'auditor@example.edu', newEmail: 'a3@example.edu' },
			{ email: 'licensed.unused@example.edu', status: 'inactive' },
		];
		const reports = await ensure(rows);
		expect(reports.map(({ outcome }) => outcome)).toEqual(['failed', 'failed', 'changed']);
		// Each was asked for, the leaver first.
		expect((await written()).map((call) => call.replace(/\/users\/[^/]+/, ''))).toEqual([
			expect.stringContaining('/status'),
			expect.stringContaining('/token'),
			expect.stringContaining('/email'),
			expect.stringContaining('/email'),
		]);
	});

	test('1: a limit of the day that is used up keeps no leaver in', async () => {
		const daily = {
			kind: 'apiError' as const,
			status: 429,
			code: 429,
			message: 'You have reached the maximum daily rate limit for this API.',
		};
		await sandbox.control.zoom.fault({
			match: { endpoint: 'PATCH /users/{userId}' },
			fault: { ...daily, headers: { 'retry-after': new Date(Date.now() + 3_600_000).toISOString() } },
		});
		const client = await openSandboxZoom(sandbox);
		await expect(client.users.update('auditor@example.edu', { dept: 'X' })).rejects.toMatchObject({
			code: 'DAILY_LIMIT',
		});
		await client.users.setStatus('licensed.unused@example.edu', 'inactive');
		expect((await now('licensed.unused@example.edu')).status).toBe('inactive');
	});

	test('6: of a leaver only address and status count', async () => {
		const leaver = {
			email: BASIC,
			status: 'inactive',
			role: 'Admin',
			groups: { add: ['No Such Group'] },
			type: 'Gold',
		};
		const plan = { ...SETTINGS.plan, leaversOtherColumns: 'ignore' as const };
		const [report] = await ensure([leaver], { plan });
		expect(report!.steps.map(({ step }) => step)).toEqual(['deactivate', 'log-out']);
		expect((await now(BASIC)).status).toBe('inactive');
	});

	test('5: who has not accepted the invitation loses it when leaving; who let it expire is invited anew', async () => {
		const [left] = await ensure([{ email: PENNY, status: 'inactive' }]);
		expect(left).toMatchObject({ outcome: 'changed', steps: [{ step: 'withdraw-invitation', result: 'done' }] });
		expect(await now(PENNY)).toBeUndefined();
		expect((await ensure([{ email: PENNY, status: 'inactive' }]))[0]!.outcome).toBe('unchanged');
	});

	test('8: when a deletion fails, the role that was taken away for it is given back', async () => {
		await sandbox.control.zoom.fault({
			match: { endpoint: 'DELETE /users/{userId}' },
			fault: { kind: 'apiError', status: 400, code: 300, message: 'Transfer is not possible.' },
		});
		const { role_id: before, id } = (await sandbox.control.zoom.state()).users.find(
			(one: any) => one.role_id === '1' && one.status === 'active' && one.email !== 'alice.admin@example.edu',
		) ?? { role_id: '', id: '' };
		expect(before).toBe('1');
		await expect(
			run('user', 'delete', { user: by('id', id), how: 'delete', options: { demoteAdminsFirst: true } }),
		).rejects.toThrow(/Transfer is not possible/);
		expect((await sandbox.control.zoom.state()).users.find((one: any) => one.id === id).role_id).toBe('1');
	});

	test('12: Zoom not saying whom the app acts as blocks no leaver', async () => {
		await sandbox.control.zoom.fault({
			match: { path: '/users/me$' },
			fault: { kind: 'apiError', status: 400, code: 300, message: 'No.' },
		});
		expect((await ensure([{ email: BASIC, status: 'inactive' }]))[0]!.outcome).toBe('changed');
	});

	test('1: the limit of one user stops nobody else', async () => {
		const { users } = await sandbox.control.zoom.state();
		await sandbox.control.zoom.fault({
			match: { path: `/users/${users.find((one: any) => one.email === BASIC).id}/email` },
			fault: {
				kind: 'apiError',
				status: 429,
				code: 429,
				message: "You have exceeded the daily rate limit (3) of changes to this user's email address.",
			},
		});
		const rows = [
			{ email: BASIC, newEmail: 'b2@example.edu' },
			{ email: 'auditor@example.edu', newEmail: 'a2@example.edu' },
		];
		const outcomes = (await ensure(rows)).map(({ outcome }) => outcome);
		expect(outcomes.toSorted()).toEqual(['changed', 'failed']);
	});

	test('2: a creation whose answer was lost is looked for, not repeated', async () => {
		const zoom = await openSandboxZoom(sandbox, { fault: { at: 0, kind: 'broken-after' } });
		const created = await zoom.users.create({ action: 'ssoCreate', email: 'once@example.edu', type: 1 });
		expect(created).toMatchObject({ created: true, id: (await now('once@example.edu')).id });
		expect(await written()).toEqual(['POST /users']);
	});

	test('2: a creation that did not arrive is sent again after a look', async () => {
		const zoom = await openSandboxZoom(sandbox, { fault: { at: 0, kind: 'broken-before' } });
		await zoom.users.create({ action: 'ssoCreate', email: 'twice@example.edu', type: 1 });
		expect(await asked()).toEqual(['GET /users/twice%40example.edu', 'GET /users/twice%40example.edu', 'POST /users']);
	});

	test.each<
		[string, (zoom: Awaited<ReturnType<typeof openSandboxZoom>>, ids: Record<string, string>) => Promise<unknown>]
	>([
		[
			'users.update',
			(zoom, { basic }) => zoom.users.update(basic!, { dept: 'X', custom_attributes: [{ key: 'k', value: '1' }] }),
		],
		['users.changeEmail', (zoom, { basic }) => zoom.users.changeEmail(basic!, 'b9@example.edu')],
		['users.setStatus', (zoom, { basic }) => zoom.users.setStatus(basic!, 'inactive')],
		['users.remove', (zoom, { basic }) => zoom.users.remove(basic!, { action: 'delete' })],
		['users.addPendingToGroup', (zoom, { staff }) => zoom.users.addPendingToGroup(PENNY, staff!)],
		['groups.create', (zoom) => zoom.groups.create('Once')],
		['groups.rename', (zoom, { staff }) => zoom.groups.rename(staff!, 'Once')],
		['groups.remove', (zoom, { staff }) => zoom.groups.remove(staff!)],
		['groups.addMembers', (zoom, { staff }) => zoom.groups.addMembers(staff!, ['auditor@example.edu'])],
		['groups.removeMembers', (zoom, { staff, basic }) => zoom.groups.removeMembers(staff!, [basic!])],
		['groups.move', (zoom, { staff, empty, basic }) => zoom.groups.move(staff!, basic!, empty!)],
		['groups.addAdmins', (zoom, { staff, basic }) => zoom.groups.addAdmins(staff!, [basic!])],
		['groups.removeAdmin', (zoom, { staff }) => zoom.groups.removeAdmin(staff!, 'alice.admin@example.edu')],
		['roles.assign', (zoom, { auditor, basic }) => zoom.roles.assign(auditor!, [basic!])],
		['roles.unassign', (zoom, { auditor }) => zoom.roles.unassign(auditor!, 'auditor@example.edu')],
		['phone.setEnabled', (zoom, { basic }) => zoom.phone.setEnabled(basic!, true)],
		['phone.update', (zoom, { phil }) => zoom.phone.update(phil!, { extensionNumber: '9001' })],
		['phone.assignPlans', (zoom, { phil }) => zoom.phone.assignPlans(phil!, [100])],
		['phone.switchPlan', (zoom, { phil }) => zoom.phone.switchPlan(phil!, 200, 100)],
		['phone.unassignPlan', (zoom, { phil }) => zoom.phone.unassignPlan(phil!, 200)],
		['phone.assignNumbers', (zoom, { phil }) => zoom.phone.assignNumbers(phil!, ['+12055551006'])],
		['phone.unassignNumber', (zoom, { phil }) => zoom.phone.unassignNumber(phil!, '+12055551000')],
	])('2: %s is not repeated before a look, and succeeds when the answer alone was lost', async (_, write) => {
		const state = await sandbox.control.zoom.state();
		const user = (email: string) => state.users.find((one: any) => one.email === email).id;
		const group = (name: string) => state.groups.find((one: any) => one.name === name).id;
		const auditor = state.roles.find((one: any) => one.name === 'Auditor').id;
		const ids = { basic: user(BASIC), phil: user(PHIL), staff: group('Staff'), empty: group('Empty Group'), auditor };
		for (const kind of ['broken-after', 'bad-gateway'] as const) {
			await sandbox.control.zoom.reset('directory');
			await sandbox.control.zoom.clearRequests();
			await write(await openSandboxZoom(sandbox, { fault: { at: 0, kind } }), ids);
			const calls = await asked();
			const at = calls.findIndex((call) => !call.startsWith('GET'));
			// Exactly one write reached Zoom: the lost one was found, the one that never arrived was sent after a look.
			expect(calls.filter((call) => !call.startsWith('GET'))).toHaveLength(1);
			if (kind === 'broken-after') expect(calls.length).toBeGreaterThan(at + 1);
			else expect(at).toBeGreaterThan(0);
		}
	});

	test('3: a user in no group, of whom Zoom leaves group_ids out, is put into one', async () => {
		const email = 'unassigned@example.edu';
		const [report] = await ensure([{ email, groups: { exact: ['Staff'] } }]);
		expect(report!.outcome).toBe('changed');
		expect((await now(email)).group_ids).toEqual([await groupId('Staff')]);
	});

	test('4: extension alone and site alone can be set for somebody who has neither', async () => {
		for (const phone of [{ enabled: true, extensionNumber: '7100' }, { site: 'North Campus' }]) {
			expect((await ensure([{ email: BASIC, phone }]))[0]!.outcome).toBe('changed');
		}
		expect((await now(BASIC)).phone).toMatchObject({ extension_number: 7100 });
	});

	test('5: sites and groups are read to the end, once per run and not once per user', async () => {
		const sites = Array.from({ length: 301 }, (_, at) => ({
			id: `s${at}`,
			name: `Site ${at}`,
			site_code: at + 1,
			country: {},
		}));
		await sandbox.control.zoom.call('PATCH', '/phone', { sites });
		const rows = ['auditor@example.edu', BASIC].map((email) => ({
			email,
			groups: { add: ['Staff'] },
			phone: { enabled: true, site: 'Site 300' },
		}));
		expect((await ensure(rows)).map(({ outcome }) => outcome)).toEqual(['changed', 'changed']);
		const calls = await asked();
		expect(calls.filter((call) => call === 'GET /phone/sites')).toHaveLength(2);
		expect(calls.filter((call) => call === 'GET /groups')).toHaveLength(1);
	});

	test('6: user type and Zoom Workplace plan can be changed, one request each', async () => {
		await ensure([{ email: BASIC, type: 'Licensed', zoomOneType: '576460752303423488' }]);
		expect(await now(BASIC)).toMatchObject({ type: 2, zoom_one_type: '576460752303423488' });
		expect(await written()).toHaveLength(2);
	});

	test('7: one plan for another is a switch', async () => {
		await sandbox.control.zoom.call('PATCH', '/users', { user: PHIL, status: 'active' });
		const [report] = await ensure([{ email: PHIL, phone: { callingPlans: ['100'] } }]);
		expect(report!.steps.map(({ step }) => step)).toEqual(['switch-plan']);
		expect((await now(PHIL)).phone.calling_plans).toEqual([100]);
	});

	test('8: a change of address that Zoom refuses is reported, and a quote in it breaks nothing', async () => {
		const [report] = await ensure([{ email: BASIC, newEmail: "o'neil@other.example" }]);
		expect(report).toMatchObject({
			outcome: 'failed',
			steps: [{ step: 'change-email', result: 'failed', code: '1116' }],
		});
		const [fine] = await ensure([{ email: BASIC, newEmail: "o'neil@example.edu" }]);
		expect(fine!.outcome).toBe('changed');
	});

	test('9: an unknown user is never reported as changed', async () => {
		const [report] = await ensure([{ email: 'nobody@example.edu', status: 'inactive', profile: { dept: 'X' } }]);
		expect(report).toMatchObject({ outcome: 'unchanged', notes: [expect.stringContaining('not in Zoom')] });
		const [missing] = await ensure([{ email: 'nobody@example.edu', profile: { dept: 'X' } }]);
		expect(missing).toMatchObject({ outcome: 'refused', reason: expect.stringContaining('not in Zoom') });
		await expect(
			run('user', 'update', { user: by('email', 'nobody@example.edu'), updateFields: { dept: 'X' } }),
		).rejects.toThrow('does not exist');
	});

	test('10: an empty id at creation is a failure that says why', async () => {
		await sandbox.control.zoom.settings({ unlinkedAccounts: ['gone@example.edu'] });
		await expect(run('user', 'create', { email: 'gone@example.edu' })).rejects.toThrow('was unlinked from yours');
	});

	test('11: a pending user is found by address, put into groups, and left alone otherwise', async () => {
		const row = { email: 'PENDING.new@example.edu', groups: { exact: ['Staff'] }, profile: { dept: 'X' } };
		const [report] = await ensure([row]);
		expect(report).toMatchObject({
			outcome: 'changed',
			userId: '',
			notes: [expect.stringContaining('to wait until then')],
		});
		expect((await now(PENNY)).group_ids).toEqual([await groupId('Staff')]);
		await sandbox.control.zoom.clearRequests();
		expect((await ensure([row]))[0]!.outcome).toBe('incomplete');
		expect(await written()).toEqual([]);
	});

	test('11: an expired invitation is refused with what to do', async () => {
		const [report] = await ensure([{ email: 'expired.invite@example.edu', profile: { dept: 'X' } }]);
		expect(report).toMatchObject({ outcome: 'refused', reason: expect.stringContaining('has expired') });
	});

	test('12: a leaver who is changed for a moment is inactive again when the change fails', async () => {
		const plan = { ...SETTINGS.plan, changesOfInactive: 'enable-for-a-moment' as const };
		await sandbox.control.zoom.fault({
			match: { endpoint: 'PATCH /users/{userId}' },
			fault: { kind: 'apiError', status: 400, code: 300, message: 'Validation Failed.' },
		});
		const [report] = await ensure([{ email: PHIL, profile: { dept: 'X' } }], { plan });
		expect(report!.steps.map(({ step, result }) => `${step} ${result}`)).toEqual([
			'activate done',
			'update-profile failed',
			'deactivate done',
		]);
		expect((await now(PHIL)).status).toBe('inactive');
	});

	test('12: a leaver stays inactive when no seat is left for the moment', async () => {
		const plan = { ...SETTINGS.plan, changesOfInactive: 'enable-for-a-moment' as const };
		await sandbox.control.zoom.settings({ licences: { basic: 0 } });
		const [report] = await ensure([{ email: PHIL, profile: { dept: 'X' } }], { plan });
		expect(report!.steps[0]).toMatchObject({ step: 'activate', result: 'failed', code: '3412' });
		expect((await now(PHIL)).status).toBe('inactive');
	});

	test('13: a deactivation drops none of the other wishes', async () => {
		await ensure([
			{ email: BASIC, status: 'inactive', profile: { dept: 'Alumni' }, groups: { exact: ['Empty Group'] } },
		]);
		expect(await now(BASIC)).toMatchObject({
			status: 'inactive',
			dept: 'Alumni',
			group_ids: expect.arrayContaining([await groupId('Empty Group')]),
		});
	});

	test('14: roles, custom attributes and memberships are ensured, memberships 30 per call', async () => {
		const emails = Array.from({ length: 60 }, (_, at) => `m${at}@example.edu`);
		for (const email of emails) await sandbox.control.zoom.call('POST', '/users', { email });
		await sandbox.control.zoom.clearRequests();
		const reports = await ensure(emails.map((email) => ({ email, groups: { add: ['Staff'] } })));
		expect(reports.every(({ outcome }) => outcome === 'changed')).toBe(true);
		expect(await written()).toHaveLength(2);
		await ensure([{ email: BASIC, role: 'Auditor', profile: { custom_attributes: [{ key: 'k', value: '1' }] } }]);
		expect(await now(BASIC)).toMatchObject({ custom_attributes: [{ key: 'k', value: '1' }] });
	});

	test('15: all pages are read before any user is read alone, because page tokens die after 15 minutes', async () => {
		await run('user', 'getAll', { returnAll: true, options: { includeDetails: true } });
		const calls = (await asked()).map((call) => (call === 'GET /users' ? 'page' : 'user'));
		expect(calls.lastIndexOf('page')).toBeLessThan(calls.indexOf('user'));
	});

	test('16: a dry run writes nothing and says every step', async () => {
		const row = { email: BASIC, status: 'inactive', groups: { exact: ['Empty Group'] } };
		const [plan] = await ensure([row], { dryRun: true });
		expect(plan).toMatchObject({ outcome: 'planned' });
		expect(plan!.steps.map(({ what }) => what)).toEqual([
			'Add to the group Empty Group',
			'Remove from the group Faculty',
			'Remove from the group Staff',
			'Remove from the group Ünïcode & "Quotes", Inc.',
			'Deactivate',
			'Log out',
		]);
		expect(await written()).toEqual([]);
	});

	test.each(['144115188075855872', '576460752303423488', '72057594037927936', '18014398509481984'])(
		'17: the plan %s keeps all its digits both ways',
		async (plan) => {
			await run('user', 'update', { user: by('email', BASIC), updateFields: { zoom_one_type: plan } });
			expect((await now(BASIC)).zoom_one_type).toBe(plan);
			expect((await run('user', 'get', { user: by('email', BASIC) }))[0].zoomOneType).toBe(plan);
			await sandbox.control.zoom.clearRequests();
			expect((await ensure([{ email: BASIC, zoomOneType: plan }]))[0]!.outcome).toBe('unchanged');
			expect(await written()).toEqual([]);
		},
	);
});
