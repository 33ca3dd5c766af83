import { compareSnapshots } from '../../../../lib/policy/access/compare';
import type { AccessSnapshot } from '../../../../lib/policy/access/snapshot';
import { snapshotNotes, snapshotProblem } from '../../../../lib/policy/access/snapshot';
import { account, user } from './account';

const sentences = (before: AccessSnapshot, after: AccessSnapshot) =>
	compareSnapshots(before, after).map(({ sentence }) => sentence);
const withUser = (id: string, changes: Parameters<typeof user>[1]) => {
	const base = account();
	return { ...base, users: base.users.map((one) => (one.id === id ? { ...one, ...changes } : one)) };
};

test('two equal accounts compare equal whatever the order of their lists', () => {
	const one = account({ users: [user('ann', { groupIds: ['g1', 'g2'] }), user('bo')] });
	const other = account({
		users: [user('bo'), user('ann', { groupIds: ['g2', 'g1'] })],
		roles: account().roles.toReversed(),
	});
	expect(compareSnapshots(one, other)).toEqual([]);
});

test.each<[string, AccessSnapshot, AccessSnapshot, string[]]>([
	[
		'somebody joined',
		account(),
		account({ users: [...account().users, user('zoe')] }),
		['Zoe Test <zoe@example.edu> joined (active, role Member).'],
	],
	[
		'somebody left',
		account(),
		account({ users: account().users.filter(({ id }) => id !== 'ann') }),
		['Ann Test <ann@example.edu> is not in the account any more (was active, role Member).'],
	],
	[
		'somebody was deactivated',
		account(),
		withUser('ann', { status: 'inactive' }),
		['Ann Test <ann@example.edu> is inactive now (was active).'],
	],
	[
		'somebody came back',
		withUser('ann', { status: 'inactive' }),
		account(),
		['Ann Test <ann@example.edu> was activated again (was inactive).'],
	],
	[
		'an invitation was accepted: the same address gets an id',
		account({ users: [user('zoe@example.edu', { email: 'zoe@example.edu', firstName: 'Zoe', status: 'pending' })] }),
		account({ users: [user('z1', { email: 'zoe@example.edu', firstName: 'Zoe' })] }),
		['Zoe Test <zoe@example.edu> accepted the invitation and is active now.'],
	],
	[
		'a new role brings its privileges',
		account(),
		withUser('ann', { roleId: 'help' }),
		[
			'Ann Test <ann@example.edu> has the role Help Desk now; it was Member.',
			'Ann Test <ann@example.edu> gained User:Read through the role Help Desk.',
		],
	],
	[
		'a role changed, so its members gained',
		withUser('ann', { roleId: 'help' }),
		{
			...withUser('ann', { roleId: 'help' }),
			roles: account().roles.map((role) =>
				role.id === 'help' ? { ...role, privileges: ['User:Edit', 'User:Read'] } : role,
			),
		},
		[
			'The role Help Desk gained User:Edit.',
			'Ann Test <ann@example.edu> gained User:Edit through the changed role Help Desk.',
		],
	],
	[
		'a group admin was added',
		account(),
		account({ groups: [{ id: 'g1', name: 'Staff', totalMembers: 1, admins: ['ann'] }] }),
		['Ann Test <ann@example.edu> administers the group Staff now.'],
	],
	[
		'a group admin was taken away',
		account({ groups: [{ id: 'g1', name: 'Staff', totalMembers: 1, admins: ['ann', 'admin'] }] }),
		account({ groups: [{ id: 'g1', name: 'Staff', totalMembers: 1, admins: ['admin'] }] }),
		['Ann Test <ann@example.edu> does not administer the group Staff any more.'],
	],
	[
		'groups came, went and were renamed',
		account({ groups: [...account().groups, { id: 'g2', name: 'Old', totalMembers: 0 }] }),
		account({
			groups: [
				{ id: 'g1', name: 'Employees', totalMembers: 1, admins: [] },
				{ id: 'g3', name: 'New', totalMembers: 0 },
			],
		}),
		['The group Staff is called Employees now.', 'The group New is new.', 'The group Old is gone.'],
	],
	[
		'a group was joined',
		withUser('ann', { groupIds: [] }),
		account(),
		['Ann Test <ann@example.edu> joined the group Staff.'],
	],
	[
		'somebody was invited',
		account(),
		account({
			users: [
				...account().users,
				user('zoe@example.edu', { email: 'zoe@example.edu', firstName: 'Zoe', status: 'pending' }),
			],
		}),
		['Zoe Test <zoe@example.edu> was invited (role Member).'],
	],
	[
		'an address changed',
		account(),
		withUser('ann', { email: 'ann.lee@example.edu' }),
		['Ann Test <ann.lee@example.edu> had the address ann@example.edu before.'],
	],
	[
		'a role was taken away, and its privileges with it',
		withUser('ann', { roleId: 'help' }),
		account(),
		[
			'Ann Test <ann@example.edu> has the role Member now; it was Help Desk.',
			'Ann Test <ann@example.edu> lost User:Read through leaving the role Help Desk.',
		],
	],
	[
		'a role was renamed and lost a privilege, and so did its members',
		withUser('ann', { roleId: 'help' }),
		{
			...withUser('ann', { roleId: 'help' }),
			roles: account().roles.map((role) => (role.id === 'help' ? { ...role, name: 'Desk', privileges: [] } : role)),
		},
		[
			'The role Help Desk is called Desk now.',
			'The role Desk lost User:Read.',
			'Ann Test <ann@example.edu> lost User:Read through the changed role Desk.',
		],
	],
	[
		'a role went',
		account(),
		account({ roles: account().roles.filter(({ id }) => id !== 'help') }),
		['The role Help Desk is gone.'],
	],
	[
		'a group was left',
		account(),
		withUser('ann', { groupIds: [] }),
		['Ann Test <ann@example.edu> left the group Staff.'],
	],
	[
		'a licence changed beyond 2^53',
		account(),
		withUser('ann', { planType: 2, zoomOneType: '576460752303423488' }),
		['The licence of Ann Test <ann@example.edu> changed from Basic to Licensed + Zoom One 576460752303423488.'],
	],
	[
		'a role appeared',
		account(),
		account({
			roles: [
				...account().roles,
				{ id: 'x', name: 'Auditors', type: 'common', totalMembers: 0, privileges: ['RecordingContent:Read'] },
			],
		}),
		['The role Auditors is new (1 privilege).'],
	],
])('%s', (_, before, after, expected) => expect(sentences(before, after)).toEqual(expected));

