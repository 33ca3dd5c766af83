import { z } from 'zod';

import type { ZoomApi } from './api';

const groupRow = z.object({ id: z.string(), name: z.string().default('') }).passthrough();

/**
 * Ids and names of all user groups of the account (MEDIUM; one call per 300 groups).
 * @throws {ZoomError} `4711` the scope group:read:list_groups:admin is missing
 */
export async function listGroupNames(api: ZoomApi): Promise<Array<{ id: string; name: string }>> {
	const groups: Array<{ id: string; name: string }> = [];
	const pages = api.pages('/groups', {
		doing: 'list the groups',
		rows: 'groups',
		schema: groupRow,
		keyOf: ({ id }) => id,
		pageSize: 300,
	});
	for await (const { rows } of pages) groups.push(...rows.map(({ id, name }) => ({ id, name })));
	return groups;
}
