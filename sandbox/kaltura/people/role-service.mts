import type { Input } from '../api/deserialize.mts';
import { apiError } from '../api/errors.mts';
import { isGiven, listOf, matchesList, type Pager, sortRows } from '../api/lists.mts';
import { action, type Service } from '../api/service.mts';
import { RoleStatus, type UserRole } from './role.mts';

const toWire = (role: UserRole) => ({ ...role, objectType: 'KalturaUserRole' });

/**
 * userRole: roles of the account and those that every account has; blocked ones are listed, deleted ones only when asked for.
 * Lists come from the database.
 * @see https://github.com/kaltura/server/blob/master/api_v3/services/UserRoleService.php
 */
export const userRole: Service = {
	name: 'userRole',
	actions: {
		get: action({
			access: 'admin',
			params: { userRoleId: 'int' },
			run({ world }, { userRoleId }: { userRoleId: number }) {
				const role = world.roles.get(String(userRoleId));
				if (!role) throw apiError('INVALID_OBJECT_ID', { ID: userRoleId });
				return toWire(role);
			},
		}),
		list: action({
			access: 'admin',
			params: { filter: 'KalturaUserRoleFilter?', pager: 'KalturaFilterPager?' },
			run({ world }, { filter, pager }: { filter?: Input; pager?: Pager }) {
				const asked = isGiven(filter?.statusEqual) || isGiven(filter?.statusIn);
				const found = [...world.roles.all()].filter(
					({ id, name, systemName, status }) =>
						(asked ? matchesList(status, filter?.statusEqual, filter?.statusIn) : status !== RoleStatus.DELETED) &&
						matchesList(id, filter?.idEqual, filter?.idIn) &&
						matchesList(name, filter?.nameEqual, filter?.nameIn) &&
						matchesList(systemName ?? '', filter?.systemNameEqual, filter?.systemNameIn),
				);
				const sorted = sortRows(found, filter?.orderBy, '+id');
				return listOf('KalturaUserRoleListResponse', sorted, pager, toWire);
			},
		}),
	},
};
