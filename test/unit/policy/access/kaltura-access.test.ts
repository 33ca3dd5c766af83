import { compareSnapshots } from '../../../../lib/policy/access/compare';
import { DEFAULT_FINDING_SETTINGS, type FindingSettings } from '../../../../lib/policy/access/finding';
import { findingsOf } from '../../../../lib/policy/access/findings';
import { correlate } from '../../../../lib/policy/access/identity-provider';
import { type KalturaAccess, kalturaRightsOf } from '../../../../lib/policy/access/kaltura-access';
import { canonicalKalturaPermissions } from '../../../../lib/policy/access/kaltura-permissions';
import { readReview, reviewCsv } from '../../../../lib/policy/access/review-table';
import { kalturaPersonOf } from '../../../../lib/policy/access/same-person';
import type { AccessSnapshot } from '../../../../lib/policy/access/snapshot';
import { knownSubjects } from '../../../../lib/policy/access/subjects';
import { account, user } from './account';
import { kaltura, person } from './kaltura';

const settings = (more: Partial<FindingSettings> = {}): FindingSettings => ({
	...DEFAULT_FINDING_SETTINGS,
	now: '2026-11-22T00:00:00Z',
	...more,
});
const snapshotOf = (changes: Partial<KalturaAccess>, zoom: Partial<AccessSnapshot> = {}) =>
	account({ ...zoom, kaltura: kaltura(changes) });
const found = (snapshot: AccessSnapshot, more: Partial<FindingSettings> = {}) =>
	findingsOf(snapshot, settings(more)).filter(({ kind }) => kind.startsWith('kaltura-'));
const beside = (...people: KalturaAccess['users']) => ({ users: [...kaltura().users, ...people] });

test('an account in order has no findings, and a snapshot without Kaltura has none about it', () => {
	expect(found(snapshotOf({}))).toEqual([]);
	expect(found(account())).toEqual([]);
});

test.each<[string, AccessSnapshot, Partial<FindingSettings>, string[]]>([
	[
		'a manager of a group who left Zoom',
		snapshotOf(beside(person('leo', { manages: ['g1'] })), {
			users: [...account().users, user('leo', { status: 'inactive' })],
		}),
		{},
		['kaltura-power-of-leaver'],
	],
	[
		'… known by the Kaltura ID that is the address',
		snapshotOf(beside(person('leo@example.edu', { email: '', manages: ['g1'] })), {
			users: [...account().users, user('leo', { status: 'inactive' })],
		}),
		{},
		['kaltura-power-of-leaver'],
	],
	[
		'… unless the list of inactive people could not be read',
		snapshotOf(beside(person('leo', { manages: ['g1'] })), {
			users: [...account().users, user('leo', { status: 'inactive' })],
			degraded: [{ what: 'inactive-users', why: '' }],
		}),
		{},
		[],
	],
	[
		'a member who left is no power left behind',
		snapshotOf(beside(person('leo', { groupIds: ['g1'] })), {
			users: [...account().users, user('leo', { status: 'inactive' })],
		}),
		{},
		[],
	],
	[
		'an administrator whom the identity provider does not know',
		snapshotOf({ users: [...kaltura().users.filter(({ id }) => id !== 'ann'), person('eve', { admin: true })] }),
		{
			identityProvider: correlate(
				['boss', 'chief', 'mia', 'owner', 'admin', 'ann'].map((id) => ({
					email: `${id}@example.edu`,
					uniqueId: '',
					active: true,
				})),
				{ by: 'both', custom: {} },
			),
		},
		['kaltura-power-unknown-to-provider'],
	],
	[
		'somebody who may sign in to the console and never did',
		snapshotOf(beside(person('dora', { admin: true, loginEnabled: true, roleIds: ['501'], lastLoginAt: null }))),
		{},
		['kaltura-privileged-dormant'],
	],
	[
		'… who is new is not judged yet',
		snapshotOf(
			beside(
				person('dora', {
					...{ admin: true, loginEnabled: true, roleIds: ['501'], lastLoginAt: null },
					createdAt: '2026-11-20T00:00:00.000Z',
				}),
			),
		),
		{},
		[],
	],
	[
		'somebody blocked who keeps a role',
		snapshotOf(beside(person('bo', { active: false, admin: true, roleIds: ['501'] }))),
		{},
		['kaltura-blocked-privileged'],
	],
	[
		'an administrator from elsewhere',
		snapshotOf(beside(person('guest', { admin: true, roleIds: ['501'], email: 'guest@other.org' }))),
		{ ownDomains: ['example.edu'] },
		['kaltura-privileged-outside-domain'],
	],
	[
		'a single administrator',
		snapshotOf({ users: kaltura().users.filter(({ id }) => id !== 'chief'), roles: kaltura().roles.slice(0, 1) }),
		{},
		['kaltura-single-admin'],
	],
	[
		'a group and a role that nobody has',
		snapshotOf({
			groups: [...kaltura().groups, { id: 'g2', name: '', members: 0 }],
			roles: [...kaltura().roles, { id: '9', name: 'Old', active: true, shared: false, permissions: [] }],
		}),
		{},
		['kaltura-empty-group', 'kaltura-empty-role'],
	],
])('a finding: %s', (_, snapshot, more, kinds) => {
	const findings = found(snapshot, more);
	expect(findings.map(({ kind }) => kind)).toEqual(kinds);
	for (const { sentence, remedy } of findings)
		expect([sentence, remedy]).toEqual([expect.stringMatching(/\.$/), expect.stringMatching(/\.$/)]);
});

