import type { OaaOptions } from '../../../lib/oaa/format';
import { oaaPayload } from '../../../lib/oaa/payload';
import { oaaProblems } from '../../../lib/oaa/payload-rules';
import { canonicalPermissions } from '../../../lib/policy/access/permissions';
import { account, user } from '../policy/access/account';
import { kaltura } from '../policy/access/kaltura';

const OPTIONS: OaaOptions = {
	application: 'Zoom',
	kalturaApplication: 'Kaltura',
	mapping: 'veza',
	identities: 'email',
	customIdentities: {},
};

test.each([
	['User:Read', ['DataRead', 'DataWrite', 'MetadataRead', 'MetadataWrite']],
	['User:Edit', ['DataRead', 'DataWrite', 'MetadataRead', 'MetadataWrite']],
	['Role:Read', ['DataCreate', 'DataRead', 'DataWrite', 'MetadataCreate', 'MetadataRead', 'MetadataWrite']],
	['Role:Edit', ['DataCreate', 'DataRead', 'DataWrite', 'MetadataCreate', 'MetadataRead', 'MetadataWrite']],
	['Group:Read', ['DataRead', 'DataWrite', 'MetadataRead', 'MetadataWrite']],
	['Group:Edit', ['DataRead', 'DataWrite', 'MetadataRead', 'MetadataWrite']],
	['Hologram:Edit', ['Uncategorized']],
])("the seed's table for %s", (privilege, types) => expect(canonicalPermissions(privilege, 'veza')).toEqual(types));

test.each([
	['User:Read', ['DataRead', 'MetadataRead']],
	[
		'User:Edit',
		[
			'DataRead',
			'DataWrite',
			'DataCreate',
			'DataDelete',
			'MetadataRead',
			'MetadataWrite',
			'MetadataCreate',
			'MetadataDelete',
		],
	],
	['AccountSetting:Read', ['MetadataRead']],
	['AccountSetting:Edit', ['MetadataRead', 'MetadataWrite']],
	['RecordingContent:Read', ['DataRead', 'MetadataRead']],
	['IMChatBot:Edit', ['MetadataRead', 'MetadataWrite', 'MetadataCreate', 'MetadataDelete']],
	['something else', ['Uncategorized']],
])('the finer mapping tells Read from Edit: %s', (privilege, types) =>
	expect(canonicalPermissions(privilege)).toEqual(types),
);

/** Zoom's page of privileges (February 2026): areas with Read and Edit, and the single ones. */
const ZOOM_PRIVILEGES = [
	...`User Role Group AccountProfile AccountSetting WebinarSetting Recording SubAccount ZoomRooms DigitalSignage IMGroups
	IMSetting BillingSubscription BillingInformation ScheduleTrackingFields PbxAdmin ZoomDevelopers RoomConnector CrossHybrid
	LyncConnector ThirdPartyConference Branding SingleSignOn Integration MarketPlace`
		.split(/\s+/)
		.flatMap((area) => [`${area}:Read`, `${area}:Edit`]),
	...['RecordingContent:Read', 'IMChatHistory:Read', 'IMChatBot:Edit', 'Dashboard:Read', 'UsageReport:Read'],
	'UserActivitiesReport:Read',
];

test.each(ZOOM_PRIVILEGES)('%s has types in both mappings, and Edit is never less than Read', (privilege) => {
	for (const mapping of ['fine', 'veza'] as const) {
		const types = canonicalPermissions(privilege, mapping);
		expect(types).not.toEqual([]);
		expect(types).not.toContain('Uncategorized');
		if (privilege.endsWith(':Edit'))
			expect(types).toEqual(expect.arrayContaining(canonicalPermissions(privilege.replace('Edit', 'Read'), mapping)));
		else if (mapping === 'fine') expect(types.filter((type) => /Write|Create|Delete/.test(type))).toEqual([]);
	}
});

