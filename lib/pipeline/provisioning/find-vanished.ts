import { InputError } from '../../policy/failures';
import type { StableId } from '../../policy/people/states';
import type {
	ListedPerson,
	PresentPerson,
	VanishedAnswer,
	VanishedMemory,
	VanishedRules,
} from '../../policy/people/vanished';
import { findVanished } from '../../policy/people/vanished';
import type { ZoomClient } from '../../zoom/client';
import { stableIdOf } from '../../zoom/directory';
import { OWNER_ROLE } from '../../zoom/roles';
import { USER_STATUSES } from '../../zoom/users';

export interface VanishedSearch {
	list: readonly ListedPerson[];
	memory: VanishedMemory;
	match: StableId;
	/** Names or ids. */
	protectedGroups: readonly string[];
	rules: Omit<VanishedRules, 'protectedGroups'>;
	now: number;
}

/**
 * Compares the whole account with a list that is the truth about it.
 * @throws {InputError} a protected group that the account does not have: its members would lose their protection
 * @throws {ZoomError} Zoom could not be read to its end; then nobody has vanished
 */
export async function findVanishedUsers(zoom: ZoomClient, search: VanishedSearch): Promise<VanishedAnswer> {
	const protectedGroups = await groupIds(zoom, search.protectedGroups);
	const include = search.match.by === 'attribute' ? { include: 'custom_attributes' as const } : {};
	const present: PresentPerson[] = [];
	for (const status of USER_STATUSES) {
		for await (const page of zoom.users.list(status, include)) {
			for (const user of page) {
				present.push({
					email: user.email,
					stableId: stableIdOf(user, search.match),
					groupIds: user.group_ids,
					isOwner: user.role_id === OWNER_ROLE,
					isOut: status === 'inactive',
				});
			}
		}
	}
	return findVanished(search.list, present, search.memory, { ...search.rules, protectedGroups }, search.now);
}

async function groupIds(zoom: ZoomClient, wanted: readonly string[]): Promise<Set<string>> {
	if (wanted.length === 0) return new Set();
	const known: Array<{ id: string; name: string }> = [];
	for await (const page of zoom.groups.list()) known.push(...page);
	const fold = (text: string) => text.trim().toLowerCase();
	const unknown = wanted.filter((one) => !known.some(({ id, name }) => id === one || fold(name) === fold(one)));
	if (unknown.length > 0) {
		throw new InputError(
			'Protected Groups',
			`name ${unknown.join(', ')}, which the account does not have`,
			'Correct the name: nobody is taken for a leaver while it is unknown who is protected.',
		);
	}
	const chosen = known.filter(({ id, name }) => wanted.some((one) => id === one || fold(name) === fold(one)));
	return new Set(chosen.map(({ id }) => id));
}
