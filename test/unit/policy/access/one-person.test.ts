import { findPerson, personAccess } from '../../../../lib/policy/access/one-person';
import { NOTHING_PLANNED, type PlannedChange, withPlannedChange } from '../../../../lib/policy/access/planned-change';
import { personPage } from '../../../../lib/report/person-page';
import { account, user } from './account';
import { kaltura, person } from './kaltura';

const help = { id: 'help', name: 'Help Desk', type: 'common', totalMembers: 1, privileges: ['User:Edit', 'User:Read'] };
const snapshot = account({
	users: [...account().users, user('mia', { roleId: 'help', groupIds: ['g1'] })],
	groups: [{ id: 'g1', name: 'Staff', totalMembers: 1, admins: ['mia'] }],
	roles: [...account().roles.slice(0, 3), { ...help, scopes: [{ privilege: 'User:Edit', groupIds: ['g1'] }] }],
	kaltura: kaltura(),
});
const mia = findPerson(snapshot, 'MIA@example.edu')!;
const lines = (access: ReturnType<typeof personAccess>) =>
	access.abilities.map(({ where, what, why, highRisk }) => `${where}: ${what} (${why})${highRisk ? ' !' : ''}`);
const planned = (change: Partial<PlannedChange>) =>
	withPlannedChange(snapshot, mia.user!, { ...NOTHING_PLANNED, ...change });

test('what a person may do is named with what gives it, in Zoom and in Kaltura', () => {
	expect(lines(personAccess(snapshot, mia))).toEqual([
		'Zoom: User:Edit (members of Staff only) (role Help Desk) !',
		'Zoom: User:Read (role Help Desk)',
		'Zoom: Members and settings of the group Staff (administers the group) !',
		'Kaltura: Members of the group Lecturers (manages the group) !',
	]);
	expect(lines(personAccess(snapshot, findPerson(snapshot, 'chief')!))).toEqual([
		'Kaltura: CONTENT_MANAGE_DELETE (role Content Manager) !',
	]);
	expect(lines(personAccess(snapshot, findPerson(snapshot, 'owner')!))).toEqual([
		'Zoom: Everything (owner of the account) !',
	]);
});

test.each<[string, Partial<PlannedChange>, string[]]>([
	['another role', { role: 'member' }, ['Zoom: Members and settings of the group Staff (administers the group) !']],
	[
		'no administrations',
		{ endAdministrations: true },
		['Zoom: User:Edit (members of Staff only) (role Help Desk) !', 'Zoom: User:Read (role Help Desk)'],
	],
	['both', { role: '2', endAdministrations: true }, []],
])('after a planned change: %s', (_, change, expected) => {
	const { snapshot: later, user: changed, problems } = planned(change);
	expect(problems).toEqual([]);
	expect(lines(personAccess(later, { user: changed, person: null }))).toEqual(expected);
	// The account that was given stays as it was.
	expect(lines(personAccess(snapshot, mia))).toHaveLength(4);
});

test('somebody who would be deactivated keeps what comes back with the next activation', () => {
	const { snapshot: later, user: changed } = planned({ status: 'inactive', leaveGroups: ['staff'] });
	const access = personAccess(later, { ...mia, user: changed });
	expect([access.usable, access.zoom?.groups]).toEqual([{ Zoom: false, Kaltura: true }, []]);
	expect(lines(access)).toHaveLength(4);
	const page = personPage({
		...{ takenAt: snapshot.takenAt, timezone: 'UTC', asked: 'mia', entitled: null, problems: [], roles: ['Member'] },
		...{ before: personAccess(snapshot, mia), after: access, change: { ...NOTHING_PLANNED, status: 'inactive' } },
	});
	expect(page.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')).toMatch(
		/User:Edit \(members of Staff only\) Zoom role Help Desk yes yes not while deactivated/,
	);
});

test.each<[string, Partial<PlannedChange>, string]>([
	['a role', { role: 'Hologram' }, 'Zoom has no role Hologram.'],
	['a group', { joinGroups: ['Nowhere'] }, 'Zoom has no group Nowhere.'],
])('%s that is not there is a sentence, not a guess', (_, change, sentence) =>
	expect(planned(change).problems).toEqual([sentence]),
);

test('the owner and people who are only invited cannot be planned away', () => {
	const owner = snapshot.users.find(({ id }) => id === 'owner')!;
	expect(withPlannedChange(snapshot, owner, { ...NOTHING_PLANNED, status: 'inactive' }).problems).toHaveLength(1);
	const invited = user('i', { status: 'pending' });
	expect(withPlannedChange(snapshot, invited, { ...NOTHING_PLANNED, role: 'Admin' }).problems).toHaveLength(1);
});

test('whom a name means: by the address or ID of either side; nobody is an answer too', () => {
	const other = account({
		users: [user('z1', { email: 'ann.lee@example.edu', employeeUniqueId: 'alee' })],
		kaltura: kaltura({ users: [person('alee', { email: '' })] }),
	});
	for (const written of ['z1', 'ANN.LEE@example.edu', 'alee'])
		expect([written, findPerson(other, written)?.user?.id, findPerson(other, written)?.person?.id]).toEqual([
			...[written, 'z1', 'alee'],
		]);
	expect(findPerson(other, 'nobody')).toBeNull();
	expect(findPerson(other, ' ')).toBeNull();
});

test('what strangers wrote stays text on the page', () => {
	const evil = '<img src=x onerror=alert(1)>';
	const page = personPage({
		...{
			takenAt: snapshot.takenAt,
			timezone: 'UTC',
			asked: `"${evil}`,
			entitled: null,
			problems: [evil],
			roles: [evil],
		},
		...{ before: { ...personAccess(snapshot, mia), name: evil }, after: null, change: NOTHING_PLANNED },
	});
	expect(page).not.toContain('<img');
});
