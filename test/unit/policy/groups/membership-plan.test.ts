import {
	type ExistingGroup,
	type Membership,
	planMemberships,
	recordAfter,
	type SyncPolicy,
} from '../../../../lib/policy/groups/membership-plan';
import { markOfName } from '../../../../lib/policy/groups/group-id';
import { tooManyRemovals } from '../../../../lib/policy/groups/removal-limit';
import {
	collisionsAcross,
	type Privilege,
	problemsOf,
	wantedGroups,
} from '../../../../lib/policy/groups/wanted-groups';

const POLICY: SyncPolicy = {
	createNewGroups: true,
	removeFromGroups: true,
	provenance: 'creation-mode',
	protectedGroups: [],
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
	others?: string[];
	people?: string[];
	madeFor?: Record<string, string>;
	ignoreCase?: boolean;
	add?: string[];
	create?: string[];
	remove?: string[];
	kept?: Record<string, string>;
	skipped?: string[];
}

const keys = (ids: string[] = []) => new Set(ids.map((id) => id.toLowerCase()));

function plan({
	current = [],
	user,
	privileges = [raw('roles')],
	policy,
	existing = 'all',
	untouchable = [],
	people = [],
	madeFor = {},
	ours,
	others,
	ignoreCase = false,
}: Case) {
	const full = { ...POLICY, ...policy };
	const find = (id: string): ExistingGroup | undefined => {
		const same = (a: string) => a.toLowerCase() === id.toLowerCase();
		if (people.some(same)) return { id, kind: 'user', touchable: false };
		if (untouchable.some(same)) return { id, kind: 'group', touchable: false };
		if (id in madeFor) return { id, kind: 'group', touchable: true, madeFor: markOfName(madeFor[id]!) };
		if (existing === 'all') return { id, kind: 'group', touchable: true };
		const found = existing.find(same);
		return found === undefined ? undefined : { id: found, kind: 'group', touchable: true };
	};
	const wanted = wantedGroups(user, privileges, { ignoreCase, groupIdRule: 'letters-and-digits' });
	return planMemberships({ wanted, current, existing: find, ours: keys(ours), others: keys(others) }, full);
}

// The numbered cases are the vectors of docs/group-sync.md; the others follow from docs/vendors/directory.md#the-engine-of-the-server.
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
			ignoreCase: true,
			existing: ['Staff'],
			kept: { Staff: 'wanted' },
		},
	],
	[
		'7b nor does minding case, because to Kaltura the ids are one group',
		{ current: [A('Staff')], user: { roles: ['staff'] }, kept: { Staff: 'wanted' } },
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
	[
		'7c a group is joined under the id that Kaltura has for it',
		{ user: { roles: ['staff'] }, existing: ['Staff'], add: ['Staff'] },
	],
	['12 duplicates and blanks make one', { user: { roles: ['x', 'x', 'x '] }, add: ['x'] }],
	[
		'13 two values on one id are a collision and nothing is written for them',
		{ user: { roles: ['R&D', 'R/D'] }, skipped: ['collision', 'collision'] },
	],
	[
		'13b and nobody is taken out of the group that they fall on either',
		{
			current: [A('RD')],
			user: { roles: ['R&D', 'R/D'] },
			kept: { RD: 'collision' },
			skipped: ['collision', 'collision'],
		},
	],
	[
		'13c a value whose group a sync made for another value is a collision, though that user is not in this run',
		{ user: { roles: ['R/D'] }, madeFor: { RD: 'R&D' }, skipped: ['collision'] },
	],
	[
		'13d … while the value that it was made for joins it',
		{ user: { roles: ['R&D'] }, madeFor: { RD: 'R&D' }, add: ['RD'] },
	],
	[
		'a value whose group id is somebody’s user id is passed over',
		{ user: { roles: ['ann'] }, people: ['Ann'], skipped: ['user-with-this-id'] },
	],
	[
		'an attribute that cannot be read changes nothing and is reported',
		{ current: [A('a')], user: { roles: { unknown: 'x' } }, kept: { a: 'attribute-missing' }, skipped: ['unreadable'] },
	],

	[
		'a group that another rule set holds too stays',
		{
			current: [A('both')],
			user: { roles: [] },
			policy: { provenance: 'creation-mode-and-record' },
			ours: ['both'],
			others: ['both'],
			kept: { both: 'another-rule-set' },
		},
	],
	[
		'14 protected groups stay',
		{ current: [A('p')], user: { roles: [] }, policy: { protectedGroups: ['P'] }, kept: { p: 'protected' } },
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
	expect(result.remove).toEqual(wantedCase.remove ?? []);
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
	expect(collisionsAcross(all, options)).toEqual(new Map([['rd', ['R&D', 'RD']]]));
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
	[5, 100, { most: 10, mostShare: 0.1, shareFrom: 0 }, null],
	[11, 1000, { most: 10, mostShare: 1, shareFrom: 0 }, /remove 11 memberships; the limit is 10/],
	[6, 10, { most: 10, mostShare: 0.5, shareFrom: 5 }, /6 of 10 memberships \(60 %\)/],
	[2, 2, { most: 10, mostShare: 0.2, shareFrom: 10 }, null],
	[0, 0, { most: 0, mostShare: 0, shareFrom: 0 }, null],
])('%i removals of %i memberships', (removals, memberships, limit, sentence) => {
	const verdict = tooManyRemovals(removals, memberships, limit);
	if (sentence === null) expect(verdict).toBeNull();
	else expect(verdict).toMatch(sentence);
});

describe('the record of what a rule set added', () => {
	test.each<[string, { current: Membership[]; ours?: string[]; others?: string[]; roles: string[]; after: string[] }]>([
		['what it adds is in it', { current: [], roles: ['a'], after: ['a'] }],
		['what it removes is not', { current: [A('a')], ours: ['a'], roles: [], after: [] }],
		['what was there already never gets in', { current: [A('a')], roles: ['a'], after: [] }],
		['what a person has added since leaves it', { current: [M('a')], ours: ['a'], roles: ['a'], after: [] }],
		['what somebody else has removed leaves it', { current: [], ours: ['z'], roles: [], after: [] }],
		['what another rule set added is held by both', { current: [A('a')], others: ['a'], roles: ['a'], after: ['a'] }],
		['and let go by the first', { current: [A('a')], ours: ['a'], others: ['a'], roles: [], after: [] }],
		['case does not matter', { current: [A('Staff')], ours: ['staff'], roles: ['STAFF'], after: ['Staff'] }],
	])('%s', (_, { current, ours = [], others = [], roles, after }) => {
		const wantedHere = wantedGroups({ roles }, [raw('roles')], {
			ignoreCase: false,
			groupIdRule: 'letters-and-digits',
		});
		const facts = {
			wanted: wantedHere,
			current,
			existing: (id: string) => ({ id, kind: 'group' as const, touchable: true }),
			ours: keys(ours),
			others: keys(others),
		};
		const made = planMemberships(facts, { ...POLICY, provenance: 'creation-mode-and-record' });
		const done = { added: made.add.map(({ groupId }) => groupId), removed: made.remove };
		expect(recordAfter(facts, made, done)).toEqual(after);
	});

	test('a removal that failed stays in it, so that the next run tries again', () => {
		const facts = { current: [A('a'), A('b')], ours: keys(['a', 'b']) };
		expect(recordAfter(facts, { kept: [], remove: ['a', 'b'] }, { added: [], removed: ['a'] })).toEqual(['b']);
	});
});
