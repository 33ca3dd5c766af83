import { countEntitledEntries } from '../../kaltura/entitled-entries';
import type { KalturaClient } from '../../kaltura/client';
import { isFeatureMissing } from '../../kaltura/errors';
import { type EntitledEntries, findPerson, type PersonAccess, personAccess } from '../../policy/access/one-person';
import { isPlanned, type PlannedChange, withPlannedChange } from '../../policy/access/planned-change';
import type { AccessSnapshot } from '../../policy/access/snapshot';

export interface LookedAt {
	/** null when the snapshot has nobody of that address or id. */
	before: PersonAccess | null;
	/** With the planned change; null when none is planned. */
	after: PersonAccess | null;
	entitled: EntitledEntries | null;
	problems: string[];
}

/**
 * What one person can do and why, before and after a planned change.
 * @param kaltura to count the person's entries; null does not count
 * @throws {KalturaError}
 */
export async function lookAtPerson(
	snapshot: AccessSnapshot,
	written: string,
	change: PlannedChange,
	kaltura: KalturaClient | null,
): Promise<LookedAt> {
	const found = findPerson(snapshot, written);
	if (!found) return { before: null, after: null, entitled: null, problems: [] };
	const before = personAccess(snapshot, found);
	const problems: string[] = [];
	let after: PersonAccess | null = null;
	if (isPlanned(change) && found.user) {
		const changed = withPlannedChange(snapshot, found.user, change);
		problems.push(...changed.problems);
		if (changed.problems.length === 0) after = personAccess(changed.snapshot, { ...found, user: changed.user });
	} else if (isPlanned(change)) problems.push('The person is not in Zoom, so nothing can be changed there.');
	const counted =
		kaltura && found.person
			? await countEntitledEntries(kaltura, found.person.id).catch((error: unknown) => {
					if (!isFeatureMissing(error)) throw error;
					problems.push(`Entries were not counted: ${error.message}`);
					return null;
				})
			: null;
	return { before, after, entitled: counted, problems };
}
