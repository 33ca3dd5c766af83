import { pick } from '../account/ids.mts';
import type { Group, User } from '../account/model.mts';
import { DAY } from '../clock.mts';
import type { Build } from './build.mts';
import { addGroup } from './groups.mts';
import { addPerson } from './people.mts';
import { addPhoneAccount, givePhone } from './phone.mts';
import { ALL_PRIVILEGES } from './roles.mts';

const FIRST = [
	'Ada',
	'Ben',
	'Cleo',
	'Dana',
	'Eli',
	'Fay',
	'Gus',
	'Hana',
	'Ian',
	'Jo',
	'Kai',
	'Lea',
	'Max',
	'Noa',
	'Ole',
	'Pia',
];
const LAST = [
	'Abel',
	'Berg',
	'Cruz',
	'Diaz',
	'Eng',
	'Falk',
	'Gray',
	'Hahn',
	'Ito',
	'Jung',
	'Kim',
	'Lund',
	'Mora',
	'Nagy',
	'Okoye',
	'Park',
];

/**
 * So many users in all: user00001@example.edu, user00002@…; the owner is one of them. Of a hundred, 2 are pending, 5 inactive.
 * Every user is in one to three groups, a few have custom roles, every fourth has a phone in sets up to 2 000.
 */
export const fillLargeAccount =
	(size: number, groups: number, roles: number) =>
	(build: Build): void => {
		const { state } = build;
		state.settings.licences = { licensed: size * 2, basic: size * 2, phone: size };
		const madeGroups = Array.from({ length: groups }, (_, index) =>
			addGroup(build, `Group ${String(index + 1).padStart(3, '0')}`),
		);
		const roleIds = addCustomRoles(build, roles);
		const withPhone = size <= 2000;
		if (withPhone) addPhoneAccount(build, { numbers: Math.ceil(size / 4), seats: size });
		for (let index = 1; index < size; index++) addOne(build, index, madeGroups, roleIds, withPhone);
	};

function addOne(build: Build, index: number, groups: Group[], roleIds: string[], withPhone: boolean): void {
	const number = String(index).padStart(5, '0');
	const place = index % 100;
	const status: User['status'] = place < 2 ? 'pending' : place < 7 ? 'inactive' : 'active';
	const name = `${FIRST[index % FIRST.length]!} ${LAST[Math.floor(index / FIRST.length) % LAST.length]!}`;
	const user = addPerson(build, {
		email: `user${number}@example.edu`,
		name,
		status,
		type: status === 'active' ? 1 + (index % 2) : 1,
		dept: `Department ${1 + (index % 24)}`,
		verified: status === 'pending' ? 0 : 1,
		...(index % 50 === 49 && roleIds.length > 0 ? { role_id: roleIds[Math.floor(index / 50) % roleIds.length]! } : {}),
		...(index % 10 === 9 ? { employee_unique_id: `E${number}` } : {}),
	});
	for (let extra = 0; extra <= index % 3 && groups.length > 0; extra++) {
		const group = groups[(index * 7 + extra * 11) % groups.length]!;
		if (!user.group_ids.includes(group.id)) user.group_ids.push(group.id);
	}
	if (user.group_ids[0] !== undefined) user.primary_group_id = user.group_ids[0];
	if (withPhone && status === 'active' && index % 4 === 0)
		givePhone(build, user, { extension: 10_000 + index, numbers: [index / 4 - 1] });
}

/** Custom roles with three to eight privileges each. */
export function addCustomRoles(build: Build, count: number): string[] {
	return Array.from({ length: count }, (_, index) => {
		const id = `R${build.seed(`role${index}`).padEnd(21, 'x').slice(0, 21)}`;
		const size = 3 + (index % 6);
		const privileges = Array.from(
			{ length: size },
			(_unused, at) => ALL_PRIVILEGES[(index * 5 + at * 3) % ALL_PRIVILEGES.length]!,
		);
		build.state.roles.set(id, {
			id,
			name: `Custom role ${String(index + 1).padStart(2, '0')}`,
			description: `Made for tests, number ${index + 1}`,
			type: 'common',
			privileges: [...new Set(privileges)],
		});
		return id;
	});
}

/** Users who have not signed in for so many days, or never. */
export const lastSeen = (build: Build, daysAgo: number | null): Partial<User> => ({
	last_login_time:
		daysAgo === null ? undefined : build.clock.iso(build.clock.now() - daysAgo * DAY - pick(String(daysAgo), DAY)),
});
