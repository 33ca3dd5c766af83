import { gzipSync } from 'node:zlib';

import { AuthorizationMetadataApi } from '../../credentials/AuthorizationMetadataApi.credentials';
import { oaaProblems } from '../../lib/oaa/payload-rules';
import { ZoomUsersGroups } from '../../nodes/ZoomUsersGroups/ZoomUsersGroups.node';
import { N8nContext } from '../n8n-context';
import type { Sandbox } from '../sandbox';
import { startSandbox } from '../sandbox';
import type { Target } from './metadata-target';
import { startTarget } from './metadata-target';

const API_KEY = 'key-of-the-target';
const node = new ZoomUsersGroups();
let sandbox: Sandbox;
let target: Target;
let n8n: N8nContext;

beforeAll(async () => {
	[sandbox, target] = await Promise.all([startSandbox({ data: 'directory' }), startTarget(API_KEY)]);
	n8n = new N8nContext({
		...sandbox.credentials,
		authorizationMetadataApi: { url: `${target.url}/`, apiKey: API_KEY },
	});
}, 120_000);
afterAll(async () => {
	await Promise.all([target?.close(), sandbox?.stop()]);
});
afterEach(async () => {
	await sandbox.control.zoom.clearFaults();
	await sandbox.control.zoom.clearRequests();
});

async function run(operation: string, parameters: Record<string, unknown> = {}, items?: any[]): Promise<any[]> {
	const [out] = await n8n.runNode(node, {
		parameters: { resource: 'access', operation, ...parameters } as any,
		...(items ? { items } : {}),
	});
	return out!;
}
const jsonOf = async (operation: string, parameters: Record<string, unknown> = {}, items?: any[]) =>
	(await run(operation, parameters, items)).map(({ json }) => json);
const snapshotOf = async (options: Record<string, unknown> = {}) =>
	(await jsonOf('snapshot', { output: 'data', options }))[0].snapshot;
/** As an expression gives it: plain data as a parameter would have its "=" taken for expressions. */
const packed = (snapshot: object) => gzipSync(JSON.stringify(snapshot)).toString('base64');
const failure = (work: Promise<unknown>): Promise<any> =>
	work.then(
		() => {
			throw new Error('It did not fail.');
		},
		(error: unknown) => error,
	);

