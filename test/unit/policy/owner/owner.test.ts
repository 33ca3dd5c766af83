import {
	candidateFor,
	identityProblems,
	type KalturaUserFact,
	userIdProblem,
} from '../../../../lib/policy/owner/identity';
import {
	decideOwner,
	defaultUserStop,
	type HostFact,
	matchedOwner,
	ownerCandidate,
	type OwnerFacts,
	ownerProblems,
	type OwnerSettings,
} from '../../../../lib/policy/owner/owner';

const SETTINGS: OwnerSettings = {
	basedOn: 'zoomUser',
	postfixMode: 'doNotModify',
	postfix: '',
	secondLookup: 'email',
	noMatch: 'defaultUser',
	defaultUserId: 'zoom.default',
	hostLeft: 'needsAttention',
};
const ANN: HostFact = {
	state: 'known',
	id: 'KDcuGIm1QgePTO8WbOqwIQ',
	email: 'Ann.Lee@example.edu',
	cmsUserId: null,
	firstName: 'Ann',
	lastName: 'Lee',
};
const user = (id: string, more: Partial<KalturaUserFact> = {}): KalturaUserFact => ({
	id,
	email: null,
	externalId: null,
	blocked: false,
	isGroup: false,
	...more,
});
const NOBODY: OwnerFacts = { byId: null, bySecond: [] };
const decide = (facts: Partial<OwnerFacts>, settings: Partial<OwnerSettings> = {}, host: HostFact = ANN) => {
	const all = { ...SETTINGS, ...settings };
	return decideOwner(host, ownerCandidate(host, all), { ...NOBODY, ...facts }, all);
};

describe('the Kaltura user id of a Zoom user', () => {
	test.each([
		['do not modify', 'doNotModify', '', 'ann@example.edu', 'ann@example.edu'],
		['do not modify ignores a postfix', 'doNotModify', '@x.org', 'ann@example.edu', 'ann@example.edu'],
		['add postfix', 'addPostfix', '.zoom', 'ann@example.edu', 'ann@example.edu.zoom'],
		['add postfix only once, other case', 'addPostfix', '@Example.EDU', 'ann@example.edu', 'ann@example.edu'],
		['remove postfix', 'removePostfix', '@example.edu', 'ann@example.edu', 'ann'],
		['remove postfix, other case', 'removePostfix', '@example.edu', 'Ann@EXAMPLE.edu', 'Ann'],
		['remove postfix that is not there', 'removePostfix', '@example.edu', 'ann@other.edu', 'ann@other.edu'],
		['remove postfix in the middle only', 'removePostfix', '@example', 'ann@example.edu', 'ann@example.edu'],
		['blanks around the postfix do not count', 'removePostfix', ' @example.edu ', 'ann@example.edu', 'ann'],
		['blanks around the address do not count', 'doNotModify', '', ' ann@example.edu ', 'ann@example.edu'],
	] as const)('%s', (_, postfixMode, postfix, email, userId) => {
		expect(candidateFor({ email, cmsUserId: 'cms' }, { ...SETTINGS, postfixMode, postfix })).toMatchObject({
			userId,
			rule: 'user-id',
		});
	});

	test.each([
		['CMS user id', 'ann-saml', 'ann@example.edu', 'ann-saml', 'cms-user-id'],
		['no CMS user id: the address, without a postfix rule', '', 'ann@example.edu', 'ann@example.edu', 'user-id'],
		['no address: the CMS user id is enough', 'ann-saml', null, 'ann-saml', 'cms-user-id'],
	] as const)('%s', (_, cmsUserId, email, userId, rule) => {
		const settings = {
			...SETTINGS,
			basedOn: 'cmsUserId' as const,
			postfixMode: 'removePostfix' as const,
			postfix: '@example.edu',
		};
		expect(candidateFor({ email, cmsUserId }, settings)).toMatchObject({ userId, rule });
	});

	test('the e-mail look-up takes the address as it is, the external id the name after the postfix rule', () => {
		const settings = { ...SETTINGS, postfixMode: 'removePostfix' as const, postfix: '@example.edu' };
		const person = { email: 'ann@example.edu', cmsUserId: null };
		expect(candidateFor(person, settings)?.second).toEqual({ by: 'email', value: 'ann@example.edu' });
		expect(candidateFor(person, { ...settings, secondLookup: 'externalId' })?.second).toEqual({
			by: 'externalId',
			value: 'ann',
		});
		expect(candidateFor(person, { ...settings, secondLookup: 'none' })?.second).toBeNull();
	});

	test('nobody can be looked up without an address or a CMS user id', () => {
		expect(candidateFor({ email: null, cmsUserId: null }, SETTINGS)).toBeNull();
		expect(candidateFor({ email: ' ', cmsUserId: 'x' }, SETTINGS)).toBeNull();
	});

	test.each([
		['ann lee', 'holds a blank'],
		['ann,lee', 'holds a comma, which separates user IDs in Kaltura'],
		['@defaultUserID@', 'is a placeholder that nobody filled in'],
		['a'.repeat(101), 'is longer than the 100 characters that Kaltura compares'],
		['ann/lee', 'holds characters that Kaltura does not allow in user IDs'],
		['änn', 'holds characters that Kaltura does not allow in user IDs'],
		['ann😀', 'holds characters that Kaltura does not allow in user IDs'],
		['', 'is empty'],
		["o'neil+zoom%1@example.edu", null],
		['a'.repeat(100), null],
	])('fault case 43: the id %p %p', (userId, problem) => {
		expect(userIdProblem(userId)).toBe(problem);
	});

	test('an id that Kaltura could not hold is not looked up, the e-mail address still is', () => {
		const candidate = candidateFor({ email: 'änn@example.edu', cmsUserId: null }, SETTINGS);
		expect(candidate).toMatchObject({
			userId: null,
			refused: { userId: 'änn@example.edu' },
			second: { value: 'änn@example.edu' },
		});
	});
});

