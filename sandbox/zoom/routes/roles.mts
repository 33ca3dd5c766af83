import { randomBytes } from 'node:crypto';
import { oneOf, text } from '../account/fields.mts';
import type { Role, User } from '../account/model.mts';
import { paginate } from '../account/pages.mts';
import { refuse } from '../account/refusals.mts';
import { type Answer, ZoomRefusal, created, noContent, ok } from '../wire/answer.mts';
import type { Call, Handlers } from '../world.mts';
import { addedIds, namedUsers } from './groups.mts';

/** Roles: docs/vendors/zoom.md#users-groups-roles-phones, docs/vendors/directory.md#errors-of-user-calls, #roles-and-permissions. A user has exactly one. */

const isSystem = (role: Role) => ['0', '1', '2'].includes(role.id);

/** A role that is not there is 400, not 404. */
function target(call: Call): Role {
	const role = call.world.state.roles.get(call.params.roleId!);
	if (!role) throw refuse.noRole();
	return role;
}

function holders(call: Call): Map<string, number> {
	const counts = new Map<string, number>();
	for (const user of call.world.state.users.values()) counts.set(user.role_id, (counts.get(user.role_id) ?? 0) + 1);
	return counts;
}

function freeName(call: Call, own?: Role): string {
	const name = text(call.body.name, 'name', 256, 1);
	for (const role of call.world.state.roles.values()) {
		if (role !== own && role.name.toLowerCase() === name.toLowerCase()) {
			throw new ZoomRefusal(400, 1224, `Role name ${name} has already been used.`);
		}
	}
	return name;
}

function privileges(value: unknown): string[] {
	if (!Array.isArray(value) || value.some((one) => typeof one !== 'string')) throw refuse.invalidFields('privileges');
	return value as string[];
}

/** Nobody is put into or out of Owner and Member; one leaves a role to become Member. */
function assignable(call: Call): Role {
	const role = target(call);
	if (role.id === '0' || role.id === '2') {
		throw refuse.validation("Can't delete or add members for Normal/Owner roles.");
	}
	return role;
}

/** Zoom's own roles cannot be changed; the sentence is ours. */
function changeable(call: Call): Role {
	const role = target(call);
	if (isSystem(role)) throw refuse.validation('System roles cannot be changed.');
	return role;
}

const details = (call: Call, role: Role) => ({
	id: role.id,
	name: role.name,
	description: role.description,
	type: role.type,
	privileges: role.privileges,
	total_members: holders(call).get(role.id) ?? 0,
	...(role.privilege_scopes ? { privilege_scopes: role.privilege_scopes } : {}),
	...(role.sub_account_privileges ? { sub_account_privileges: role.sub_account_privileges } : {}),
});

function listMembers(call: Call): Answer {
	const role = target(call);
	const users = [...call.world.state.users.values()].filter((user) => user.role_id === role.id);
	const { rows, ...numbers } = paginate(call, `/roles/${role.id}/members`, users, { max: 300, byNumber: true });
	const row = ({ id, email, first_name, last_name, type, dept, status }: User) => ({
		...(status === 'pending' ? {} : { id }),
		email,
		first_name,
		last_name,
		type,
		department: dept ?? '',
	});
	return ok({ ...numbers, members: rows.map(row) });
}

export const roleHandlers: Handlers = {
	// Not paged (docs/vendors/zoom.md#pages).
	'GET /roles': (call) => {
		const type = oneOf(call.query.get('type') ?? 'common', 'type', ['common', 'iq']);
		const counts = holders(call);
		const roles = [...call.world.state.roles.values()].filter((role) => role.type === type);
		return ok({
			total_records: roles.length,
			roles: roles.map((role) => ({
				id: role.id,
				name: role.name,
				description: role.description,
				type: role.type,
				total_members: counts.get(role.id) ?? 0,
			})),
		});
	},
	'POST /roles': (call) => {
		const role: Role = {
			id: `R${randomBytes(16).toString('base64url')}`,
			name: freeName(call),
			description: typeof call.body.description === 'string' ? call.body.description : '',
			type: call.body.type === 'iq' ? 'iq' : 'common',
			privileges: call.body.privileges === undefined ? [] : privileges(call.body.privileges),
		};
		call.world.state.roles.set(role.id, role);
		return ok(details(call, role));
	},
	'GET /roles/{roleId}': (call) => ok(details(call, target(call))),
	'PATCH /roles/{roleId}': (call) => {
		const role = changeable(call);
		if (call.body.name !== undefined) role.name = freeName(call, role);
		if (call.body.description !== undefined) role.description = text(call.body.description, 'description', 512);
		if (call.body.privileges !== undefined) role.privileges = privileges(call.body.privileges);
		return ok(details(call, role));
	},
	'DELETE /roles/{roleId}': (call) => {
		const role = changeable(call);
		for (const user of call.world.state.users.values()) if (user.role_id === role.id) user.role_id = '2';
		call.world.state.roles.delete(role.id);
		return noContent;
	},

	'GET /roles/{roleId}/members': listMembers,
	// An empty `ids` in a 201 means that nobody was assigned (docs/vendors/directory.md#roles-and-permissions). Note add_at, not added_at.
	'POST /roles/{roleId}/members': (call) => {
		const role = assignable(call);
		const users = namedUsers(call, 'members', 30).filter((user) => user.role_id !== '0');
		const added = users.filter((user) => user.role_id !== role.id);
		for (const user of users) user.role_id = role.id;
		return created({ ids: addedIds(call.world, users, added), add_at: call.world.clock.iso() });
	},
	'DELETE /roles/{roleId}/members/{memberId}': (call) => {
		const role = assignable(call);
		const user = call.world.state.users.get(call.params.memberId!);
		if (user?.role_id !== role.id) throw refuse.noUser(call.params.memberId!);
		user.role_id = '2';
		return noContent;
	},
};
