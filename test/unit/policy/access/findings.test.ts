import { DEFAULT_FINDING_SETTINGS, type Finding, type FindingSettings } from '../../../../lib/policy/access/finding';
import { withAcceptances } from '../../../../lib/policy/access/decision-record';
import { evidenceText } from '../../../../lib/policy/access/evidence';
import { findingsOf } from '../../../../lib/policy/access/findings';
import type { AccessSnapshot, AccessUser } from '../../../../lib/policy/access/snapshot';
import { correlate } from '../../../../lib/policy/access/identity-provider';
import { account, user } from './account';

const entry = (email: string, uniqueId = '', active = true) => ({ email, uniqueId, active });
const provider = (by: 'email' | 'unique-id' | 'both', entries: ReturnType<typeof entry>[], custom = {}) =>
	correlate(entries, { by, custom });

const NOW = '2026-11-22T00:00:00Z';
const find = (snapshot: AccessSnapshot, settings: Partial<FindingSettings> = {}) =>
	findingsOf(snapshot, { ...DEFAULT_FINDING_SETTINGS, now: NOW, ...settings });
const kindsOf = (findings: Finding[], id: string) =>
	findings.filter(({ subject }) => subject.id === id).map(({ kind }) => kind);
const around = (one: AccessUser) => account({ users: [...account().users, one] });

const SUPPORT = {
	id: 'support',
	name: 'Support',
	type: 'common',
	totalMembers: 1,
	privileges: ['User:Edit', 'Role:Edit'],
};

test.each<[string, AccessUser, Partial<FindingSettings>, string[]]>([
	['an admin who never signed in', user('x', { roleId: '1', lastLoginAt: null }), {}, ['privileged-never-signed-in']],
	[
		'… is left alone in the first days',
		user('x', { roleId: '1', lastLoginAt: null, createdAt: '2026-11-15T00:00:00Z' }),
		{},
		[],
	],
	[
		'an admin who has not signed in for long',
		user('x', { roleId: '1', lastLoginAt: '2026-08-01T00:00:00Z' }),
		{},
		['privileged-dormant'],
	],
	[
		'the three days that the figure may be late are respected',
		user('x', { roleId: '1', lastLoginAt: '2026-08-22T00:00:00Z' }),
		{},
		[],
	],
	[
		'… nor within the days that the figure may be late, whatever the grace period',
		user('x', { roleId: '1', planType: 2, lastLoginAt: null, createdAt: '2026-11-20T00:00:00Z' }),
		{ graceDays: 0 },
		[],
	],
	[
		'an admin who is deactivated: the power returns with the next activation',
		user('x', { roleId: '1', status: 'inactive', lastLoginAt: null }),
		{},
		['inactive-privileged'],
	],
	['an admin without single sign-on', user('x', { roleId: '1', loginTypes: [100] }), {}, ['privileged-without-sso']],
	['… gives nothing when the sign-in types were not read', user('x', { roleId: '1', loginTypes: [] }), {}, []],
	[
		'an invitation that nobody accepts',
		user('x', { status: 'pending', createdAt: '2026-09-01T00:00:00Z', lastLoginAt: null }),
		{},
		['pending-for-long'],
	],
	['a licence that nobody uses', user('x', { planType: 2, lastLoginAt: null }), {}, ['licensed-unused']],
	[
		'a Zoom One licence counts as one',
		user('x', { zoomOneType: '576460752303423488', lastLoginAt: '2026-01-01T00:00:00Z' }),
		{},
		['licensed-unused'],
	],
	[
		'a leaver with phone numbers',
		user('x', { status: 'inactive', phone: { numbers: 1, plans: 1 } }),
		{},
		['inactive-with-phone'],
	],
	[
		'an admin from outside',
		user('x', { roleId: '1', email: 'x@other.org' }),
		{ ownDomains: ['example.edu'] },
		['privileged-outside-domain'],
	],
	['a subdomain is inside', user('x', { email: 'x@cs.example.edu' }), { ownDomains: ['example.edu'] }, []],
	[
		'a name that only ends alike is outside',
		user('x', { email: 'x@badexample.edu' }),
		{ ownDomains: ['example.edu'] },
		['outside-domain'],
	],
	[
		'somebody whom the identity provider does not know',
		user('x'),
		{ identityProvider: provider('both', [entry('owner@example.edu')]) },
		['not-in-identity-provider'],
	],
	[
		'somebody who has left according to it',
		user('x'),
		{ identityProvider: provider('email', [entry('X@Example.edu', '', false)]) },
		['left-in-identity-provider'],
	],
	[
		'… unless another entry of the person is active',
		user('x'),
		{ identityProvider: provider('email', [entry('x@example.edu', '', false), entry('x@example.edu')]) },
		[],
	],
	[
		'correlated by unique id, in any case',
		user('x', { employeeUniqueId: 'E7' }),
		{ identityProvider: provider('both', [entry('', 'e7')]) },
		[],
	],
	[
		'the unique id does not count when addresses alone do',
		user('x', { employeeUniqueId: 'E7' }),
		{ identityProvider: provider('email', [entry('', 'e7')]) },
		['not-in-identity-provider'],
	],
	[
		'correlated by a table of its own, which wins',
		user('x'),
		{
			identityProvider: provider('email', [entry('x@example.edu', '', false), entry('', 'ex')], {
				'X@example.edu': 'EX',
			}),
		},
		[],
	],
	[
		'an invitation that has expired is a finding too',
		user('x', { status: 'pending', createdAt: '2026-01-01T00:00:00Z', invitationExpired: true }),
		{},
		['pending-for-long'],
	],
	[
		'a user without an address gives no finding about domains',
		user('x', { email: '' }),
		{ ownDomains: ['example.edu'] },
		[],
	],
])('%s', (_, one, settings, kinds) => expect(kindsOf(find(around(one), settings), 'x')).toEqual(kinds));