describe('Snapshot', () => {
	test('reads people of three states, groups and roles from lists only, and one call per role', async () => {
		const [item] = await jsonOf('snapshot', { output: 'data', options: {} });
		const { users, groups, roles } = await sandbox.control.zoom.state();
		expect(item).toMatchObject({
			version: 1,
			accountId: sandbox.credentials.zoomServerToServerOAuth2Api.accountId,
			users: users.length,
			activeUsers: users.filter((one: any) => one.status === 'active').length,
			inactiveUsers: 2,
			pendingUsers: 3,
			groups: groups.length,
			roles: roles.length,
			degraded: [],
		});
		const { byEndpoint } = await sandbox.control.zoom.counts();
		expect(byEndpoint).toMatchObject({
			'GET /users': 3,
			'GET /groups': 1,
			'GET /roles': 2,
			'GET /roles/{roleId}': roles.length,
		});
		expect(
			Object.keys(byEndpoint)
				.filter((name) => name.startsWith('GET /') && !/token/.test(name))
				.toSorted(),
		).toEqual(['GET /groups', 'GET /roles', 'GET /roles/{roleId}', 'GET /users']);
	});

	test('holds no passcode, link, host key or token', async () => {
		const text = JSON.stringify(await snapshotOf({ groupAdmins: true, phones: true, signInTypes: true }));
		expect(text.replaceAll('http://evil.example', '')).not.toMatch(/host_?key|"pmi|passcode|token|https?:/i);
	});

	test("the seed's user properties come out with their values, in every state and plan", async () => {
		const [{ payload, warnings }] = await jsonOf('metadataPayload', {
			snapshot: packed(await snapshotOf()),
			mapping: 'veza',
		});
		expect(oaaProblems(payload)).toEqual([]);
		expect(warnings).toEqual([expect.stringContaining('User:Edit (members of Faculty only); the payload shows it')]);
		const [application] = payload.applications;
		const { users, groups, roles } = await sandbox.control.zoom.state();
		expect(payload.custom_property_definition.applications[0].local_user_properties).toEqual({
			display_name: 'STRING',
			first_name: 'STRING',
			last_name: 'STRING',
			verified: 'BOOLEAN',
			status: 'STRING',
			plan_type: 'STRING',
		});
		const given = (value: unknown) => value !== undefined && value !== null && value !== '';
		const only = (object: object) => Object.fromEntries(Object.entries(object).filter(([, value]) => given(value)));
		const expected = users.map((one: any) => {
			// The list tells no id of somebody who is pending.
			const id = one.status === 'pending' ? one.email.toLowerCase() : one.id;
			const known = one.group_ids.filter((group: string) => groups.some((other: any) => other.id === group));
			const full = [one.first_name, one.last_name].filter(Boolean).join(' ');
			return only({
				id,
				name: one.display_name || full || one.email.toLowerCase(),
				email: one.email.toLowerCase(),
				identities: [one.email.toLowerCase(), one.employee_unique_id].filter(Boolean),
				groups: known.length > 0 ? known.toSorted() : null,
				is_active: one.status === 'active',
				created_at: one.user_created_at,
				last_login_at: one.last_login_time,
				user_type: 'human',
				custom_properties: only({
					display_name: one.display_name,
					first_name: one.first_name,
					last_name: one.last_name,
					verified: one.verified === 1,
					status: one.status,
					plan_type: String(one.type),
				}),
			});
		});
		const byId = (list: any[]) => list.toSorted((a, b) => (a.id < b.id ? -1 : 1));
		expect(byId(application.local_users)).toEqual(byId(expected));
		const values = (name: string) =>
			[...new Set(application.local_users.map((one: any) => one.custom_properties[name]))].toSorted();
		expect(values('status')).toEqual(['active', 'inactive', 'pending']);
		expect(values('plan_type')).toEqual(['1', '2', '4', '99']);
		expect(byId(application.local_groups)).toEqual(byId(groups.map(({ id, name }: any) => ({ id, name }))));
		expect(byId(application.local_roles)).toEqual(
			byId(
				roles.map(({ id, name, type, privileges }: any) => ({
					id,
					name,
					...(privileges.length > 0 ? { permissions: privileges.toSorted() } : {}),
					custom_properties: { type },
				})),
			),
		);
		expect(payload.identity_to_permissions).toHaveLength(users.length);
	});

	test("the permission types are those of the seed's table, for every privilege that it names", async () => {
		const [{ payload }] = await jsonOf('metadataPayload', { snapshot: packed(await snapshotOf()), mapping: 'veza' });
		const types = Object.fromEntries(payload.permissions.map((one: any) => [one.name, one.permission_type.toSorted()]));
		const person = ['DataRead', 'DataWrite', 'MetadataRead', 'MetadataWrite'];
		const role = ['DataCreate', 'DataRead', 'DataWrite', 'MetadataCreate', 'MetadataRead', 'MetadataWrite'];
		expect(types).toMatchObject({
			'User:Read': person,
			'User:Edit': person,
			'Role:Read': role,
			'Role:Edit': role,
			'Group:Read': person,
			'Group:Edit': person,
			'Hologram:Edit': ['Uncategorized'],
		});
		const { roles } = await sandbox.control.zoom.state();
		expect(Object.keys(types).toSorted()).toEqual(
			[...new Set(roles.flatMap(({ privileges }: any) => privileges))].toSorted(),
		);
	});

	test('group admins, phones and sign-in types come by option, and cost what the form says', async () => {
		const snapshot = await snapshotOf({ groupAdmins: true, phones: true, signInTypes: true });
		const user = (email: string) => snapshot.users.find((one: any) => one.email === email);
		const faculty = snapshot.groups.find(({ name }: any) => name === 'Faculty');
		expect(faculty.admins).toEqual(
			[user('faculty.admin@example.edu').id, user('inactive.admin@example.edu').id].toSorted(),
		);
		expect(user('inactive.phone@example.edu').phone).toEqual({ numbers: 2, plans: 1 });
		expect(user('password.admin@example.edu').loginTypes).toEqual([100]);
		expect(user('alice.admin@example.edu').loginTypes).toEqual([100, 101]);
		expect(user('basic.user@example.edu').loginTypes).toEqual([]);
		const { byEndpoint } = await sandbox.control.zoom.counts();
		expect(byEndpoint['GET /groups/{groupId}/admins']).toBe(snapshot.groups.length);
		expect(byEndpoint['GET /phone/users']).toBe(1);
		expect(byEndpoint['GET /users/{userId}']).toBe(
			snapshot.users.filter(({ loginTypes }: any) => loginTypes.length > 0).length,
		);
	});

	test('says what does not fit together: a group id that nobody has, a role without privileges', async () => {
		const [{ notes }] = await jsonOf('snapshot', { output: 'packed' });
		expect(notes).toEqual([
			'1 user shows the group id deletedGroupId00000000, which no group of the account has; it was probably deleted.',
			'The role Bare has no privileges.',
		]);
	});

	test.each([
		['role:read:role:admin', ['privileges'], { privileges: false }],
		['role:read:list_roles:admin', ['roles'], { roles: 0 }],
		['group:read:list_groups:admin', ['groups'], { groups: 0 }],
		['user:read:list_users:admin', ['active-users', 'inactive-users', 'pending-users'], { users: 0 }],
		['group:read:administrator:admin', ['group-admins'], {}],
	])('without the scope %s what hangs on it is left out and named, and the rest stands', async (scope, parts, rest) => {
		const { scopes } = await sandbox.control.zoom.state();
		try {
			await sandbox.control.zoom.settings({
				scopes: scopes.filter((one: string) => !one.startsWith(scope.replace(/:admin$/, ''))),
			});
			// Scopes hold from the next token on.
			const fresh = new N8nContext({ ...sandbox.credentials });
			const parameters = { resource: 'access', operation: 'snapshot', output: 'data', options: { groupAdmins: true } };
			const [[{ json: item }]] = (await fresh.runNode(node, { parameters })) as any;
			expect(item.degraded.map(({ what }: any) => what)).toEqual(parts.toSorted());
			for (const { why } of item.degraded) {
				expect(why).toContain(scope);
			}
			const whole = await sandbox.control.zoom.state();
			if (!('users' in rest)) expect(item.users).toBe(whole.users.length);
			else expect(item.users).toBe(0);
			if (!('groups' in rest)) expect(item.groups).toBe(whole.groups.length);
			if (!('roles' in rest)) expect(item.roles).toBe(whole.roles.length);
			if ('privileges' in rest)
				expect(item.snapshot.roles.every(({ privileges }: any) => privileges === null)).toBe(true);
			// Everything else works on with what is there.
			await jsonOf('findings', { snapshot: packed(item.snapshot) });
			const [{ payload }] = await jsonOf('metadataPayload', { snapshot: packed(item.snapshot) });
			expect(oaaProblems(payload)).toEqual([]);
		} finally {
			await sandbox.control.zoom.settings({ scopes });
		}
	});

	test('an outage is a failure, not a smaller snapshot', async () => {
		await sandbox.control.zoom.fault({
			match: { endpoint: 'GET /groups' },
			fault: { kind: 'status', status: 400, body: '{"code":300,"message":"Validation Failed."}' },
		});
		expect((await failure(run('snapshot'))).message).toMatch(/list the groups/);
	});

	test('its three forms are read alike', async () => {
		const [data] = await run('snapshot', { output: 'data' });
		const [text] = await run('snapshot', { output: 'packed' });
		const [file] = await run('snapshot', { output: 'file' });
		const findings = async (snapshot: string, item: any) => await jsonOf('findings', { snapshot }, [item]);
		const expected = await findings('={{ $json.snapshot }}', data);
		expect(expected.length).toBeGreaterThan(10);
		expect(await findings('={{ $json.packed ?? $json.snapshot }}', text)).toEqual(expected);
		expect(await findings('snapshot', file)).toEqual(expected);
	});
});

describe('Compare', () => {
	test('two snapshots of an unchanged account compare equal', async () => {
		const [before] = await jsonOf('snapshot');
		const [after] = await jsonOf('snapshot');
		expect(await jsonOf('compare', { before: before.packed, after: after.packed })).toEqual([]);
		expect(await jsonOf('compare', { before: before.packed, after: after.packed, output: 'single' })).toEqual([
			expect.objectContaining({ first: false, total: 0, high: 0, changes: [], notCompared: [] }),
		]);
	});

	test('says who gained what through what, as items and sentences', async () => {
		const [before] = await jsonOf('snapshot');
		const { users, roles } = await sandbox.control.zoom.state();
		const bea = users.find((one: any) => one.email === 'basic.user@example.edu');
		const manager = roles.find((one: any) => one.name === 'Role Manager');
		await sandbox.control.zoom.call('PATCH', '/users', { user: bea.email, role_id: manager.id });
		try {
			const [after] = await jsonOf('snapshot');
			const changes = await jsonOf('compare', { before: before.packed, after: after.packed });
			expect(changes.map(({ kind, weight, sentence }) => [kind, weight, sentence])).toEqual([
				[
					'role-of-user-changed',
					'high',
					'Bea Basic <basic.user@example.edu> has the role Role Manager now; it was Member.',
				],
				[
					'privilege-gained',
					'high',
					'Bea Basic <basic.user@example.edu> gained Role:Edit through the role Role Manager.',
				],
				[
					'privilege-gained',
					'normal',
					'Bea Basic <basic.user@example.edu> gained Role:Read through the role Role Manager.',
				],
			]);
		} finally {
			await sandbox.control.zoom.call('PATCH', '/users', { user: bea.email, role_id: '2' });
		}
	});

	test('the first run has nothing to compare with, and says so', async () => {
		const [after] = await jsonOf('snapshot');
		expect(await jsonOf('compare', { before: '', after: after.packed, output: 'single' })).toEqual([
			expect.objectContaining({ first: true, total: 0, before: null }),
		]);
	});

	test.each([
		[
			'an older version',
			{ version: 0, users: [], groups: [], roles: [] },
			/version 0; this node reads version 1.*Take a new one/,
		],
		['something else', { users: 3 }, /no version/],
		['a name that no binary field has', 'snapshott', /is "snapshott", which is neither a snapshot nor a binary field/],
		['a cut text', 'H4sIAAAAAAAAA6tW', /packed but cut off/],
	])('%s is refused with a sentence', async (_, snapshot, sentence) => {
		const error = await failure(run('compare', { before: snapshot as any, after: await snapshotOf() }));
		expect(error.message).toMatch(sentence);
		expect(error.description).toMatch(/Access → Snapshot/);
	});

	test('snapshots of two accounts are not compared', async () => {
		const after = await snapshotOf();
		const error = await failure(run('compare', { before: { ...after, accountId: 'other' }, after }));
		expect(error.message).toMatch(/is of the Zoom account other/);
	});
});

describe('Findings', () => {
	test('find every case that the directory has, with evidence, severity and remedy', async () => {
		const snapshot = await snapshotOf({ groupAdmins: true, phones: true, signInTypes: true });
		const found = await jsonOf('findings', { snapshot: packed(snapshot), ownDomains: 'example.edu' });
		const about = (email: string) =>
			found
				.filter(({ subject }) => subject.email === email)
				.map(({ kind }) => kind)
				.toSorted();
		expect({
			dormant: about('dormant.admin@example.edu'),
			never: about('never.seen@example.edu'),
			fresh: about('new.admin@example.edu'),
			password: about('password.admin@example.edu'),
			outside: about('outside.admin@partner.example'),
			phone: about('inactive.phone@example.edu'),
			unused: about('licensed.unused@example.edu'),
			invited: about('pending.new@example.edu'),
			waiting: about('pending.old@example.edu'),
			expired: about('expired.invite@example.edu'),
			plain: about('basic.user@example.edu'),
			recordings: about('recording.manager@example.edu'),
		}).toEqual({
			dormant: expect.arrayContaining(['privileged-dormant']),
			never: expect.arrayContaining(['privileged-never-signed-in', 'risky-pair']),
			fresh: [],
			password: ['privileged-unverified', 'privileged-without-sso'],
			outside: expect.arrayContaining(['outside-domain']),
			phone: ['inactive-with-phone'],
			unused: ['licensed-unused'],
			invited: [],
			waiting: ['pending-for-long'],
			expired: ['pending-for-long'],
			plain: [],
			recordings: ['risky-pair'],
		});
		const named = found
			.filter(({ subject }) => subject.type !== 'user')
			.map(({ kind, subject }) => [kind, subject.name]);
		expect(named).toEqual(
			expect.arrayContaining([
				['empty-group', 'Empty Group'],
				['empty-role', 'Nobody Has It'],
				['role-wider-than-used', 'Superhero'],
			]),
		);
		for (const { severity, sentence, remedy, evidence } of found) {
			expect(['high', 'medium', 'low']).toContain(severity);
			expect(sentence).toMatch(/\.$/);
			expect(remedy).toMatch(/\.$/);
			expect(Object.keys(evidence).length).toBeGreaterThan(0);
		}
	});

	test('an identity provider comes as items: orphans and leavers are found, correlated by address, id or table', async () => {
		const snapshot = await snapshotOf();
		const people = snapshot.users
			.filter(({ status }: any) => status === 'active')
			.map(({ email }: any) => ({ email, active: true }))
			.filter(
				({ email }: any) => !['future@example.edu', 'zoom.one@example.edu', 'none.plan@example.edu'].includes(email),
			)
			.map((one: any) => (one.email === 'bare@example.edu' ? { ...one, active: false } : one));
		const list = [...people, { uniqueId: 'e-0042', active: true }, { email: 'nora@idp.example', active: true }];
		const found = await jsonOf(
			'findings',
			{
				snapshot: packed(snapshot),
				identityProvider: 'items',
				personActive: '={{ $json.active }}',
				customIdentities: '{ "none.plan@example.edu": "nora@idp.example" }',
			},
			list,
		);
		expect(
			found
				.filter(({ kind }) => kind.endsWith('identity-provider'))
				.map(({ kind, severity, subject }) => [kind, severity, subject.email])
				.toSorted(),
		).toEqual([
			['left-in-identity-provider', 'high', 'bare@example.edu'],
			['not-in-identity-provider', 'medium', 'future@example.edu'],
		]);
	});

	test('a list of people in which nobody can be named is refused, instead of finding everybody', async () => {
		const error = await failure(
			run('findings', { snapshot: packed(await snapshotOf()), identityProvider: 'items' }, [
				{ mail: 'ann@example.edu' },
			]),
		);
		expect(error.message).toMatch(/lists nobody with an address or a unique ID/);
	});
});

describe('Permissions', () => {
	test('name what privileged users may do, through which role, and for which groups only', async () => {
		const items = await jsonOf('permissions', { snapshot: packed(await snapshotOf({ groupAdmins: true })) });
		const flora = items.find(({ email }) => email === 'faculty.admin@example.edu');
		expect(flora).toMatchObject({
			roleName: 'Faculty Admin',
			privileged: true,
			privileges: [
				{ privilege: 'User:Edit', permissions: expect.arrayContaining(['DataWrite', 'DataCreate']) },
				{ privilege: 'User:Read', permissions: ['DataRead', 'MetadataRead'] },
			],
			administers: [{ groupName: 'Faculty' }],
			limitedTo: [{ privilege: 'User:Edit', groups: [{ groupName: 'Faculty' }] }],
			mapping: 'fine',
			mappingVersion: 1,
		});
		expect(items.some(({ email }) => email === 'basic.user@example.edu')).toBe(false);
		expect(items.find(({ roleId }) => roleId === '0')).toMatchObject({ everything: true });
	});

	test('are checked with Zoom for active privileged users only, and differences are reported', async () => {
		const snapshot = await snapshotOf();
		const rita = snapshot.users.find(({ email }: any) => email === 'recording.manager@example.edu');
		const role = snapshot.roles.find(({ id }: any) => id === rita.roleId);
		role.privileges = role.privileges.filter((one: string) => one !== 'RecordingContent:Read');
		role.privileges.push('Dashboard:Read');
		await sandbox.control.zoom.clearRequests();
		const items = await jsonOf('permissions', { snapshot: packed(snapshot), check: true });
		const checkOf = (email: string) => items.find((one) => one.email === email).check;
		expect(checkOf('recording.manager@example.edu')).toEqual({
			result: 'differs',
			missing: ['Dashboard:Read'],
			extra: ['RecordingContent:Read'],
			sentence:
				'Rita Recordings <recording.manager@example.edu>: Zoom does not give Dashboard:Read, which the role names; Zoom gives RecordingContent:Read, which the role does not name.',
		});
		expect(checkOf('alice.admin@example.edu')).toEqual({ result: 'same' });
		expect(checkOf('inactive.admin@example.edu')).toEqual({ result: 'not-asked' });
		expect(items.find(({ everything }) => everything).check).toEqual({ result: 'everything' });
		const { byEndpoint } = await sandbox.control.zoom.counts();
		expect(byEndpoint['GET /users/{userId}/permissions']).toBe(
			items.filter(({ status, privileged }) => status === 'active' && privileged).length,
		);
	});
});

describe('Push', () => {
	test('creates provider and data source once, sends the payload packed, and surfaces the warnings of the target', async () => {
		const snapshot = await snapshotOf();
		const [first] = await jsonOf('push', { snapshot: packed(snapshot), provider: 'Zoom', dataSource: 'Main campus' });
		expect(first).toMatchObject({
			provider: { created: true, name: 'Zoom' },
			dataSource: { created: true, name: 'Main campus' },
			parts: 1,
			users: snapshot.users.length,
			warnings: [expect.stringContaining('Faculty Admin'), 'Cannot find identity by names: nobody@example.edu'],
		});
		const [{ payload }] = await jsonOf('metadataPayload', { snapshot: packed(snapshot) });
		expect(target.pushed()).toEqual(payload);
		const [again] = await jsonOf('push', { snapshot: packed(snapshot), provider: 'Zoom', dataSource: 'Main campus' });
		expect(again).toMatchObject({ provider: { created: false }, dataSource: { created: false } });
		expect(JSON.stringify([first, again])).not.toContain(API_KEY);
	});

	test('a payload that is too large for one request goes in parts and arrives whole', async () => {
		const snapshot = await snapshotOf();
		const [{ parts, bytes }] = await jsonOf('push', { snapshot: packed(snapshot), largestRequest: 0.003 });
		expect(parts).toBeGreaterThan(2);
		const [{ payload }] = await jsonOf('metadataPayload', { snapshot: packed(snapshot) });
		expect(target.pushed()).toEqual(payload);
		const sent = target.requests.filter(({ body }) => body?.operation === 'upload').slice(-parts);
		expect(sent.map(({ body }) => body.sequence_number)).toEqual(Array.from({ length: parts }, (_, at) => at + 1));
		expect(sent.reduce((sum, { body }) => sum + Buffer.from(body.data, 'base64').length, 0)).toBe(bytes);
		expect(Math.max(...sent.map(({ body }) => JSON.stringify(body).length))).toBeLessThanOrEqual(3000);
	});

	test('20,000 users go in parts of plain JSON that a target puts together without knowing of any compression', async () => {
		const snapshot = await snapshotOf();
		const someone = snapshot.users.find(({ status }: any) => status === 'active');
		const many = Array.from({ length: 20_000 }, (_, at) => ({
			...someone,
			id: `u${at}`,
			email: `user${at}@example.edu`,
			displayName: `Zoë ${at}`,
		}));
		const big = packed({ ...snapshot, users: many });
		const [{ parts, users }] = await jsonOf('push', { snapshot: big, largestRequest: 0.25 });
		expect([users, parts > 10 && parts <= 99]).toEqual([20_000, true]);
		expect(target.pushed().applications[0].local_users).toHaveLength(20_000);
		expect(target.pushed().applications[0].local_users.at(-1).name).toMatch(/^Zoë \d+$/);
	}, 60_000);

	test('a busy target is asked again, a refusal is told with its words', async () => {
		const snapshot = await snapshotOf();
		target.fail(1, 503, {});
		await jsonOf('push', { snapshot: packed(snapshot) });
		target.fail(1, 400, { code: 'InvalidArguments', message: 'bad payload', details: ['x'], request_id: 'r-7' });
		const error = await failure(run('push', { snapshot: packed(snapshot) }));
		expect(error.message).toMatch(/The target refused GET .* \(HTTP 400\): bad payload/);
		expect(error.description).toMatch(/InvalidArguments.*r-7/);
	});

	test('a wrong key is named as such and never shown', async () => {
		n8n.store('authorizationMetadataApi', { url: target.url, apiKey: 'wrong-key' });
		try {
			const error = await failure(run('push', { snapshot: packed(await snapshotOf()) }));
			expect(error.message).toMatch(/HTTP 401/);
			expect(error.description).toMatch(/Check the API key/);
			expect(JSON.stringify([error.message, error.description, error.context])).not.toContain('wrong-key');
		} finally {
			n8n.store('authorizationMetadataApi', { url: target.url, apiKey: API_KEY });
		}
	});

	test('its secret is a password field of a credential', () => {
		const { properties } = new AuthorizationMetadataApi();
		expect(properties.find(({ name }) => name === 'apiKey')?.typeOptions).toEqual({ password: true });
	});
});

describe('Review File and Read Decisions', () => {
	const decide = (csv: string, decisions: Record<string, string>) =>
		csv
			.split('\r\n')
			.map((line) => {
				const found = Object.entries(decisions).find(([key]) => line.includes(key));
				return found ? line.replace(/,,$/, `,${found[1]},"ok, ""agreed"""`) : line;
			})
			.join('\r\n');

	test('a file that comes back from a spreadsheet becomes items for Ensure, and bad rows are reported', async () => {
		const snapshot = await snapshotOf({ phones: true });
		const [file] = await run('reviewFile', {}, await jsonOf('findings', { snapshot: packed(snapshot) }));
		expect(file.json.fileName).toMatch(/^zoom-access-review-.*\.csv$/);
		expect(file.binary.review.mimeType).toBe('text/csv');
		const csv = decide(file.json.csv, {
			'privileged-dormant': 'Remove Role',
			'licensed-unused,low,user': 'make basic',
			'pending-for-long': 'withdraw-invitation',
			'empty-group': 'delete_group',
			'inactive-with-phone': 'maybe',
		});
		// As a spreadsheet of another country saves it: other separators, a mark, an added column.
		const rows = csv.split('\r\n').filter(Boolean);
		const other = `\uFEFF${rows.map((row, at) => row.replace(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/g, ';') + (at === 0 ? ';extra' : ';x')).join('\r\n')}\r\n`;
		const [buffer] = await run('snapshot', { output: 'file' });
		buffer.binary.review = { data: Buffer.from(other).toString('base64'), mimeType: 'text/csv', fileName: 'back.csv' };
		const items = await jsonOf('readDecisions', { snapshot: packed(snapshot) }, [{ json: {}, binary: buffer.binary }]);
		const of = (action: string) => items.filter((one) => one.action === action);
		expect(of('ensure')).toEqual(
			expect.arrayContaining([
				expect.objectContaining({
					email: 'dormant.admin@example.edu',
					role: 'Member',
					type: '1',
					status: '',
					phoneEnabled: '',
					comment: 'ok, "agreed" / ok, "agreed"',
				}),
				expect.objectContaining({ email: 'licensed.unused@example.edu', type: '1', role: '' }),
			]),
		);
		expect(
			of('withdraw-invitation')
				.map(({ email }) => email)
				.toSorted(),
		).toEqual(['expired.invite@example.edu', 'pending.old@example.edu']);
		expect(of('delete-group')).toEqual([expect.objectContaining({ subjectType: 'group' })]);
		expect(of('problem')).toEqual([
			{ action: 'problem', line: expect.any(Number), sentence: expect.stringMatching(/decides "maybe"/), rows: [] },
		]);
	});

	test('names that a spreadsheet would run as formulas are text', async () => {
		const snapshot = await snapshotOf();
		const found = await jsonOf('findings', { snapshot: packed(snapshot), ownDomains: 'elsewhere.example' });
		const [{ csv }] = await jsonOf('reviewFile', {}, found);
		expect(csv).toContain('=HYPERLINK');
		const cells = csv.split(/\r\n|,/).map((cell: string) => cell.replace(/^"/, ''));
		expect(cells.filter((cell: string) => /^[=+@\t-]/.test(cell))).toEqual([]);
	});

	test.each([
		['a workbook', Buffer.from('PK\u0003\u0004rest'), /holds a workbook \(xlsx\)/],
		['an old character set', Buffer.from([0x61, 0x2c, 0xe4, 0xf6]), /old character set/],
	])('%s is refused with what to do', async (_, content, sentence) => {
		const binary = { review: { data: content.toString('base64'), mimeType: 'application/octet-stream' } };
		const error = await failure(run('readDecisions', { snapshot: '' }, [{ json: {}, binary }]));
		expect(error.message).toMatch(sentence);
		expect(error.description).toMatch(/CSV UTF-8/);
	});
});

test('Report is one page that holds figures, changes and findings', async () => {
	const snapshot = await snapshotOf();
	const found = await jsonOf('findings', { snapshot: packed(snapshot), ownDomains: 'elsewhere.example' });
	const [{ json, binary }] = (await run('report', {
		snapshot,
		findings: JSON.stringify(found),
		since: '2026-01-01T00:00:00Z',
		changes: [],
	})) as any;
	expect(json).toMatchObject({ contentType: 'text/html; charset=utf-8', findings: found.length });
	expect(json.body).toContain('Nothing changed.');
	expect(json.body).toContain('=HYPERLINK(&#34;http://evil.example&#34;');
	expect(binary.report.mimeType).toBe('text/html');
});