test("a user carries the seed's properties", () => {
	const { payload } = oaaPayload(
		account({
			users: [user('ann', { planType: 2, displayName: 'Ann L.', groupIds: ['g1', 'gone'], verified: false })],
		}),
		OPTIONS,
	);
	expect(payload.applications[0]?.local_users[0]).toEqual({
		id: 'ann',
		name: 'Ann L.',
		email: 'ann@example.edu',
		identities: ['ann@example.edu'],
		groups: ['g1'],
		is_active: true,
		created_at: '2025-01-01T00:00:00Z',
		last_login_at: '2026-11-20T00:00:00Z',
		user_type: 'human',
		custom_properties: {
			display_name: 'Ann L.',
			first_name: 'Ann',
			last_name: 'Test',
			verified: false,
			status: 'active',
			plan_type: '2',
		},
	});
	expect(oaaProblems(payload)).toEqual([]);
});

test.each<[string, (payload: any) => void, RegExp]>([
	[
		'a property whose name the format refuses',
		({ custom_property_definition: { applications } }) => (applications[0].local_user_properties.Plan1 = 'STRING'),
		/Plan1 of local_user_properties has a name/,
	],
	[
		'a property of an unknown type',
		({ custom_property_definition: { applications } }) => (applications[0].local_role_properties.type = 'TEXT'),
		/type of local_role_properties has the unknown type TEXT/,
	],
	[
		'a property that is not defined',
		({ applications }) => (applications[0].local_users[0].custom_properties.shoe_size = '44'),
		/shoe_size of admin is not defined/,
	],
	[
		'a property of another type than defined',
		({ applications }) => (applications[0].local_users[0].custom_properties.verified = 'true'),
		/verified of admin is no BOOLEAN/,
	],
	[
		'users whose ids differ in case only',
		({ applications }) => applications[0].local_users.push({ ...applications[0].local_users[1], id: 'ANN' }),
		/local_users: ANN is there twice when case is ignored/,
	],
	[
		'groups whose ids differ in case only',
		({ applications }) => applications[0].local_groups.push({ id: 'G1', name: 'Staff' }),
		/local_groups: G1 is there twice when case is ignored/,
	],
	[
		'roles whose ids differ in case only',
		({ applications }) => applications[0].local_roles.push({ id: 'HELP', name: 'Help' }),
		/local_roles: HELP is there twice when case is ignored/,
	],
	[
		'permissions whose names differ in case only',
		({ permissions }) => permissions.push({ ...permissions[0], name: permissions[0].name.toLowerCase() }),
		/permissions: role:edit is there twice when case is ignored/,
	],
	[
		'a permission of a type of our own',
		({ permissions }) => (permissions[0].permission_type = ['DataLook']),
		/Role:Edit has the type DataLook/,
	],
	['a permission without a type', ({ permissions }) => (permissions[0].permission_type = []), /has no type/],
	['a group without a name', ({ applications }) => delete applications[0].local_groups[0].name, /g1 has no name/],
	[
		'an empty member',
		({ applications }) => (applications[0].local_users[0].email = ''),
		/admin has the empty member email/,
	],
	[
		'a time in words',
		({ applications }) => (applications[0].local_users[0].last_login_at = 'last week'),
		/last_login_at of admin is last week/,
	],
	[
		'a user type of our own',
		({ applications }) => (applications[0].local_users[0].user_type = 'robot'),
		/admin has the type robot/,
	],
	[
		'a group that nobody defined',
		({ applications }) => (applications[0].local_users[0].groups = ['gone']),
		/admin names gone in groups/,
	],
	[
		'a permission that nobody defined',
		({ applications }) => (applications[0].local_roles[1].permissions = ['Hologram:Edit']),
		/names Hologram:Edit in permissions/,
	],
	[
		'an assignment to somebody who is not there',
		({ identity_to_permissions: list }) => (list[0].identity = 'nobody'),
		/assigned to nobody/,
	],
	[
		'an assignment of a role that is not there',
		({ identity_to_permissions: list }) => (list[0].role_assignments[0].role = 'none'),
		/admin has the role none/,
	],
	[
		'an assignment in another application',
		({ identity_to_permissions: list }) => (list[0].role_assignments[0].application = 'Teams'),
		/admin has a role in Teams/,
	],
	[
		'an assignment of nothing',
		({ identity_to_permissions: list }) => (list[0].role_assignments = []),
		/admin has an entry without any permission/,
	],
])("the format's rules refuse %s", (_, spoil, sentence) => {
	const { payload } = oaaPayload(
		account({ users: account().users.toSorted((a, b) => (a.id < b.id ? -1 : 1)) }),
		OPTIONS,
	);
	expect(oaaProblems(payload)).toEqual([]);
	spoil(payload);
	expect(oaaProblems(payload)).toEqual([expect.stringMatching(sentence)]);
});