test.each<[string, AccessUser, Partial<FindingSettings>, Partial<Finding>]>([
	[
		'never signed in',
		user('x', { roleId: '1', lastLoginAt: null }),
		{},
		{
			kind: 'privileged-never-signed-in',
			severity: 'high',
			sentence: 'X Test <x@example.edu> is privileged and has never signed in.',
			evidence: { role: 'Admin', createdAt: '2025-01-01T00:00:00Z', lastLoginAt: null },
			remedy: 'Take the role away, or deactivate the user.',
		},
	],
	[
		'dormant: the days that the figure may be late are taken off',
		user('x', { roleId: '1', lastLoginAt: '2026-08-01T00:00:00Z' }),
		{},
		{
			kind: 'privileged-dormant',
			severity: 'high',
			sentence: 'X Test <x@example.edu> is privileged and has not signed in for at least 110 days.',
			evidence: { role: 'Admin', lastLoginAt: '2026-08-01T00:00:00Z', idleDays: 110 },
		},
	],
	[
		'without single sign-on',
		user('x', { roleId: '1', loginTypes: [100, 1] }),
		{},
		{ kind: 'privileged-without-sso', severity: 'high', evidence: { role: 'Admin', loginTypes: ['100', '1'] } },
	],
	[
		'an address that nobody verified',
		user('x', { roleId: '1', verified: false }),
		{},
		{ kind: 'privileged-unverified', severity: 'medium', evidence: { role: 'Admin', verified: false } },
	],
	[
		'a privileged guest',
		user('x', { roleId: '1', email: 'x@other.org' }),
		{ ownDomains: ['example.edu'] },
		{ kind: 'privileged-outside-domain', severity: 'high', evidence: { role: 'Admin', email: 'x@other.org' } },
	],
	[
		'a guest',
		user('x', { email: 'x@other.org' }),
		{ ownDomains: ['example.edu'] },
		{ kind: 'outside-domain', severity: 'low', evidence: { role: 'Member', email: 'x@other.org' } },
	],
	[
		'an invitation',
		user('x', { status: 'pending', createdAt: '2026-09-01T00:00:00Z', lastLoginAt: null, invitationExpired: false }),
		{},
		{
			kind: 'pending-for-long',
			severity: 'low',
			sentence: 'X Test <x@example.edu> has not accepted the invitation for 82 days.',
			evidence: { role: 'Member', invitedAt: '2026-09-01T00:00:00Z' },
			remedy: 'Withdraw the invitation, or send it again.',
		},
	],
	[
		'an invitation that has expired: it is sent again, because nobody can withdraw it',
		user('x', { status: 'pending', createdAt: '2026-09-01T00:00:00Z', lastLoginAt: null, invitationExpired: true }),
		{},
		{
			kind: 'pending-for-long',
			sentence: 'X Test <x@example.edu> has not accepted the invitation for 82 days, and it has expired.',
			remedy: expect.stringMatching(/^Invite the person again\. .* in the web portal\.$/),
			decisions: [['invite-again']],
		},
	],
	[
		'an invitation that may have expired: the remedy says so',
		user('x', { status: 'pending', createdAt: '2026-09-01T00:00:00Z', lastLoginAt: null }),
		{},
		{ kind: 'pending-for-long', remedy: expect.stringMatching(/If it has expired, it can only be sent again/) },
	],
	[
		'an invitation of an admin',
		user('x', { roleId: '1', status: 'pending', createdAt: '2026-09-01T00:00:00Z', lastLoginAt: null }),
		{},
		{ kind: 'pending-for-long', severity: 'medium' },
	],
	[
		'a licence',
		user('x', { planType: 2, lastLoginAt: null }),
		{},
		{
			kind: 'licensed-unused',
			severity: 'low',
			evidence: { role: 'Member', planType: 2, lastLoginAt: null },
			remedy: 'Change the licence to Basic.',
		},
	],
	[
		'numbers of somebody who left',
		user('x', { status: 'inactive', phone: { numbers: 2, plans: 1 } }),
		{},
		{
			kind: 'inactive-with-phone',
			severity: 'medium',
			sentence: 'X Test <x@example.edu> is deactivated but still holds 2 phone numbers and 1 calling plan.',
			evidence: { role: 'Member', phoneNumbers: 2, callingPlans: 1 },
		},
	],
	[
		'somebody unknown',
		user('x', { employeeUniqueId: 'E1' }),
		{ identityProvider: provider('both', [entry('owner@example.edu')]) },
		{
			kind: 'not-in-identity-provider',
			severity: 'medium',
			evidence: { role: 'Member', email: 'x@example.edu', uniqueId: 'E1' },
		},
	],
	[
		'an unknown admin',
		user('x', { roleId: '1' }),
		{ identityProvider: provider('both', [entry('owner@example.edu')]) },
		{ kind: 'not-in-identity-provider', severity: 'high' },
	],
])('evidence and severity of %s', (_, one, settings, expected) => {
	expect(find(around(one), settings).filter(({ subject }) => subject.id === 'x')).toEqual([
		expect.objectContaining(expected),
	]);
});

