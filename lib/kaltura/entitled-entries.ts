import { z } from 'zod';

import type { EntitledEntries } from '../policy/access/one-person';

import type { KalturaClient } from './client';
import { ANY_STATUS } from './entries';
import { parseAs } from './schemas';

const ROWS = ['owns', 'edits', 'publishes', 'views'] as const;

/**
 * How many entries somebody owns, and may edit, publish or see by name: four counts in one request. Entries that everybody
 * may see are not among them.
 * @returns null for an id with a comma, at which Kaltura would split it
 * @throws {KalturaError}
 * @see docs/vendors/kaltura.md#finding-entries-and-categories
 */
export async function countEntitledEntries(kaltura: KalturaClient, userId: string): Promise<EntitledEntries | null> {
	if (userId.includes(',')) return null;
	const filters = [
		{ userIdEqual: userId },
		{ entitledUsersEditMatchOr: userId },
		{ entitledUsersPublishMatchOr: userId },
		{ entitledUsersViewMatchOr: userId },
	];
	const answers = await kaltura.multi(
		filters.map((filter) => ({
			service: 'baseEntry',
			action: 'count',
			params: { filter: { objectType: 'KalturaBaseEntryFilter', ...ANY_STATUS, ...filter } },
		})),
	);
	const counts = answers.map((answer) => parseAs(z.coerce.number(), answer, 'baseEntry.count'));
	return Object.fromEntries(ROWS.map((name, index) => [name, counts[index]!])) as unknown as EntitledEntries;
}