test('hostile names keep the payload valid and are named', () => {
	const snapshot = account({
		users: [
			user('Ann'),
			user('ann', { email: '' }),
			user('bo', { firstName: '', lastName: '', displayName: '', email: '' }),
			user('ünï😀', { displayName: '=cmd|<b>"' }),
			user('bo'),
			user('zed', { groupIds: ['g1', 'G1', 'gone'], createdAt: 'yesterday', lastLoginAt: null }),
		],
		groups: [
			...account().groups,
			{ id: 'G1', name: 'staff', totalMembers: 0 },
			{ id: 'g2', name: '', totalMembers: 0 },
			{ id: 'g3', name: 'Staff', totalMembers: 0 },
		],
		roles: [
			...account().roles,
			{ id: 'empty', name: '', type: '', totalMembers: 0, privileges: [] },
			{ id: 'odd', name: 'Odd', type: 'iq', totalMembers: 0, privileges: ['user:edit', 'User:Edit', 'Hologram:Read'] },
		],
	});
	const { payload, warnings } = oaaPayload(snapshot, OPTIONS);
	expect(oaaProblems(payload)).toEqual([]);
	expect(warnings.map(({ sentence }) => sentence)).toEqual([
		'The user Ann Test differs from Ann in upper and lower case only, which the format cannot tell apart; it is left out.',
		'The user Bo Test <bo@example.edu> is listed twice; the payload names it once.',
		'The group G1 differs from g1 in upper and lower case only, which the format cannot tell apart; it is left out.',
		'The permission user:edit differs from User:Edit in upper and lower case only, which the format cannot tell apart; it is left out.',
		'Zoom gives Zed Test <zed@example.edu> the time "yesterday", which the format cannot say; it is left out.',
	]);
	expect(payload.applications[0]?.local_users.find(({ id }) => id === 'zed')).toEqual({
		id: 'zed',
		name: 'Zed Test',
		email: 'zed@example.edu',
		identities: ['zed@example.edu'],
		groups: ['g1'],
		is_active: true,
		user_type: 'human',
		custom_properties: { first_name: 'Zed', last_name: 'Test', verified: true, status: 'active', plan_type: '1' },
	});
	expect(payload.applications[0]?.local_groups).toEqual([
		{ id: 'g1', name: 'Staff' },
		{ id: 'g2', name: 'g2' },
		{ id: 'g3', name: 'Staff' },
	]);
	expect(payload.applications[0]?.local_users.map(({ id, name }) => [id, name])).toContainEqual(['bo', 'bo']);
	expect(payload.permissions.find(({ name }) => name === 'Hologram:Read')?.permission_type).toEqual(['Uncategorized']);
});

test('roles whose privileges could not be read are there without permissions', () => {
	const { payload } = oaaPayload(
		account({ roles: account().roles.map((role) => ({ ...role, privileges: null })) }),
		OPTIONS,
	);
	expect(oaaProblems(payload)).toEqual([]);
	expect(payload.permissions).toEqual([]);
	expect(payload.identity_to_permissions).toHaveLength(3);
});