describe('whose it is', () => {
	test.each([
		['user id', { byId: user('Ann.Lee@example.edu') }, {}, 'Ann.Lee@example.edu', 'user-id'],
		[
			'user id, other case: as Kaltura writes it',
			{ byId: user('ann.lee@EXAMPLE.edu') },
			{},
			'ann.lee@EXAMPLE.edu',
			'user-id',
		],
		['e-mail', { bySecond: [user('alee', { email: 'ANN.LEE@example.edu' })] }, {}, 'alee', 'email'],
		[
			'external id',
			{ bySecond: [user('h4sh', { externalId: 'ann.lee@example.edu' })] },
			{ secondLookup: 'externalId' as const },
			'h4sh',
			'external-id',
		],
		[
			'user id before e-mail',
			{ byId: user('ann.lee@example.edu'), bySecond: [user('alee', { email: 'ann.lee@example.edu' })] },
			{},
			'ann.lee@example.edu',
			'user-id',
		],
		[
			'one of two with the address is blocked: the other one',
			{
				bySecond: [
					user('old', { email: 'ann.lee@example.edu', blocked: true }),
					user('new', { email: 'ann.lee@example.edu' }),
				],
			},
			{},
			'new',
			'email',
		],
		[
			'the same user found twice is one user',
			{ bySecond: [user('alee', { email: 'ann.lee@example.edu' }), user('ALEE', { email: 'ann.lee@example.edu' })] },
			{},
			'ALEE',
			'email',
		],
	])('%s', (_, facts, settings, userId, rule) => {
		expect(decide(facts, settings)).toEqual({ do: 'assign', owner: { userId, rule, matched: true, created: false } });
	});

	test.each([
		['nobody', {}],
		['W17 a blocked user by id', { byId: user('ann.lee@example.edu', { blocked: true }) }],
		['a blocked user by e-mail', { bySecond: [user('alee', { email: 'ann.lee@example.edu', blocked: true })] }],
		['a group with that id', { byId: user('ann.lee@example.edu', { isGroup: true }) }],
		['a prefix of the address', { bySecond: [user('alee', { email: 'ann.lee@example.edu.au' })] }],
		['a user without an address', { bySecond: [user('alee')] }],
		['another id from an accent-folding index', { byId: user('ann.lée@example.edu') }],
	])('no match is no stranger: %s', (_, facts) => {
		expect(decide(facts)).toEqual({
			do: 'assignDefault',
			owner: { userId: 'zoom.default', rule: 'default-user', matched: false, created: false },
		});
		expect(decide(facts, { noMatch: 'skip' })).toMatchObject({
			do: 'stop',
			outcome: { status: 'skipped', reason: 'no-owner' },
		});
		expect(decide(facts, { noMatch: 'needsAttention' })).toMatchObject({
			do: 'stop',
			outcome: { status: 'needs-attention', reason: 'no-owner-needs-attention' },
		});
	});

	test('fault case 42: two users with the address are nobody’s choice but a person’s, whatever the rule for nobody', () => {
		const bySecond = [user('alee', { email: 'ann.lee@example.edu' }), user('alee2', { email: 'ann.lee@example.edu' })];
		for (const noMatch of ['defaultUser', 'createUser', 'skip'] as const) {
			const decision = decide({ bySecond }, { noMatch });
			expect(decision).toMatchObject({ do: 'stop', outcome: { status: 'needs-attention', reason: 'several-owners' } });
		}
		expect(decide({ bySecond })).toMatchObject({
			outcome: {
				message: 'The host Ann.Lee@example.edu matches several Kaltura users by e-mail address: alee, alee2.',
			},
		});
	});

	test('W17 a created user has an e-mail address and names, so that it is found by them next time', () => {
		expect(decide({}, { noMatch: 'createUser', postfixMode: 'removePostfix', postfix: '@example.edu' })).toEqual({
			do: 'create',
			user: { id: 'Ann.Lee', email: 'Ann.Lee@example.edu', firstName: 'Ann', lastName: 'Lee' },
			owner: { userId: 'Ann.Lee', rule: 'created', matched: true, created: true },
		});
	});

	test.each([
		[
			'a blocked user has the id: default user',
			{ byId: user('ann.lee@example.edu', { blocked: true }) },
			{},
			'zoom.default',
		],
		[
			'a blocked user has the id and there is no default user',
			{ byId: user('ann.lee@example.edu', { blocked: true }) },
			{ defaultUserId: '' },
			'owner-id-refused',
		],
		['a group has the id', { byId: user('ann.lee@example.edu', { isGroup: true }) }, {}, 'owner-id-refused'],
		[
			'the id has an umlaut',
			{},
			{ basedOn: 'cmsUserId' as const, defaultUserId: '', host: { ...ANN, cmsUserId: 'änn' } },
			'owner-id-refused',
		],
		[
			'the id has a comma',
			{},
			{ basedOn: 'cmsUserId' as const, defaultUserId: '', host: { ...ANN, cmsUserId: 'lee,ann' } },
			'owner-id-refused',
		],
		[
			'a CMS user ID that no user can have is no match, like any other',
			{},
			{ basedOn: 'cmsUserId' as const, host: { ...ANN, cmsUserId: 'lee,ann' } },
			'zoom.default',
		],
		[
			'the postfix is the whole address',
			{},
			{ postfixMode: 'removePostfix' as const, postfix: 'ann.lee@example.edu' },
			'owner-id-refused',
		],
		['Zoom names no address', {}, { host: { ...ANN, email: null } }, 'host-without-email'],
	])('create: %s', (_, facts, { host, ...settings }: Partial<OwnerSettings> & { host?: HostFact }, expected) => {
		const decision = decide(facts, { noMatch: 'createUser', ...settings }, host);
		const got =
			decision.do === 'stop'
				? decision.outcome.reason
				: decision.do === 'assignDefault'
					? decision.owner.userId
					: decision.do;
		expect(got).toBe(expected);
	});

	test('a host who left Zoom is found by the address of the event', () => {
		const host: HostFact = { state: 'left', id: 'gone', email: 'ann.lee@example.edu' };
		expect(decide({ byId: user('ann.lee@example.edu') }, {}, host)).toMatchObject({
			do: 'assign',
			owner: { rule: 'user-id', matched: true },
		});
	});

	test.each([
		['defaultUser', { do: 'assignDefault', owner: { rule: 'default-user-host-left', matched: false } }],
		['skip', { do: 'stop', outcome: { reason: 'host-left-zoom', status: 'skipped' } }],
		['needsAttention', { do: 'stop', outcome: { reason: 'host-left-needs-owner', status: 'needs-attention' } }],
	] as const)('a host who left and matches nobody: %s, even where users are created', (hostLeft, expected) => {
		for (const email of [null, 'ann.lee@example.edu']) {
			expect(decide({}, { hostLeft, noMatch: 'createUser' }, { state: 'left', id: 'gone', email })).toMatchObject(
				expected,
			);
		}
	});

	test('the default user is no match, so its groups decide nothing', () => {
		expect(matchedOwner(decide({}))).toBeNull();
		expect(matchedOwner(decide({}, { noMatch: 'createUser' }))).toBeNull();
		expect(matchedOwner(decide({ byId: user('ann.lee@example.edu') }))).toBe('ann.lee@example.edu');
	});

	test.each([
		['missing: it is created', null, null],
		['active', user('zoom.default'), null],
		['blocked', user('zoom.default', { blocked: true }), 'default-user-unusable'],
		['a group', user('zoom.default', { isGroup: true }), 'default-user-unusable'],
	])('the default user is %s', (_, found, reason) => {
		expect(defaultUserStop('zoom.default', found)?.reason ?? null).toBe(reason);
	});
});

