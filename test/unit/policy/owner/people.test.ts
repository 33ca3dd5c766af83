import type { IdentitySettings, KalturaUserFact } from '../../../../lib/policy/owner/identity';
import {
	alternativeHostRows,
	coHostRows,
	type FoundPerson,
	grantRights,
	IGNORE_EVERYBODY,
	mergePeople,
	type PeopleAccess,
	type PeopleSettings,
	type Person,
	personCandidate,
	type PersonRow,
	readRoleChanges,
	wantedRoles,
} from '../../../../lib/policy/owner/people';

const IDENTITY: IdentitySettings = {
	basedOn: 'zoomUser',
	postfixMode: 'doNotModify',
	postfix: '',
	secondLookup: 'email',
};
const row = (email: string | null, more: Partial<PersonRow> = {}): PersonRow => ({
	role: 'participant',
	email,
	zoomUserId: null,
	name: '',
	internal: null,
	...more,
});
const user = (id: string, more: Partial<KalturaUserFact> = {}): KalturaUserFact => ({
	id,
	email: null,
	externalId: null,
	blocked: false,
	isGroup: false,
	...more,
});
const settings = (access: Partial<PeopleSettings['access']>, more: Partial<PeopleSettings> = {}): PeopleSettings => ({
	access: { ...IGNORE_EVERYBODY, ...access },
	create: 'nobody',
	limit: 500,
	...more,
});
/** People of whom Kaltura knows exactly the given users by id. */
const found = (rows: PersonRow[], ...users: KalturaUserFact[]): FoundPerson[] =>
	mergePeople(rows).people.map((person) => {
		const candidate = personCandidate(person, IDENTITY);
		return {
			person,
			candidate,
			byId: users.find(({ id }) => id.toLowerCase() === candidate?.userId?.toLowerCase()) ?? null,
			bySecond: users.filter(
				({ email }) => email !== null && email.toLowerCase() === candidate?.second?.value.toLowerCase(),
			),
		};
	});

describe('who is asked for', () => {
	test('nobody by default: no kind of people is read from Zoom', () => {
		expect(wantedRoles(IGNORE_EVERYBODY, 'meeting')).toEqual([]);
		expect(wantedRoles(IGNORE_EVERYBODY, 'webinar')).toEqual([]);
	});

	test('panelists and attendees belong to webinars, participants to meetings', () => {
		const access = {
			...IGNORE_EVERYBODY,
			participant: 'coViewer',
			panelist: 'coViewer',
			attendee: 'coViewer',
		} as const;
		expect(wantedRoles(access, 'meeting')).toEqual(['participant']);
		expect(wantedRoles(access, 'webinar')).toEqual(['panelist', 'attendee']);
	});

	test('attendees of a webinar only by their own option', () => {
		expect(wantedRoles({ ...IGNORE_EVERYBODY, panelist: 'coViewer' }, 'webinar')).toEqual(['panelist']);
	});
});

describe('rows become people', () => {
	test('fault case 44: re-joins, other case and blanks are one person; guests without an address are nobody', () => {
		const rows = [row('Bob@example.edu'), row(' bob@EXAMPLE.edu '), row(null), row(''), row('eve@other.org')];
		expect(mergePeople(rows)).toEqual({
			people: [
				{ email: 'Bob@example.edu', zoomUserId: null, name: '', internal: false, roles: ['participant'] },
				{ email: 'eve@other.org', zoomUserId: null, name: '', internal: false, roles: ['participant'] },
			],
			withoutIdentity: 2,
		});
	});

	test('an address and a Zoom id that came separately become one person when a row links them', () => {
		const rows = [
			row('bob@example.edu', { name: 'Bob' }),
			row(null, { zoomUserId: 'zb', role: 'coHost' }),
			row('bob@example.edu', { zoomUserId: 'zb', internal: true }),
			row(null, { zoomUserId: 'zb', role: 'alternativeHost' }),
		];
		expect(mergePeople(rows).people).toEqual([
			{
				email: 'bob@example.edu',
				zoomUserId: 'zb',
				name: 'Bob',
				internal: true,
				roles: ['participant', 'coHost', 'alternativeHost'],
			},
		]);
	});

	test.each([
		[
			['ann@example.edu', ' bob@example.edu '],
			['ann@example.edu', 'bob@example.edu'],
			[null, null],
		],
		[
			['ann@example.edu', 'KDcuGIm1Qg'],
			['ann@example.edu', null],
			[null, 'KDcuGIm1Qg'],
		],
		[[' '], [], []],
	])('alternative hosts %p', (given, emails, ids) => {
		const rows = alternativeHostRows(given);
		expect(rows.map(({ email }) => email)).toEqual(emails);
		expect(rows.map(({ zoomUserId }) => zoomUserId)).toEqual(ids);
	});
});

