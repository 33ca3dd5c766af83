import type { AllowedChange } from '../../../../lib/policy/people/allowed';
import type { EnsureOptions } from '../../../../lib/policy/people/plan';
import { planUser } from '../../../../lib/policy/people/plan';
import { planUsers } from '../../../../lib/policy/people/plan-all';
import type { Protection } from '../../../../lib/policy/people/protection';
import { tooManyUsers } from '../../../../lib/policy/people/protection';
import { sentenceOf } from '../../../../lib/policy/people/sentences';
import type { ActualUser, DesiredUser } from '../../../../lib/policy/people/states';

const EMAIL = 'ann@example.edu';
const OPTIONS: EnsureOptions = { changesOfInactive: 'skip', logOutOnDeactivate: true, demoteAdminsFirst: false };
const MOMENT: Partial<EnsureOptions> = { changesOfInactive: 'enable-for-a-moment' };
const NOBODY: Protection = { appUser: null, activeAdmins: new Set<string>() };
const user = (change: Partial<ActualUser> = {}): ActualUser => ({
	id: 'u1',
	email: EMAIL,
	status: 'active',
	profile: { dept: 'Physics' },
	type: 1,
	zoomOneType: '',
	planUnitedType: '',
	groupIds: [],
	roleId: '2',
	...change,
});
const phone = { extensionNumber: '7001', siteId: 's1', callingPlans: [200], numbers: [{ id: 'n1', number: '+1' }] };
const plan = (
	desired: Partial<DesiredUser>,
	actual: ActualUser | null,
	options: Partial<EnsureOptions> = {},
	protection = NOBODY,
) => planUser({ email: EMAIL, ...desired }, actual, { ...OPTIONS, ...options }, protection);
/** "update-profile activate! …": the steps in order; "!" = whatever happens. */
const steps = (...given: Parameters<typeof plan>) =>
	plan(...given)
		.steps.map(({ step, always }) => `${step.kind}${always ? '!' : ''}`)
		.join(' ');

