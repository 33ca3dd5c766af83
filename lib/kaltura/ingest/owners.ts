import { isKalturaCode } from '../errors';
import { problemOfId } from '../ids';
import { isPerson, orMissing } from '../user-answers';
import type { RequestList } from './request-list';

/**
 * Adds the question which of these owners are groups to a request that also does something else.
 * @returns filled when the request has been answered. An owner about whom Kaltura does not say anything to this session is
 *   taken as the admin named them.
 */
export function addOwnerLookUp(requests: RequestList, owners: readonly string[]): ReadonlySet<string> {
	const groups = new Set<string>();
	for (const userId of new Set(owners)) {
		if (problemOfId(userId) !== null) continue;
		requests.add('user', 'get', { userId }, (result) => {
			if (
				!result.ok &&
				isKalturaCode(result.error, 'SERVICE_FORBIDDEN', 'CANNOT_RETRIEVE_ANOTHER_USER_USING_NON_ADMIN_SESSION')
			)
				return;
			const user = orMissing(result.ok ? result.value : result.error);
			if (user !== null && !isPerson(user)) groups.add(userId);
		});
	}
	return groups;
}
