import { type OaaOptions, oaaPayload, oaaProblems } from '../../../../lib/policy/access/oaa';
import { canonicalPermissions } from '../../../../lib/policy/access/permissions';
import { account, user } from './account';

const OPTIONS: OaaOptions = { application: 'Zoom', mapping: 'veza', identities: 'email', customIdentities: {} };

test.each([
	['User:Read', ['DataRead', 'DataWrite', 'MetadataRead', 'MetadataWrite']],
	['User:Edit', ['DataRead', 'DataWrite', 'MetadataRead', 'MetadataWrite']],
	['Role:Edit', ['DataCreate', 'DataRead', 'DataWrite', 'MetadataCreate', 'MetadataRead', 'MetadataWrite']],
	['Group:Read', ['DataRead', 'DataWrite', 'MetadataRead', 'MetadataWrite']],
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

test('hostile names keep the payload valid and are named', () => {
	const snapshot = account({
		users: [
			user('Ann'),
			user('ann', { email: '' }),
			user('bo', { firstName: '', lastName: '', displayName: '', email: '' }),
			user('ünï😀', { displayName: '=cmd|<b>"' }),
			user('bo'),
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
		'The permission user:edit differs from User:Edit in upper and lower case only, which the format cannot tell apart; it is left out.',
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
