import type { Role, User } from '../account/model.mts';
import { DAY } from '../clock.mts';
import { lastSeen } from './large-account.mts';
import type { Build } from './build.mts';
import { addGroup } from './groups.mts';
import { addPerson } from './people.mts';
import { addPhoneAccount, givePhone } from './phone.mts';
import { ALL_PRIVILEGES } from './roles.mts';

/**
 * A small directory with one case for everything that an access review looks for (docs/vendors/directory.md#authorization-metadata):
 * states, plan types, roles with privileges, dormant and never-seen administrators, risky pairs, empty groups and roles.
 */
export function fillDirectory(build: Build): void {
	const { state, clock } = build;
	const person = (email: string, name: string, more: Partial<User> = {}) => addPerson(build, { email, name, ...more });
	const role = (name: string, privileges: string[], more: Partial<Role> = {}): string => {
		const id = `R${build.seed(name.replace(/\W/g, '')).padEnd(21, '0').slice(0, 21)}`;
		state.roles.set(id, { id, name, description: `${name} of the directory`, type: 'common', privileges, ...more });
		return id;
	};
	const ago = (days: number) => clock.iso(clock.now() - days * DAY);

	const userManager = role('User Manager', ['User:Read', 'User:Edit']);
	const roleManager = role('Role Manager', ['Role:Read', 'Role:Edit']);
	const groupManager = role('Group Manager', ['Group:Read', 'Group:Edit']);
	const auditor = role(
		'Auditor',
		ALL_PRIVILEGES.filter((privilege) => privilege.endsWith(':Read')),
	);
	// User:Edit with Role:Edit and SingleSignOn:Edit: nobody should hold them together.
	const superhero = role('Superhero', [
		'User:Read',
		'User:Edit',
		'Role:Edit',
		'SingleSignOn:Edit',
		'AccountSetting:Edit',
	]);
	const recordings = role('Recording Manager', ['Recording:Read', 'Recording:Edit', 'RecordingContent:Read']);
	role('Nobody Has It', ['Dashboard:Read']);
	const bare = role('Bare', []);
	const future = role('From the Future', ['User:Read', 'Hologram:Edit']);
	const scoped = role('Faculty Admin', ['User:Read', 'User:Edit']);
	role('IQ Analyst', ['Dashboard:Read'], { type: 'iq' });
	role('Partner', ['SubAccount:Read', 'SubAccount:Edit'], { sub_account_privileges: { second_level: 3 } });

	addPhoneAccount(build);
	const admin = person('alice.admin@example.edu', 'Alice Admin', {
		role_id: '1',
		...lastSeen(build, 5),
		login_types: [101, 100],
	});
	person('dormant.admin@example.edu', 'Dora Dormant', { role_id: '1', ...lastSeen(build, 200) });
	person('never.seen@example.edu', 'Nick Never', {
		role_id: superhero,
		last_login_time: undefined,
		user_created_at: ago(120),
	});
	// Created yesterday: within any grace period.
	person('new.admin@example.edu', 'Nina New', {
		role_id: userManager,
		last_login_time: undefined,
		user_created_at: ago(1),
	});
	person('password.admin@example.edu', 'Pat Password', { role_id: roleManager, login_types: [100], verified: 0 });
	person('outside.admin@partner.example', 'Otto Outside', { role_id: groupManager });
	person('auditor@example.edu', 'Aud Itor', { role_id: auditor, ...lastSeen(build, 10) });
	person('recording.manager@example.edu', 'Rita Recordings', { role_id: recordings });
	person('bare@example.edu', 'Barry Bare', { role_id: bare });
	person('future@example.edu', 'Fritz Future', { role_id: future });
	const faculty = person('faculty.admin@example.edu', 'Flora Faculty', { role_id: scoped });
	const gone = person('inactive.admin@example.edu', 'Ian Inactive', {
		role_id: userManager,
		status: 'inactive',
		...lastSeen(build, 300),
	});
	const holder = person('inactive.phone@example.edu', 'Phil Phone', {
		status: 'inactive',
		type: 1,
		...lastSeen(build, 90),
	});
	givePhone(build, holder, { extension: 1001, plans: [200], numbers: [0, 1] });
	const basic = person('basic.user@example.edu', 'Bea Basic', { type: 1, ...lastSeen(build, 4) });
	const licensed = person('licensed.unused@example.edu', 'Lou Licensed', {
		type: 2,
		last_login_time: undefined,
		user_created_at: ago(400),
	});
	person('unassigned@example.edu', 'Una Assigned', { type: 4 });
	person('none.plan@example.edu', 'Nora None', { type: 99 });
	person('zoom.one@example.edu', 'Zoe One', {
		type: 2,
		zoom_one_type: '144115188075855872',
		employee_unique_id: 'E-0042',
	});
	const pending = person('pending.new@example.edu', 'Penny Pending', {
		status: 'pending',
		type: 1,
		verified: 0,
		user_created_at: ago(2),
	});
	person('pending.old@example.edu', 'Paul Patience', {
		status: 'pending',
		type: 1,
		verified: 0,
		user_created_at: ago(60),
	});
	person('expired.invite@example.edu', 'Exa Pired', {
		status: 'pending',
		type: 1,
		verified: 0,
		user_created_at: ago(90),
		flags: { invitationExpired: true },
	});
	// Names as people really have them.
	person('noname@example.edu', '', { first_name: '', last_name: '', display_name: '' });
	person('formula@example.edu', '=HYPERLINK("http://evil.example","x") Smith', {
		first_name: '=HYPERLINK("http://evil.example","x")',
		last_name: 'Smith',
	});
	person('taro.yamada@example.edu', '太郎 山田');
	person('ANN.LEE@example.edu', 'Ann Lee', { employee_unique_id: 'e-ann' });

	const faculties = addGroup(build, 'Faculty', [faculty, basic, licensed, pending], [faculty, gone]);
	addGroup(build, 'Staff', [admin, basic], [admin]);
	addGroup(build, 'Empty Group');
	addGroup(build, 'Ünïcode & "Quotes", Inc.', [basic]);
	state.roles.get(scoped)!.privilege_scopes = [{ permission_id: 'User:Edit', group_ids: [faculties.id] }];
	// A group id that nobody has: the group was deleted, the user still shows it.
	basic.group_ids.push('deletedGroupId00000000');
}