test('two privileges that one person should not hold together', () => {
	const snapshot = { ...around(user('x', { roleId: 'support' })), roles: [...account().roles, SUPPORT] };
	expect(kindsOf(find(snapshot), 'x')).toEqual(['risky-pair']);
	expect(find(snapshot).find(({ kind }) => kind === 'risky-pair')?.sentence).toBe(
		'X Test <x@example.edu> can create a user and make it an administrator: the role Support holds User:Edit and Role:Edit.',
	);
});

test('only one active owner or admin', () => {
	const findings = find(account({ users: [user('owner', { roleId: '0' }), user('ann', { groupIds: ['g1'] })] }));
	expect(findings[0]).toMatchObject({
		kind: 'single-owner-or-admin',
		severity: 'high',
		sentence: 'Owner Test <owner@example.edu> is the only active owner or admin.',
	});
});

test('empty groups and roles, and a role whose members never come', () => {
	const snapshot = account({
		users: [...account().users, user('x', { roleId: 'support', lastLoginAt: null })],
		groups: [...account().groups, { id: 'g2', name: 'Nobody', totalMembers: 0 }],
		roles: [...account().roles, SUPPORT],
	});
	expect(
		find(snapshot)
			.filter(({ subject }) => subject.type !== 'user')
			.map(({ kind, subject }) => [kind, subject.name]),
	).toEqual([
		['role-wider-than-used', 'Support'],
		['empty-group', 'Nobody'],
		['empty-role', 'Help Desk'],
	]);
});