describe('owner settings that cannot be right are named', () => {
	test.each([
		['a postfix with a blank', { postfixMode: 'addPostfix' as const, postfix: '@exa mple.edu' }, ['Postfix']],
		['a postfix with a comma', { postfixMode: 'addPostfix' as const, postfix: ',x' }, ['Postfix']],
		['an empty postfix', { postfixMode: 'removePostfix' as const, postfix: ' ' }, ['Postfix']],
		['a postfix placeholder', { postfixMode: 'addPostfix' as const, postfix: '@postfix@' }, ['Postfix']],
		['a postfix that nobody uses', { postfix: 'a b' }, []],
		['the placeholder of the registration page', { defaultUserId: '@defaultUserID@' }, ['Default User']],
		[
			'the placeholder even where no rule uses it',
			{ defaultUserId: '@defaultUserID@', noMatch: 'skip' as const },
			['Default User'],
		],
		['no default user although a rule uses it', { defaultUserId: '' }, ['Default User']],
		[
			'no default user for hosts who left',
			{ defaultUserId: '', noMatch: 'skip' as const, hostLeft: 'defaultUser' as const },
			['Default User'],
		],
		['no default user and no rule that uses it', { defaultUserId: '', noMatch: 'skip' as const }, []],
		['a default user with a blank', { defaultUserId: 'zoom default' }, ['Default User']],
	])('%s', (_, settings, parameters) => {
		const problems = ownerProblems({ ...SETTINGS, ...settings });
		expect(problems.map(({ parameter }) => parameter)).toEqual(parameters);
	});

	test('the sentence says what would be valid', () => {
		expect(identityProblems({ ...SETTINGS, postfixMode: 'addPostfix', postfix: 'a b' })).toEqual([
			{
				parameter: 'Postfix',
				problem: 'is "a b", which holds a blank',
				remedy: 'Enter the ending only, for example @example.edu, or choose Do Not Modify.',
			},
		]);
	});
});
