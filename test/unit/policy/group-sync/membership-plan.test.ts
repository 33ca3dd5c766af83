import {
	type ExistingGroup,
	type Membership,
	planMemberships,
	type SyncPolicy,
	tooManyRemovals,
} from '../../../../lib/policy/group-sync/membership-plan';
import {
	collisionsAcross,
	type Privilege,
	problemsOf,
	wantedGroups,
} from '../../../../lib/policy/group-sync/wanted-groups';

const POLICY: SyncPolicy = {
	createNewGroups: true,
	removeFromGroups: true,
	provenance: 'creation-mode',
	protectedGroups: [],
	ignoreCase: false,
	mostGroupsPerUser: 1024,
};
const raw = (attribute: string): Privilege => ({
	attribute,
	valueMappingType: 'use-value',
	valueMapping: [],
	read: 'value',
	shape: { separators: [], trim: true },
});
const mapped = (attribute: string, ...lines: Array<[string, string]>): Privilege => ({
	...raw(attribute),
	valueMappingType: 'map-value',
	valueMapping: lines.map(([value, group]) => ({ value, group })),
});
const A = (groupId: string): Membership => ({ groupId, creationMode: 'automatic', role: 'member' });
const M = (groupId: string): Membership => ({ groupId, creationMode: 'manual', role: 'member' });

interface Case {
	current?: Membership[];
	user: Record<string, unknown>;
	privileges?: Privilege[];
	policy?: Partial<SyncPolicy>;
	existing?: string[] | 'all';
	untouchable?: string[];
	ours?: string[];
	add?: string[];
	create?: string[];
	remove?: string[];
	kept?: Record<string, string>;
	skipped?: string[];
}

function plan({
	current = [],
	user,
	privileges = [raw('roles')],
	policy,
	existing = 'all',
	untouchable = [],
	ours = [],
}: Case) {
	const full = { ...POLICY, ...policy };
	const find = (id: string): ExistingGroup | undefined => {
		const same = (a: string) => (full.ignoreCase ? a.toLowerCase() === id.toLowerCase() : a === id);
		if (untouchable.some(same)) return { id, touchable: false };
		if (existing === 'all') return { id, touchable: true };
		const found = existing.find(same);
		return found === undefined ? undefined : { id: found, touchable: true };
	};
	const wanted = wantedGroups(user, privileges, { ignoreCase: full.ignoreCase, groupIdRule: 'letters-and-digits' });
	return planMemberships(wanted, current, find, new Set(ours), full);
}