test.each<[Partial<OaaOptions>, string[]]>([
	[{ identities: 'email' }, ['ann@example.edu']],
	[{ identities: 'unique-id' }, ['E1']],
	[{ identities: 'both' }, ['ann@example.edu', 'E1']],
	[{ customIdentities: { 'ann@example.edu': 'alee' } }, ['alee']],
])('identities of the provider: %j', (options, identities) => {
	const { payload } = oaaPayload(account({ users: [user('ann', { employeeUniqueId: 'E1' })] }), {
		...OPTIONS,
		...options,
	});
	expect(payload.applications[0]?.local_users[0]?.identities).toEqual(identities);
});

describe('Kaltura as a second application', () => {
	const both = account({ kaltura: kaltura() });

	test('is said as the client of the format says an application of its own, beside the first', () => {
		const { payload, warnings } = oaaPayload(both, OPTIONS);
		expect(oaaProblems(payload)).toEqual([]);
		const alone = oaaPayload(account(), OPTIONS).payload;
		const second = {
			custom_property_definition: { applications: payload.custom_property_definition.applications.slice(1) },
			applications: payload.applications.slice(1),
			permissions: payload.permissions.slice(alone.permissions.length),
			identity_to_permissions: payload.identity_to_permissions.slice(alone.identity_to_permissions.length),
		};
		expect(oaaProblems(second)).toEqual([]);
		expect(second.custom_property_definition.applications).toMatchObject([
			{ application_type: 'Kaltura', local_role_properties: { is_active: 'BOOLEAN' }, resources: [] },
		]);
		const [{ local_users, local_groups, local_roles, ...rest }] = second.applications as [any];
		expect(rest).toEqual({
			name: 'Kaltura',
			application_type: 'Kaltura',
			description: null,
			local_access_creds: [],
			tags: [],
			custom_properties: {},
			resources: [],
		});
		expect(local_users[3]).toEqual({
			id: 'mia',
			name: 'Mia Test',
			email: 'mia@example.edu',
			identities: ['mia@example.edu'],
			groups: ['g1'],
			is_active: true,
			created_at: '2025-01-01T00:00:00.000Z',
			last_login_at: '2026-11-20T00:00:00.000Z',
			user_type: 'human',
			custom_properties: {
				first_name: 'mia',
				last_name: 'Test',
				is_admin: false,
				is_owner: false,
				login_enabled: false,
			},
		});
		expect(local_groups).toEqual([{ id: 'g1', name: 'Lecturers' }]);
		expect(local_roles[1]).toEqual({
			id: '501',
			name: 'Content Manager',
			permissions: ['CONTENT_MANAGE_DELETE'],
			custom_properties: { is_active: true },
		});
		expect(second.permissions).toContainEqual({
			name: 'CONTENT_MANAGE_DELETE',
			permission_type: ['DataDelete', 'MetadataDelete'],
			apply_to_sub_resources: false,
			resource_types: [],
		});
		expect(second.identity_to_permissions).toContainEqual({
			identity: 'chief',
			identity_type: 'local_user',
			role_assignments: [{ application: 'Kaltura', role: '501', apply_to_application: true }],
		});
		expect(warnings.map(({ sentence }) => sentence)).toEqual([
			'In Kaltura 1 person may do everything (Boss Test <boss@example.edu>), which the payload does not show.',
			'In Kaltura 1 person may manage groups (Mia Test <mia@example.edu>), which the payload does not show.',
		]);
	});

	test('identities follow the same rules, and an empty name leaves it out', () => {
		const identities = (more: Partial<OaaOptions>) =>
			oaaPayload(both, { ...OPTIONS, ...more }).payload.applications[1]?.local_users.find(({ id }) => id === 'ann')
				?.identities;
		expect(identities({ identities: 'unique-id' })).toEqual(['ann']);
		expect(identities({ identities: 'both' })).toEqual(['ann@example.edu', 'ann']);
		expect(identities({ customIdentities: { 'ann@example.edu': 'alee' } })).toEqual(['alee']);
		expect(oaaPayload(both, { ...OPTIONS, kalturaApplication: '' }).payload).toEqual(
			oaaPayload(account(), OPTIONS).payload,
		);
	});
});
