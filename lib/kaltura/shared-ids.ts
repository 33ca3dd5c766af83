import type { KalturaApi } from './api';
import { KalturaError } from './errors';
import { problemOfId } from './ids';
import type { KalturaUser } from './schemas';
import { isPerson, orMissing } from './user-answers';

/**
 * People and groups share one space of ids, and Kaltura does not look at the type: user.delete with the id of a group deletes
 * the group with all memberships, user.update renames it. So whoever acts on an id asks first what it is.
 * @see https://github.com/kaltura/server/blob/master/api_v3/services/UserService.php
 */
export type KindOfId = 'person' | 'group';

/** What an id is, straight from the database; null when it is nobody's, or cannot be an id. */
export async function kindsOf(api: KalturaApi, ids: readonly string[]): Promise<Map<string, KindOfId | null>> {
	const kinds = new Map<string, KindOfId | null>(ids.map((id) => [id, null]));
	const possible = [...kinds.keys()].filter((id) => problemOfId(id) === null);
	const answers = await api.batch(
		possible.map((userId) => ({ service: 'user', action: 'get', params: { userId } })),
		{ size: 100 },
	);
	possible.forEach((id, index) => kinds.set(id, kindOf(orMissing(answers[index]))));
	return kinds;
}

/** @returns false when it is nobody's. @throws {KalturaError} `IS_A_GROUP` · `IS_A_PERSON` when it is the other kind */
export async function requireKind(api: KalturaApi, kind: KindOfId, id: string, request: string): Promise<boolean> {
	const found = (await kindsOf(api, [id])).get(id) ?? null;
	if (found !== null && found !== kind) throw wrongKind(kind, id, request);
	return found !== null;
}

/** The refusal for an id that is not of the wanted kind. */
export function wrongKind(wanted: KindOfId, id: string, request: string): KalturaError {
	return new KalturaError({ code: wanted === 'person' ? 'IS_A_GROUP' : 'IS_A_PERSON', request, args: { ID: id } });
}

function kindOf(user: KalturaUser | null): KindOfId | null {
	if (user === null) return null;
	return isPerson(user) ? 'person' : 'group';
}
