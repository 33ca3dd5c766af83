import { CreationMode, UserType } from '../people/person.mts';
import { newUser } from '../people/users.mts';
import type { World } from '../world.mts';

const GROUPS_PER_USER = 8;
const GROUPS = 400;

/**
 * Many users, each in eight of 400 groups, all memberships automatic. Who is where follows from the numbers alone, so a
 * directory for a benchmark can be computed as well: user i is in the groups (i * 7 + k * 53) mod 400.
 */
export function loadUsers(world: World, count: number): void {
	const start = 1_600_000_000;
	const members = new Array<number>(GROUPS).fill(0);
	for (let i = 0; i < count; i += 1) {
		const id = `user${String(i).padStart(6, '0')}@example.edu`;
		const createdAt = start + i * 60;
		const user = { ...newUser(world, id, { email: id, firstName: `User ${i}` }), createdAt, updatedAt: createdAt };
		world.users.put(user);
		world.userIndex.load(user);
		for (const group of groupsOf(i)) {
			members[group] = (members[group] ?? 0) + 1;
			world.memberships.put({
				id: world.rowIds.next(),
				userId: id,
				groupId: groupId(group),
				creationMode: CreationMode.AUTOMATIC,
				userRole: 1,
				createdAt,
				updatedAt: createdAt,
			});
		}
	}
	members.forEach((membersCount, group) => {
		const id = groupId(group);
		const row = {
			...newUser(world, id, { type: UserType.GROUP, screenName: `Group ${group}`, membersCount }),
			createdAt: start,
		};
		world.users.put(row);
		world.userIndex.load(row);
	});
}

function groupsOf(user: number): number[] {
	return Array.from({ length: GROUPS_PER_USER }, (_, k) => (user * 7 + k * 53) % GROUPS);
}

function groupId(group: number): string {
	return `Group${String(group).padStart(3, '0')}`;
}