test.each<[string, Partial<DesiredUser>, ActualUser | null, Partial<EnsureOptions>, string]>([
	['nothing differs', { profile: { dept: 'Physics' }, status: 'active', licence: { type: 1 } }, user(), {}, ''],
	['a field differs', { profile: { dept: 'Art' } }, user(), {}, 'update-profile'],
	['a password is never compared', { profile: { password: 'x' } }, user(), {}, ''],
	[
		'each licence is a request of its own',
		{ licence: { type: 2, zoomOneType: '64', planUnitedType: '1' } },
		user(),
		{},
		'change-licence change-licence change-licence',
	],
	[
		'"0", "none" and nothing are the same plan',
		{ licence: { zoomOneType: '0', planUnitedType: 'none' } },
		user(),
		{},
		'',
	],
	[
		'groups: additions before removals',
		{ groups: { exact: ['b'] } },
		user({ groupIds: ['a'] }),
		{},
		'add-to-group remove-from-group',
	],
	[
		'groups: add and remove leave the others',
		{ groups: { add: ['a', 'b'], remove: ['c'] } },
		user({ groupIds: ['a', 'd'] }),
		{},
		'add-to-group',
	],
	['Member is the loss of the present role', { roleId: '2' }, user({ roleId: 'r1' }), {}, 'unassign-role'],
	[
		'the address changes before a promotion to Admin',
		{ newEmail: 'b@example.edu', roleId: '1' },
		user(),
		{},
		'change-email assign-role',
	],
	[
		'the address changes after a demotion',
		{ newEmail: 'b@example.edu', roleId: '2' },
		user({ roleId: '1' }),
		{},
		'unassign-role change-email',
	],
	['one plan for one is a switch (defect 7)', { phone: { callingPlans: [100] } }, user({ phone }), {}, 'switch-plan'],
	[
		'several plans are assigned before others go',
		{ phone: { callingPlans: [100, 300] } },
		user({ phone }),
		{},
		'assign-plan assign-plan unassign-plan',
	],
	['extension alone (defect 4)', { phone: { extensionNumber: '7002' } }, user({ phone }), {}, 'update-phone'],
	[
		'numbers: additions before removals',
		{ phone: { numbers: ['+2'] } },
		user({ phone }),
		{},
		'assign-number unassign-number',
	],
	['phone settings of somebody without phone wait', { phone: { siteId: 's2' } }, user({ phone: null }), {}, ''],
	[
		'the phone of a Zoom Workplace plan cannot be taken',
		{ phone: { enabled: false } },
		user({ phone, zoomOneType: '64' }),
		{},
		'',
	],
	[
		'a leaver: changes first, then what takes access away, whatever happens',
		{ status: 'inactive', profile: { dept: 'X' }, groups: { exact: [] }, roleId: '2' },
		user({ roleId: 'r1', groupIds: ['a'] }),
		{},
		'update-profile remove-from-group! unassign-role! deactivate! log-out!',
	],
	[
		'a leaver keeps the sessions when that is wished',
		{ status: 'inactive' },
		user(),
		{ logOutOnDeactivate: false },
		'deactivate!',
	],
	[
		'a leaver who is admin loses the role first',
		{ status: 'inactive' },
		user({ roleId: '1' }),
		{ demoteAdminsFirst: true },
		'unassign-role! deactivate! log-out!',
	],
	[
		'a leaver gets no licence: Zoom would take it away',
		{ status: 'inactive', licence: { type: 2 } },
		user(),
		{},
		'deactivate! log-out!',
	],
	[
		'somebody who is out, but whose sessions may go on',
		{ status: 'inactive' },
		user({ status: 'inactive', logOutOwed: true }),
		{},
		'log-out!',
	],
	[
		'a log-out is not in the way of undone wishes, nor they of it',
		{ status: 'inactive', profile: { dept: 'X' } },
		user({ status: 'inactive', logOutOwed: true }),
		{ changesOfInactive: 'refuse' },
		'log-out!',
	],
	[
		'whoever comes back is not logged out',
		{ status: 'active' },
		user({ status: 'inactive', logOutOwed: true }),
		{},
		'activate',
	],
	['somebody who is out already', { status: 'inactive' }, user({ status: 'inactive' }), {}, ''],
	['wishes for the inactive are left undone', { profile: { dept: 'X' } }, user({ status: 'inactive' }), {}, ''],
	[
		'or carried out in a moment that always ends (defect 12)',
		{ profile: { dept: 'X' } },
		user({ status: 'inactive' }),
		MOMENT,
		'activate update-profile deactivate!',
	],
	[
		'somebody who comes back',
		{ status: 'active', profile: { dept: 'X' } },
		user({ status: 'inactive' }),
		{},
		'activate update-profile',
	],
	[
		'somebody who comes back has no licence, whatever is shown',
		{ status: 'active', licence: { type: 2 } },
		user({ status: 'inactive', type: 2 }),
		{},
		'activate change-licence',
	],
	[
		'an admin who comes back as a member is demoted first',
		{ status: 'active', roleId: '2' },
		user({ status: 'inactive', roleId: '1' }),
		{},
		'unassign-role activate',
	],
	[
		'somebody new, with all that creation drops',
		{
			createAction: 'ssoCreate',
			profile: { first_name: 'A', dept: 'X' },
			licence: { type: 2, zoomOneType: '64' },
			groups: { exact: ['g'] },
			roleId: 'r1',
			phone: { enabled: true, siteId: 's1' },
		},
		null,
		{},
		'create update-profile add-to-group assign-role update-phone',
	],
	[
		'somebody invited: only groups can follow',
		{ createAction: 'create', profile: { dept: 'X' }, groups: { add: ['g'] } },
		null,
		{},
		'create add-to-group',
	],
	[
		'somebody pending: groups only (defect 11)',
		{ profile: { dept: 'X' }, groups: { exact: ['b'] } },
		user({ id: '', status: 'pending', groupIds: ['a'] }),
		{},
		'add-to-group remove-from-group',
	],
	['a leaver who is not there', { status: 'inactive' }, null, {}, ''],
])('%s', (_, desired, actual, options, expected) => {
	expect(plan(desired, actual, options).refusal).toBeNull();
	expect(steps(desired, actual, options)).toBe(expected);
});