test('the order of the lists changes nothing, neither in what is found nor in its order', () => {
	const before = account({
		users: [...account().users, ...['p', 'q', 'r', 's'].map((id) => user(id, { groupIds: ['g2', 'g1'] }))],
		groups: [...account().groups, { id: 'g2', name: 'Two', totalMembers: 4, admins: ['p', 'q'] }],
	});
	const after = account({
		users: ['s', 'p', 'x', 'y'].map((id) => user(id, { roleId: 'help', groupIds: ['g1', 'g3'] })),
		groups: [{ id: 'g3', name: 'Three', totalMembers: 4, admins: ['y', 'x'] }],
		roles: account().roles.map((role) => ({ ...role, privileges: ['User:Edit', 'Role:Edit', 'Group:Edit'] })),
	});
	const expected = compareSnapshots(before, after);
	expect(expected.length).toBeGreaterThan(20);
	let seed = 20261122;
	const random = () => (seed = (seed * 1103515245 + 12345) % 2 ** 31) / 2 ** 31;
	const mixed = <One>(list: readonly One[]) =>
		list
			.map((one) => [random(), one] as const)
			.sort(([a], [b]) => a - b)
			.map(([, one]) => one);
	const shuffled = ({ users, groups, roles, ...rest }: AccessSnapshot): AccessSnapshot => ({
		...rest,
		users: mixed(users).map((one) => ({ ...one, groupIds: mixed(one.groupIds) })),
		groups: mixed(groups).map((one) => (one.admins ? { ...one, admins: mixed(one.admins) } : one)),
		roles: mixed(roles).map((one) => ({ ...one, privileges: one.privileges && mixed(one.privileges) })),
	});
	for (let round = 0; round < 20; round++)
		expect(compareSnapshots(shuffled(before), shuffled(after))).toEqual(expected);
});