test('what could not be read gives no finding', () => {
	const snapshot = account({
		groups: [],
		roles: [],
		degraded: [
			{ what: 'groups', why: '' },
			{ what: 'roles', why: '' },
		],
	});
	expect(find(snapshot).filter(({ subject }) => subject.type !== 'user')).toEqual([]);
});

test('a role is as wide as used when one of its members comes', () => {
	const around = (lastLoginAt: string | null, createdAt = '2025-01-01T00:00:00Z') =>
		find({
			...account({ users: [...account().users, user('x', { roleId: 'support', lastLoginAt, createdAt })] }),
			roles: [...account().roles, SUPPORT],
		}).some(({ kind }) => kind === 'role-wider-than-used');
	expect(around('2026-11-20T00:00:00Z')).toBe(false);
	expect(around('2026-01-01T00:00:00Z')).toBe(true);
	expect(around(null, '2026-11-20T00:00:00Z')).toBe(false);
});

test("power that comes from a group is not ended by taking a role away, and an owner's by neither", () => {
	const groups = [{ id: 'g1', name: 'Staff', totalMembers: 1, admins: ['x', 'o'] }];
	const decisionsOf = (one: AccessUser) =>
		find({ ...around(one), groups }).find(
			({ kind, subject }) => kind === 'privileged-dormant' && subject.id === one.id,
		);
	const idle = { lastLoginAt: '2026-01-01T00:00:00Z' };
	expect(decisionsOf(user('x', idle))).toMatchObject({
		remedy: 'End the administration of the group Staff, or deactivate the user.',
		decisions: [['remove-group-admin'], ['deactivate', 'remove-group-admin']],
	});
	expect(decisionsOf(user('x', { ...idle, roleId: '1' }))).toMatchObject({
		remedy: 'Take the role away and end the administration of the group Staff, or deactivate the user.',
		decisions: [
			['remove-role', 'remove-group-admin'],
			['deactivate', 'remove-role', 'remove-group-admin'],
		],
	});
	expect(decisionsOf(user('o', { ...idle, roleId: '0' }))).toMatchObject({
		remedy: expect.stringMatching(/^Transfer the ownership/),
		decisions: [],
	});
});

test('a privilege that holds for a group only is said so, and is another finding when it holds for everybody', () => {
	const pair = (scopes: Array<{ privilege: string; groupIds: string[] }>) =>
		find({
			...around(user('x', { roleId: 'support' })),
			roles: [...account().roles, { ...SUPPORT, scopes }],
		}).find(({ kind }) => kind === 'risky-pair')!;
	const narrow = pair([{ privilege: 'User:Edit', groupIds: ['g1'] }]);
	expect(narrow.sentence).toContain('holds User:Edit (members of Staff only) and Role:Edit.');
	const kept = {
		...{ finding: 'risky-pair', subjectType: 'user', subjectId: 'x', account: 'acc', email: '', name: '', comment: '' },
		...{ decisionId: '1/2', decidedBy: 'Bo', decidedAt: '2026-11-01T00:00:00Z', snapshotTakenAt: '', message: '' },
		...{ decision: 'keep', keepUntil: '2027-01-31', result: 'kept' as const, evidence: evidenceText(narrow) },
	};
	expect(withAcceptances([narrow], [kept], NOW)[0]?.accepted).toEqual({ until: '2027-01-31', by: 'Bo', comment: '' });
	expect(withAcceptances([narrow], [kept], '2027-02-01T00:00:00Z')[0]?.accepted).toBeUndefined();
	expect(withAcceptances([pair([])], [kept], NOW)[0]?.accepted).toBeUndefined();
	const later = { ...kept, decision: 'remove-role', keepUntil: '', decidedAt: '2026-11-02T00:00:00Z' };
	expect(withAcceptances([narrow], [later, kept], NOW)[0]?.accepted).toBeUndefined();
});