describe('who may do what', () => {
	const BOB = row('bob@example.edu');
	test.each<[PeopleAccess, string[], string[], string[]]>([
		['ignore', [], [], []],
		['coViewer', [], [], ['bob@example.edu']],
		['coPublisher', [], ['bob@example.edu'], []],
		['coEditor', ['bob@example.edu'], [], []],
		['coEditorAndPublisher', ['bob@example.edu'], ['bob@example.edu'], []],
	])('participants as %s', (access, coEditors, coPublishers, coViewers) => {
		const { people } = grantRights(found([BOB], user('bob@example.edu')), 'ann', settings({ participant: access }));
		expect(people).toEqual({ coEditors, coPublishers, coViewers });
	});

	test.each(['coHost', 'alternativeHost', 'panelist', 'attendee'] as const)(
		'W16 co-viewer works for %s too',
		(role) => {
			const rows = [row('bob@example.edu', { role })];
			const { people } = grantRights(found(rows, user('bob@example.edu')), 'ann', settings({ [role]: 'coViewer' }));
			expect(people.coViewers).toEqual(['bob@example.edu']);
		},
	);

	test('a person with several roles has the rights of all of them', () => {
		const rows = [BOB, row('BOB@example.edu', { role: 'coHost' })];
		const { people } = grantRights(
			found(rows, user('bob@example.edu')),
			'ann',
			settings({ participant: 'coViewer', coHost: 'coEditor' }),
		);
		expect(people).toEqual({ coEditors: ['bob@example.edu'], coPublishers: [], coViewers: ['bob@example.edu'] });
	});

	test.each(['ann@example.edu', 'ANN@Example.EDU'])(
		'the owner %p is left out whatever the case, for every kind',
		(owner) => {
			const rows = [row('Ann@example.edu', { role: 'alternativeHost' }), row('ann@example.edu')];
			const { people } = grantRights(
				found(rows, user('ann@example.edu')),
				owner,
				settings({ alternativeHost: 'coEditor', participant: 'coViewer' }),
			);
			expect(people).toEqual({ coEditors: [], coPublishers: [], coViewers: [] });
		},
	);

	test('the owner is recognised by the Kaltura user that an e-mail look-up found', () => {
		const { people } = grantRights(
			found([row('ann@example.edu')], user('alee', { email: 'ann@example.edu' })),
			'ALEE',
			settings({ participant: 'coViewer' }),
		);
		expect(people.coViewers).toEqual([]);
	});

	test.each([
		['unknown', [], 'notInKaltura'],
		['blocked', [user('bob@example.edu', { blocked: true })], 'blocked'],
		['a group', [user('bob@example.edu', { isGroup: true })], 'blocked'],
		[
			'two with the address',
			[user('b1', { email: 'bob@example.edu' }), user('b2', { email: 'bob@example.edu' })],
			'ambiguous',
		],
		['an id with a comma', [user('lee,bob', { email: 'bob@example.edu' })], 'idRefused'],
		['an id with a blank', [user('bob lee', { email: 'bob@example.edu' })], 'idRefused'],
	])('left out and counted: %s', (_, users, reason) => {
		const { people, create } = grantRights(found([BOB], ...users), 'ann', settings({ participant: 'coViewer' }));
		expect(people).toEqual({ coEditors: [], coPublishers: [], coViewers: [], leftOut: { [reason]: 1 } });
		expect(create).toEqual([]);
	});

	test.each([
		['nobody', []],
		['peopleOfThisAccount', ['bob@example.edu']],
		['everybody', ['bob@example.edu', 'eve@other.org']],
	] as const)('W18 outsiders never become users unless asked: create %s', (create, ids) => {
		const rows = [row('bob@example.edu', { internal: true, name: 'Bob' }), row('eve@other.org', { internal: false })];
		const answer = grantRights(found(rows), 'ann', settings({ participant: 'coViewer' }, { create }));
		expect(answer.create.map(({ id }) => id)).toEqual(ids);
		expect(answer.people.coViewers).toEqual(ids);
	});

	test('a user that is to be created is created once and has an address and a name', () => {
		const rows = [row('bob@example.edu', { name: 'Bob B.' }), row('BOB@example.edu', { role: 'coHost' })];
		const answer = grantRights(
			found(rows),
			'ann',
			settings({ participant: 'coViewer', coHost: 'coEditor' }, { create: 'everybody' }),
		);
		expect(answer.create).toEqual([{ id: 'bob@example.edu', email: 'bob@example.edu', name: 'Bob B.' }]);
	});

	test('fault case 44: 1,200 participants over the limit are capped with a note', () => {
		const rows = Array.from({ length: 1200 }, (_, n) => row(`p${n}@example.edu`));
		const users = rows.map(({ email }) => user(email!));
		const { people } = grantRights(
			found(rows, ...users),
			'p0@example.edu',
			settings({ participant: 'coViewer' }, { limit: 500 }),
		);
		expect(people.coViewers).toHaveLength(500);
		expect(people.leftOut).toEqual({ overLimit: 699 });
	});

	test('people whom nobody wants are not counted as missing', () => {
		const { people } = grantRights(
			found([row('bob@example.edu', { role: 'coHost' })]),
			'ann',
			settings({ participant: 'coViewer' }),
		);
		expect(people).toEqual({ coEditors: [], coPublishers: [], coViewers: [] });
	});
});

