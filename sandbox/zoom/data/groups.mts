import { shortId } from '../account/ids.mts';
import type { Group, User } from '../account/model.mts';
import type { Build } from './build.mts';

export function addGroup(build: Build, name: string, members: User[] = [], admins: User[] = []): Group {
	const group: Group = { id: shortId(build.seed(`group ${name}`)), name, admin_ids: admins.map(({ id }) => id) };
	build.state.groups.set(group.id, group);
	for (const user of members) {
		user.group_ids.push(group.id);
		user.primary_group_id ??= group.id;
	}
	return group;
}
