import type { INodeProperties } from 'n8n-workflow';

import type { KalturaClient } from '../../lib/kaltura/client';
import { KalturaError } from '../../lib/kaltura/errors';
import { kindsOf, wrongKind } from '../../lib/kaltura/shared-ids';

export const createMissingUsersField: INodeProperties = {
	displayName: 'Create Missing Users',
	name: 'createMissingUsers',
	type: 'boolean',
	default: false,
	description:
		'Whether owners and co-editors, co-publishers or co-viewers that Kaltura does not know are created. Kaltura would always do so, even for a mistyped ID.',
};

/**
 * Kaltura creates whatever user an entry names, and takes a group for one. This makes sure that only people are named, and
 * only known ones.
 * @param missingAreCreated whether unknown ids are wanted nevertheless
 * @throws {KalturaError} `IS_A_GROUP` · `USER_NOT_FOUND` naming those that are missing
 */
export async function requireUsers(
	kaltura: KalturaClient,
	userIds: readonly string[],
	missingAreCreated: boolean,
): Promise<void> {
	if (userIds.length === 0) return;
	const kinds = await kindsOf(kaltura.api, userIds);
	const group = userIds.find((userId) => kinds.get(userId) === 'group');
	if (group !== undefined) throw wrongKind('person', group, 'user.get');
	const missing = userIds.filter((userId) => kinds.get(userId) === null);
	if (missing.length > 0 && !missingAreCreated) {
		throw new KalturaError({ code: 'USER_NOT_FOUND', request: 'user.get', args: { ID: missing.join(', ') } });
	}
}