describe('co-hosts from collected role changes', () => {
	const UUID = '4444AAAiAAAAAiAiAiiAii==';
	const event = (participant: object, uuid = UUID) => ({
		event: 'meeting.participant_role_changed',
		payload: { account_id: 'A', object: { id: '1', uuid, participant } },
	});

	test("Zoom's own example is read", () => {
		const changes = readRoleChanges([
			event({
				user_name: 'JillChill',
				email: 'jchill@example.com',
				participant_user_id: 'rst-cde',
				old_role: 'host',
				new_role: 'co-host',
			}),
		]);
		expect(coHostRows(changes, UUID)).toEqual([
			{ role: 'coHost', email: 'jchill@example.com', zoomUserId: 'rst-cde', name: 'JillChill', internal: null },
		]);
	});

	test('who was demoted before the end still was co-host; who never was is not', () => {
		const changes = readRoleChanges([
			event({ email: 'bob@example.edu', old_role: 'co-host', new_role: 'attendee' }),
			event({ email: 'eve@example.edu', old_role: 'attendee', new_role: 'host' }),
		]);
		expect(coHostRows(changes, UUID).map(({ email }) => email)).toEqual(['bob@example.edu']);
	});

	test('W2 events of another instance of the same meeting are not looked at', () => {
		const changes = readRoleChanges([event({ email: 'bob@example.edu', new_role: 'co-host' }, 'other==')]);
		expect(coHostRows(changes, UUID)).toEqual([]);
	});

	test.each([
		['the payload', event({ email: 'b@x', new_role: 'co-host' }).payload],
		['the object', event({ email: 'b@x', new_role: 'co-host' }).payload.object],
		['a flat row', { meetingUuid: UUID, email: 'b@x', newRole: 'co-host' }],
		['a row with its participant', { meetingUuid: UUID, participant: { email: 'b@x', newRole: 'co-host' } }],
	])('%s is understood', (_, value) => {
		expect(coHostRows(readRoleChanges([value]), UUID).map(({ email }) => email)).toEqual(['b@x']);
	});

	test('a list that a text field made JSON of is understood', () => {
		const value = JSON.stringify([{ meetingUuid: UUID, email: 'b@x', newRole: 'co-host' }]);
		expect(coHostRows(readRoleChanges(value), UUID)).toHaveLength(1);
	});

	test.each([null, undefined, 'x', '[x', '{}', 7, {}, [null, 'x', {}, { uuid: UUID }]])(
		'%p holds no role change',
		(value) => {
			expect(readRoleChanges(value)).toEqual([]);
		},
	);
});

test('CMS mapping of a person uses the CMS user id that Zoom keeps for them', () => {
	const person: Person = {
		email: 'bob@example.edu',
		zoomUserId: 'zb',
		name: '',
		internal: true,
		roles: ['coHost'],
		cmsUserId: 'bob-saml',
	};
	expect(personCandidate(person, { ...IDENTITY, basedOn: 'cmsUserId' })).toMatchObject({
		userId: 'bob-saml',
		rule: 'cms-user-id',
	});
});