// The numbered cases are the vectors of reference identity-and-groups §4.4; the others follow from §4.1–4.3.
test.each<[string, Case]>([
	[
		'1 a group that does not exist is skipped when new groups are not created',
		{
			user: { roles: ['staff', 'faculty'] },
			policy: { createNewGroups: false },
			existing: ['staff'],
			add: ['staff'],
			skipped: ['group-missing'],
		},
	],
	[
		'2 what is not wanted any more goes, what a person added stays',
		{
			current: [A('staff'), M('vip')],
			user: { roles: ['faculty'] },
			add: ['faculty'],
			remove: ['staff'],
			kept: { vip: 'manual' },
		},
	],
	[
		'3 with removal off nothing goes',
		{
			current: [A('staff')],
			user: { roles: ['faculty'] },
			policy: { removeFromGroups: false },
			add: ['faculty'],
			kept: { staff: 'removal-off' },
		},
	],
	[
		'4 a manual membership that is wanted stays manual',
		{ current: [M('staff')], user: { roles: ['staff'] }, kept: { staff: 'wanted' } },
	],
	[
		'4b … and is not removed when it is not wanted any more',
		{ current: [M('staff')], user: { roles: [] }, kept: { staff: 'manual' } },
	],
	[
		'5 a distinguished name is mapped whole',
		{
			user: { roles: ['CN=Media Team,OU=G,DC=x'] },
			privileges: [mapped('roles', ['CN=Media Team,OU=G,DC=x', 'MediaTeam'])],
			existing: [],
			add: ['MediaTeam'],
			create: ['MediaTeam'],
		},
	],
	[
		'6 the first CN of a distinguished name, escaped comma and all',
		{ user: { roles: ['CN=R\\, D,OU=G'] }, privileges: [{ ...raw('roles'), read: 'first-cn' }], add: ['RD'] },
	],
	[
		'7 ignoring case does not flap',
		{
			current: [A('Staff')],
			user: { roles: ['staff'] },
			policy: { ignoreCase: true },
			existing: ['Staff'],
			kept: { Staff: 'wanted' },
		},
	],
	[
		'7b minding case they are two groups',
		{ current: [A('Staff')], user: { roles: ['staff'] }, add: ['staff'], remove: ['Staff'] },
	],
	[
		'8 a missing attribute changes nothing',
		{ current: [A('a'), A('b')], user: {}, kept: { a: 'attribute-missing', b: 'attribute-missing' } },
	],
	['9 a present and empty one removes', { current: [A('a'), A('b')], user: { roles: [] }, remove: ['a', 'b'] }],
	[
		'10 managers are never removed',
		{ current: [{ ...A('a'), role: 'manager' }], user: { roles: [] }, kept: { a: 'manager' } },
	],
	['12 duplicates and blanks make one', { user: { roles: ['x', 'x', 'x '] }, add: ['x'] }],
	[
		'13 two values on one id are a collision and nothing is written for them',
		{ user: { roles: ['R&D', 'RD'] }, skipped: ['collision', 'collision'] },
	],
	[
		'14 protected groups stay',
		{ current: [A('p')], user: { roles: [] }, policy: { protectedGroups: ['p'] }, kept: { p: 'protected' } },
	],
	[
		'14b groups that the server protects stay and are not joined',
		{
			current: [A('p')],
			user: { roles: ['q'] },
			untouchable: ['p', 'q'],
			kept: { p: 'protected' },
			skipped: ['protected'],
		},
	],
	[
		'15 two attributes are united before anything is compared',
		{
			current: [A('a')],
			user: { roles: ['a'], groups: ['b'] },
			privileges: [raw('roles'), raw('groups')],
			add: ['b'],
			kept: { a: 'wanted' },
		},
	],
	[
		'one of two attributes missing: its groups cannot be judged, so nothing goes',
		{
			current: [A('a'), A('z')],
			user: { roles: ['a'] },
			privileges: [raw('roles'), raw('groups')],
			kept: { a: 'wanted', z: 'attribute-missing' },
		},
	],
	[
		'many values to one group add it once',
		{
			user: { roles: ['prof', 'lecturer'] },
			privileges: [mapped('roles', ['prof', 'Teachers'], ['lecturer', 'Teachers'])],
			add: ['Teachers'],
		},
	],
	[
		'one value to many groups',
		{
			user: { roles: ['prof'] },
			privileges: [mapped('roles', ['prof', 'Teachers'], ['prof', 'Studio'])],
			add: ['Studio', 'Teachers'],
		},
	],
	[
		'an unmapped value is reported',
		{ user: { roles: ['guest'] }, privileges: [mapped('roles', ['prof', 'Teachers'])], skipped: ['not-mapped'] },
	],
	[
		'with our own record, what another sync added stays',
		{
			current: [A('mine'), A('theirs')],
			user: { roles: [] },
			policy: { provenance: 'creation-mode-and-record' },
			ours: ['mine'],
			remove: ['mine'],
			kept: { theirs: 'not-ours' },
		},
	],
	[
		'… and a record alone does not remove what a person added again',
		{
			current: [M('mine')],
			user: { roles: [] },
			policy: { provenance: 'creation-mode-and-record' },
			ours: ['mine'],
			kept: { mine: 'manual' },
		},
	],
	[
		'Zoom groups know no creation mode: the record decides',
		{
			current: [
				{ groupId: 'mine', creationMode: 'unknown', role: 'member' },
				{ groupId: 'other', creationMode: 'unknown', role: 'member' },
			],
			user: { roles: [] },
			policy: { provenance: 'record' },
			ours: ['mine'],
			remove: ['mine'],
			kept: { other: 'not-ours' },
		},
	],
])('%s', (_, wantedCase) => {
	const result = plan(wantedCase);
	expect(result.add.map(({ groupId }) => groupId)).toEqual(wantedCase.add ?? []);
	expect(result.remove.map(({ groupId }) => groupId)).toEqual(wantedCase.remove ?? []);
	expect(Object.fromEntries(result.kept.map(({ groupId, reason }) => [groupId, reason]))).toEqual(
		wantedCase.kept ?? {},
	);
	expect(result.skipped.map(({ reason }) => reason)).toEqual(wantedCase.skipped ?? []);
	if (wantedCase.create)
		expect(result.add.filter(({ create }) => create).map(({ groupId }) => groupId)).toEqual(wantedCase.create);
});

test('11 the limit of 1,024 groups lets in one of three and reports the others', () => {
	const current = Array.from({ length: 1023 }, (_, i) => A(`g${i}`));
	const roles = [...current.map(({ groupId }) => groupId), 'n1', 'n2', 'n3'];
	const result = plan({ current, user: { roles } });
	expect(result.add.map(({ groupId }) => groupId)).toEqual(['n1']);
	expect(result.skipped.map(({ reason }) => reason)).toEqual(['too-many-groups', 'too-many-groups']);
});

test('a value of one user and another value of another user on one id are found across the directory', () => {
	const options = { ignoreCase: false, groupIdRule: 'letters-and-digits' as const };
	const all = [{ roles: ['R&D'] }, { roles: ['RD'] }, { roles: ['Media'] }].map((user) =>
		wantedGroups(user, [raw('roles')], options),
	);
	expect(collisionsAcross(all, options)).toEqual(new Map([['RD', ['R&D', 'RD']]]));
});

test.each([
	['no privilege at all', [], /no privilege/],
	['an empty map', [mapped('roles')], /map is empty/],
	['the same line twice', [mapped('roles', ['a', 'A'], ['a', 'A'])], /twice/],
	['a broken pattern', [{ ...raw('roles'), read: 'pattern' as const, pattern: '(' }], /no valid regular expression/],
	['a group that cannot be one', [mapped('roles', ['a', '///'])], /no English letter/],
])('a rule set with %s is refused', (_, privileges, sentence) => {
	expect(problemsOf(privileges, { ignoreCase: false, groupIdRule: 'letters-and-digits' }).join(' ')).toMatch(sentence);
});

test.each([
	[5, 100, { most: 10, mostShare: 0.1 }, null],
	[11, 1000, { most: 10, mostShare: 1 }, /remove 11 memberships; the limit is 10/],
	[6, 10, { most: 10, mostShare: 0.5 }, /6 of 10 memberships \(60 %\)/],
	[0, 0, { most: 0, mostShare: 0 }, null],
])('%i removals of %i memberships', (removals, memberships, limit, sentence) => {
	const verdict = tooManyRemovals(removals, memberships, limit);
	if (sentence === null) expect(verdict).toBeNull();
	else expect(verdict).toMatch(sentence);
});
