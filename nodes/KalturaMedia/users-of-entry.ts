import type { INodeProperties } from 'n8n-workflow';

import type { KalturaClient } from '../../lib/kaltura/client';
import { KalturaError } from '../../lib/kaltura/errors';
import { isPerson } from '../../lib/kaltura/users';

export const createMissingUsersField: INodeProperties = {
	displayName: 'Create Missing Users',
	name: 'createMissingUsers',
	type: 'boolean',
	default: false,
	description:
		'Whether owners and co-editors, co-publishers or co-viewers that Kaltura does not know are created. Kaltura would always do so, even for a mistyped ID.',
};

/**
 * Kaltura creates whatever user an entry names. This makes sure that only known ones are named.
 * @throws {KalturaError} `USER_NOT_FOUND` naming those that are missing, groups included
 */
export async function requireUsers(kaltura: KalturaClient, userIds: readonly string[]): Promise<void> {
	const users = await kaltura.users.byIds(userIds);
	const missing = userIds.filter((userId) => {
		const user = users.get(userId);
		return !user || !isPerson(user);
	});
	if (missing.length > 0) {
		throw new KalturaError({ code: 'USER_NOT_FOUND', request: 'user.get', args: { ID: missing.join(', ') } });
	}
}