const ONE_ADMIN: Protection = { appUser: null, activeAdmins: new Set(['u1']) };
const APP: Protection = { appUser: 'U1', activeAdmins: new Set<string>() };
test.each<[string, Partial<DesiredUser>, ActualUser | null, Partial<EnsureOptions>, Protection, RegExp]>([
	['nobody to change and no way to create', { profile: { dept: 'X' } }, null, {}, NOBODY, /not in Zoom/],
	['the owner is deactivated', { status: 'inactive' }, user({ roleId: '0' }), {}, NOBODY, /owner/],
	['the owner is demoted', { roleId: '2' }, user({ roleId: '0' }), {}, NOBODY, /owner/],
	['somebody becomes owner', { roleId: '0' }, user(), {}, NOBODY, /ownership/],
	['somebody new becomes owner', { roleId: '0', createAction: 'ssoCreate' }, null, {}, NOBODY, /ownership/],
	["the app's own user is deactivated", { status: 'inactive' }, user(), {}, APP, /lock the app out/],
	["the app's own user gets another role", { roleId: 'r1' }, user(), {}, APP, /lock the app out/],
	['the last admin is demoted', { roleId: '2' }, user({ roleId: '1' }), {}, ONE_ADMIN, /last active admin/],
	[
		'the last admin leaves',
		{ status: 'inactive' },
		user({ roleId: '1' }),
		{ demoteAdminsFirst: true },
		ONE_ADMIN,
		/last active admin/,
	],
	[
		'an admin leaves without demotion',
		{ status: 'inactive' },
		user({ roleId: '1' }),
		{},
		NOBODY,
		/Demote Admins First/,
	],
	[
		'somebody is to be admin and out',
		{ status: 'inactive', roleId: '1' },
		user(),
		{},
		NOBODY,
		/admin and inactive at once/,
	],
	[
		'an inactive user is to become admin in a moment',
		{ roleId: '1' },
		user({ status: 'inactive' }),
		MOMENT,
		NOBODY,
		/admin and inactive at once/,
	],
	[
		'an inactive admin comes back',
		{ status: 'active' },
		user({ status: 'inactive', roleId: '1' }),
		{},
		NOBODY,
		/does not activate admins/,
	],
	[
		'an invitation has expired',
		{ groups: { add: ['g'] } },
		user({ status: 'pending', invitationExpired: true }),
		{},
		NOBODY,
		/expired/,
	],
	[
		'wishes for the inactive are refused',
		{ profile: { dept: 'X' } },
		user({ status: 'inactive' }),
		{ changesOfInactive: 'refuse' },
		NOBODY,
		/Enable for a Moment/,
	],
])('refused: %s', (_, desired, actual, options, protection, why) => {
	expect(plan(desired, actual, options, protection)).toMatchObject({
		verdict: 'refused',
		steps: [],
		refusal: expect.stringMatching(why),
	});
});

test('of two admins in one list only the first is let go', () => {
	const admin = (id: string) => ({
		desired: { email: `${id}@example.edu`, roleId: '2' },
		actual: user({ id, email: `${id}@example.edu`, roleId: '1' }),
	});
	const protection = { appUser: null, activeAdmins: new Set(['a', 'b']) };
	expect(planUsers([admin('a'), admin('b')], OPTIONS, protection).map(({ verdict }) => verdict)).toEqual([
		'change',
		'refused',
	]);
});

describe('A wish that Zoom shows in another form is no difference', () => {
	test.each<[string, unknown, unknown]>([
		['dept', '', undefined],
		['pmi', '123', 123],
		['manager', 'Boss@Example.edu', 'boss@example.edu'],
		['division_ids', ['a', 'b'], ['b', 'a']],
		[
			'custom_attributes',
			[{ key: 'k', value: '1' }],
			[
				{ key: 'x', value: '0' },
				{ key: 'k', name: 'K', value: '1' },
			],
		],
		[
			'phone_numbers',
			[{ code: '+49', number: '30 123' }],
			[{ code: '+49', country: 'DE', label: 'Mobile', number: '30123', verified: true }],
		],
	])('%s', (field, wanted, actual) => {
		expect(steps({ profile: { [field]: wanted } }, user({ profile: { [field]: actual } }))).toBe('');
	});

	test('other custom attributes are kept when one is set', () => {
		const actual = user({
			profile: {
				custom_attributes: [
					{ key: 'a', name: 'A', value: '1' },
					{ key: 'b', name: 'B', value: '2' },
				],
			},
		});
		expect(plan({ profile: { custom_attributes: [{ key: 'b', value: '3' }] } }, actual).steps[0]!.step).toMatchObject({
			fields: {
				custom_attributes: [
					{ key: 'a', name: 'A', value: '1' },
					{ key: 'b', name: 'B', value: '3' },
				],
			},
		});
	});

	test('and refused before anything is written when that makes more than Zoom takes', () => {
		const attribute = (key: string) => ({ key, name: key, value: '1' });
		const actual = user({ profile: { custom_attributes: ['a', 'b', 'c', 'd'].map(attribute) } });
		const wished = plan({ profile: { dept: 'Physics', custom_attributes: ['d', 'e', 'f'].map(attribute) } }, actual);
		expect(wished).toMatchObject({ verdict: 'refused', steps: [] });
		expect(wished.refusal).toMatch(/has 3 custom attributes that are not named here; .* makes 6, and Zoom takes 5/);
		expect(plan({ profile: { custom_attributes: ['d', 'e'].map(attribute) } }, actual).verdict).toBe('change');
	});
});

test.each([
	[1, 1, true],
	[100, 1000, true],
	[101, 10_000, false],
	[5, 10, true],
	[6, 10, false],
	[2, 0, false],
])('a run that changes %i where the account has %i users: allowed %s', (changed, users, allowed) => {
	expect(tooManyUsers(changed, users, { most: 100, mostShare: 0.5 }) === null).toBe(allowed);
});