test('a missing scope is no change: what was not read is not compared', () => {
	const before = account();
	const after = account({
		roles: account().roles.map((role) => ({ ...role, privileges: null })),
		degraded: [{ what: 'privileges', why: 'scope role:read:role:admin' }],
	});
	expect(compareSnapshots(before, after)).toEqual([]);
});

test('somebody who vanished into a list that was not read has not left', () => {
	const unread = { degraded: [{ what: 'inactive-users' as const, why: 'scope' }] };
	const after = account({ users: account().users.filter(({ id }) => id !== 'ann'), ...unread });
	expect(compareSnapshots(account(), after)).toEqual([]);
	expect(compareSnapshots(after, account())).toEqual([]);
});

test('IQ roles that were not read are not gone', () => {
	const iq = { id: 'iq', name: 'Analyst', type: 'iq', totalMembers: 0, privileges: [] };
	const before = account({ roles: [...account().roles, iq] });
	expect(compareSnapshots(before, account({ degraded: [{ what: 'iq-roles', why: 'refused' }] }))).toEqual([]);
	expect(sentences(before, account())).toEqual(['The role Analyst is gone.']);
});

test('what does not fit together is said and not repaired', () => {
	const odd = account({
		users: [user('x', { email: '', groupIds: ['gone'], roleId: 'nowhere' }), user('y', { roleId: '' })],
		roles: [...account().roles, { id: 'bare', name: 'Bare', type: 'common', totalMembers: 0, privileges: [] }],
	});
	expect(snapshotNotes(odd)).toEqual([
		'The user X Test (x) has no e-mail address; it is matched by id only.',
		'1 user shows the group id gone, which no group of the account has; it was probably deleted.',
		'1 user shows no role at all.',
		'1 user shows the role id nowhere, which no role of the account has.',
		'Zoom lists no privileges for the Owner, who may do everything all the same.',
		'The role Bare has no privileges.',
	]);
});

test('what makes somebody privileged weighs high', () => {
	expect(
		compareSnapshots(account(), withUser('ann', { roleId: '1' })).map(({ kind, weight }) => [kind, weight]),
	).toEqual([
		['role-of-user-changed', 'high'],
		['privilege-gained', 'high'],
		['privilege-gained', 'high'],
	]);
});

test.each([
	[{ version: 0, users: [], groups: [], roles: [] }, /version 0; this node reads version 1/],
	[{ users: [] }, /no version/],
	[{ version: 1, users: [] }, /cut off/],
	['text', /something else/],
])('a file that is no snapshot of this version is refused with a sentence', (value, sentence) => {
	expect(snapshotProblem(value)).toMatch(sentence);
});
test('a snapshot is one', () => expect(snapshotProblem(account())).toBeNull());

describe('a privilege that a role keeps, but for other people', () => {
	const scoped = (...groupIds: string[]) => {
		const base = account();
		const scopes = groupIds.length > 0 ? { scopes: [{ privilege: 'User:Read', groupIds }] } : {};
		return { ...base, roles: base.roles.map((role) => (role.id === 'help' ? { ...role, ...scopes } : role)) };
	};
	test.each([
		[
			'from one group to the whole account',
			scoped('g1'),
			scoped(),
			'role-scope-widened',
			'high',
			/holds for the whole account now; before it was Staff/,
		],
		[
			'from one group to another',
			scoped('g1'),
			scoped('g2'),
			'role-scope-widened',
			'high',
			/holds for g2 now; before it was Staff/,
		],
		[
			'from one group to two',
			scoped('g1'),
			scoped('g1', 'g2'),
			'role-scope-widened',
			'high',
			/holds for Staff, g2 now/,
		],
		[
			'from the whole account to one group',
			scoped(),
			scoped('g1'),
			'role-scope-narrowed',
			'normal',
			/holds for Staff now; before it was the whole account/,
		],
	])('is a change of its own, %s', (_, before, after, kind, weight, sentence) => {
		expect(compareSnapshots(before, after)).toMatchObject([
			{ kind, weight, roleId: 'help', privilege: 'User:Read', sentence: expect.stringMatching(sentence) },
		]);
	});
	test('is none in another order', () => {
		expect(compareSnapshots(scoped('g1', 'g2'), scoped('g2', 'g1'))).toEqual([]);
	});
});