test('what somebody keeps of Kaltura comes back from the review file; nothing else can be decided there', () => {
	const snapshot = snapshotOf(beside(person('bo', { active: false, admin: true, roleIds: ['501'] })));
	const csv = reviewCsv(found(snapshot), snapshot.takenAt).trimEnd();
	const read = (decision: string) => readReview(csv.replace(/,,$/, `,${decision},`), knownSubjects(snapshot));
	expect(read('keep')).toMatchObject({ decisions: [{ subjectType: 'kaltura-user', subjectId: 'bo' }], problems: [] });
	expect(read('deactivate').problems[0]?.sentence).toMatch(
		/decides "deactivate" for a kaltura-user; possible are keep/,
	);
});

test('roles that are blocked give nothing; the owner, and an administrator without a role, may do everything', () => {
	const rightsOf = kalturaRightsOf(
		kaltura({ roles: kaltura().roles.map((role) => ({ ...role, active: role.id !== '501' })) }),
	);
	expect(rightsOf(person('x', { admin: true, roleIds: ['501'] }))).toMatchObject({
		permissions: [],
		privileged: false,
	});
	expect(rightsOf(person('x', { admin: true }))).toMatchObject({ everything: true, privileged: true });
	expect(rightsOf(person('x', { owner: true, roleIds: ['12'] }))).toMatchObject({ everything: true });
});

test('two equal accounts compare equal, and each difference is one sentence', () => {
	const before = snapshotOf({});
	expect(compareSnapshots(before, snapshotOf({ users: kaltura().users.toReversed() }))).toEqual([]);
	expect(compareSnapshots(before, account())).toEqual([]);
	const [boss, chief, ann, mia] = kaltura().users;
	const after = snapshotOf({
		users: [
			boss!,
			{ ...chief!, active: false },
			{ ...ann!, roleIds: ['12'], groupIds: [] },
			{ ...mia!, manages: [] },
			person('new', { groupIds: ['g2'] }),
		],
		groups: [...kaltura().groups, { id: 'g2', name: 'Staff', members: 1 }],
		roles: [
			{ ...kaltura().roles[0]!, permissions: ['ADMIN_USER_ADD', 'ADMIN_ROLE_ADD'] },
			{ ...kaltura().roles[1]!, name: 'Editors', permissions: [] },
		],
	});
	expect(compareSnapshots(before, after).map(({ weight, sentence }) => [weight, sentence])).toEqual([
		['high', 'In Kaltura, the role Publisher Administrator gained ADMIN_ROLE_ADD.'],
		['normal', 'In Kaltura, the role Content Manager is called Editors now.'],
		['normal', 'In Kaltura, the role Editors lost CONTENT_MANAGE_DELETE.'],
		['normal', 'In Kaltura, the group Staff is new.'],
		['high', 'In Kaltura, Ann Test <ann@example.edu> has Publisher Administrator now and had no role.'],
		['normal', 'In Kaltura, Ann Test <ann@example.edu> left the group Lecturers.'],
		['normal', 'In Kaltura, Chief Test <chief@example.edu> is blocked now.'],
		['normal', 'In Kaltura, Mia Test <mia@example.edu> no longer manages the group Lecturers.'],
		['normal', 'In Kaltura, New Test <new@example.edu> is new.'],
	]);
});

test('what could not be read in one of the two is no change', () => {
	const before = snapshotOf({});
	const after = snapshotOf(
		{ roles: [], groups: [], users: kaltura().users.map((one) => ({ ...one, groupIds: [], manages: [] })) },
		{
			degraded: (['kaltura-roles', 'kaltura-groups', 'kaltura-memberships'] as const).map((what) => ({
				what,
				why: '',
			})),
		},
	);
	expect(compareSnapshots(before, after)).toEqual([]);
});

test.each<[string, Parameters<typeof user>[1], string | null]>([
	['the address, in any case', { email: 'ann@example.edu' }, 'ann'],
	['the unique id that is the Kaltura user ID', { email: '', employeeUniqueId: 'ANN' }, 'ann'],
	['the external id', { email: '', employeeUniqueId: 'e-1' }, 'mia'],
	['nothing', { email: 'nobody@example.edu' }, null],
	['an address that two people have', { email: 'twin@example.edu' }, null],
])('somebody of Zoom is found in Kaltura by %s', (_, changes, id) => {
	const twins = ['twin1', 'twin2'].map((one) => person(one, { email: 'twin@example.edu' }));
	const people = [...kaltura().users.map((one) => (one.id === 'mia' ? { ...one, externalId: 'e-1' } : one)), ...twins];
	expect(kalturaPersonOf(people)(user('x', changes))?.id ?? null).toBe(id);
});

test.each([
	['CONTENT_MANAGE_BASE', ['DataRead', 'MetadataRead']],
	['CONTENT_INGEST_UPLOAD', ['DataCreate', 'MetadataCreate']],
	['CONTENT_MANAGE_DELETE', ['DataDelete', 'MetadataDelete']],
	['CONTENT_MANAGE_METADATA', ['DataWrite', 'MetadataWrite']],
	['ADMIN_USER_ADD', ['MetadataCreate']],
	['ADMIN_ROLE_UPDATE', ['MetadataWrite']],
	['KMC_ACCESS', ['MetadataRead']],
	['WIDGET_ADMIN', ['Uncategorized']],
])('%s in canonical words', (name, types) => expect(canonicalKalturaPermissions(name)).toEqual(types));