test('a sentence shows no password and calls things by name', () => {
	const names = { groups: new Map([['g', 'Staff']]), roles: new Map(), sites: new Map() };
	expect(sentenceOf({ kind: 'add-to-group', groupId: 'g' }, names)).toBe('Add to the group Staff');
	expect(
		sentenceOf({ kind: 'create', action: 'autoCreate', email: EMAIL, type: 2, profile: { password: 'Sesam' } }),
	).toBe('Create ann@example.edu (autoCreate, Licensed)');
});

describe('people who have not accepted their invitation', () => {
	const invited = user({ status: 'pending' });
	const expired = user({ status: 'pending', invitationExpired: true });
	const kinds = (wish: Partial<DesiredUser>, actual = invited) =>
		plan(wish, actual, {}, NOBODY).steps.map(({ step, always }) => `${step.kind}${always ? ', whatever fails' : ''}`);

	test('a leaver loses the invitation, and nothing else of the row counts', () => {
		expect(kinds({ status: 'inactive' })).toEqual(['withdraw-invitation, whatever fails']);
		expect(kinds({ status: 'inactive' }, expired)).toEqual([]);
	});

	test('whose invitation has expired is invited anew where joiners are invited', () => {
		expect(kinds({ createAction: 'create' }, expired)).toEqual(['create']);
		expect(plan({ createAction: 'ssoCreate' }, expired, {}, NOBODY)).toMatchObject({
			verdict: 'refused',
			refusal: expect.stringMatching(/User → Invite Again/),
		});
	});

	test('what has to wait for the acceptance is left undone, not as it should be', () => {
		expect(plan({ profile: { dept: 'X' } }, invited, {}, NOBODY)).toMatchObject({
			verdict: 'unchanged',
			undone: expect.stringMatching(/one more change has to wait/),
		});
		expect(plan({}, invited, {}, NOBODY)).toMatchObject({ verdict: 'unchanged', undone: null });
	});
});

test('when Zoom does not say whom the app acts as, nobody with a role is locked out, and everybody else can be', () => {
	const unknown = { appUser: undefined, activeAdmins: new Set(['a', 'b']) };
	expect(plan({ status: 'inactive' }, user(), {}, unknown).verdict).toBe('change');
	expect(plan({ status: 'inactive' }, user({ roleId: 'r7' }), {}, unknown)).toMatchObject({
		verdict: 'refused',
		refusal: expect.stringMatching(/GET \/users\/me/),
	});
});

test('each step says the value before and after', () => {
	const steps = plan(
		{ profile: { dept: 'Art' }, licence: { type: 2 }, newEmail: 'new@x.example' },
		user({ profile: { dept: 'Physics' } }),
		{},
		NOBODY,
	).steps;
	expect(steps.flatMap(({ changes }) => changes)).toEqual(
		expect.arrayContaining([
			{ field: 'dept', from: 'Physics', to: 'Art' },
			{ field: 'type', from: expect.any(String), to: 'Licensed' },
			{ field: 'email', from: user().email, to: 'new@x.example' },
		]),
	);
});

describe('what may be done', () => {
	const within = (desired: object, actual: ActualUser | null, allowed: readonly AllowedChange[]) =>
		planUsers([{ desired: { email: 'u@x.edu', ...desired }, actual }], { ...OPTIONS, allowed }, NOBODY)[0]!;
	const kindsOf = ({ steps: all }: { steps: Array<{ step: { kind: string } }> }) =>
		all.map(({ step }) => step.kind).join(' ');

	test('a plan that may not be carried out keeps its steps and says so', () => {
		const off = within({ status: 'inactive' }, user(), ['create', 'update']);
		expect([off.verdict, kindsOf(off)]).toEqual(['switched-off', 'deactivate log-out']);
		expect(off.refusal).toContain('the person is in Zoom still');
		expect(within({ profile: { dept: 'X' } }, user(), ['create']).verdict).toBe('switched-off');
		expect(within({ createAction: 'create' }, null, ['update', 'deactivate']).verdict).toBe('switched-off');
	});

	test('a leaver is let go without the changes that are switched off', () => {
		const leaver = within({ status: 'inactive', profile: { dept: 'X' } }, user(), ['deactivate']);
		expect([leaver.verdict, kindsOf(leaver)]).toEqual(['change', 'deactivate log-out']);
	});

	test('an admin who may not be deactivated counts as an admin still', () => {
		const people = ['a', 'b'].map((id) => ({
			desired: { email: `${id}@x.edu`, status: 'inactive' as const },
			actual: user({ id, email: `${id}@x.edu`, roleId: '1' }),
		}));
		const protection = { appUser: null, activeAdmins: new Set(['a', 'b']) };
		const plans = planUsers(people, { ...OPTIONS, demoteAdminsFirst: true, allowed: ['update'] }, protection);
		expect(plans.map(({ verdict }) => verdict)).toEqual(['switched-off', 'switched-off']);
	});
});
