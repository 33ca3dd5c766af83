import { PARTNER } from './account.mts';
import { createCategory, createPath } from '../categories/save.mts';
import { addMembership } from '../people/memberships.mts';
import { CreationMode, type User, UserStatus, UserType } from '../people/person.mts';
import { newUser } from '../people/users.mts';
import type { World } from '../world.mts';

const person = (id: string, email: string | null, firstName: string, lastName: string, more: Partial<User> = {}) => ({
	id,
	email,
	firstName,
	lastName,
	fullName: `${firstName} ${lastName}`,
	screenName: `${firstName} ${lastName}`,
	...more,
});

/** The people behind the Zoom hosts of the demo, and the cases that go wrong. */
const USERS = [
	// Found by e-mail: the id is not the e-mail.
	person('ann.lee', 'ann.lee@example.edu', 'Ann', 'Lee', { externalId: 'ext-1001' }),
	// Found by id.
	person('bo.chen@example.edu', 'bo.chen@example.edu', 'Bo', 'Chen'),
	person('bo.andersson@example.edu', 'bo.andersson@example.edu', 'Bo', 'Andersson'),
	person('chloe.dubois@example.edu', 'chloe.dubois@example.edu', 'Chloé', 'Dubois'),
	person('dmitri.orlov@example.edu', 'dmitri.orlov@example.edu', 'Dmitri', 'Orlov'),
	person('gina.rossi@example.edu', 'gina.rossi@example.edu', 'Gina', 'Rossi'),
	person('hugo.helper@example.edu', 'hugo.helper@example.edu', 'Hugo', 'Helper'),
	person('ivy.chen@example.edu', 'ivy.chen@example.edu', 'Ivy', 'Chen'),
	person('cara.diaz@example.edu', 'cara.diaz@example.edu', 'Cara', 'Díaz'),
	person('webinar.team@example.edu', 'webinar.team@example.edu', 'Webinar', 'Team'),
	// The usual default owner.
	person('zoom.default', null, 'Zoom', 'Recordings'),
	person('dan.blocked@example.edu', 'dan.blocked@example.edu', 'Dan', 'Blocked', { status: UserStatus.BLOCKED }),
	// Two users with one e-mail: ambiguous.
	person('twin1', 'twin@example.edu', 'Toni', 'Twin'),
	person('twin2', 'twin@example.edu', 'Theo', 'Twin'),
	person('kaltura.admin@example.edu', 'kaltura.admin@example.edu', 'Kaltura', 'Admin', {
		isAdmin: true,
		loginEnabled: true,
		isAccountOwner: true,
		roleIds: '12',
		lastLoginTime: PARTNER.createdAt,
	}),
];

const GROUPS: ReadonlyArray<{ id: string; screenName: string; members: string[]; userMode?: number }> = [
	{ id: 'Lecturers', screenName: 'Lecturers', members: ['ann.lee', 'bo.chen@example.edu'] },
	{ id: 'Studio', screenName: 'Studio Team', members: ['webinar.team@example.edu'] },
	{ id: 'OptOut', screenName: 'No Automatic Recordings', members: ['cara.diaz@example.edu'] },
];

const CATEGORIES = [
	'MediaSpace>site>channels>Zoom Meetings',
	'MediaSpace>site>channels>Zoom Webinars',
	'MediaSpace>site>channels>CS101',
] as const;

/** A small university, with names that the demo's Zoom accounts know as well. */
export function loadDemo(world: World): void {
	for (const { id, ...given } of USERS) world.saveUser(newUser(world, id, given));
	for (const { id, screenName, userMode = 0 } of GROUPS) {
		world.saveUser(newUser(world, id, { type: UserType.GROUP, screenName, fullName: screenName, userMode }));
	}
	for (const { id, members } of GROUPS) {
		for (const userId of members) addMembership(world, { userId, groupId: id, creationMode: CreationMode.MANUAL });
	}
	// Video portals put their whole tree into a privacy context.
	createCategory(world, 0, { name: 'MediaSpace', privacyContext: 'MediaSpace' });
	for (const path of CATEGORIES) createPath(world, path);
	for (const index of [world.userIndex, world.categoryIndex]) index.flush();
}
