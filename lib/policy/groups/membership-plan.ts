import { groupKey, markOfName } from './group-id';
import { collision, type PassedOver, type WantedGroups } from './wanted-groups';

/** A membership as the target has it now. */
export interface Membership {
	groupId: string;
	/** How it came to be: Kaltura's creation mode (automatic = by a sync or CSV); Zoom has none. */
	creationMode: 'manual' | 'automatic' | 'unknown';
	role: 'member' | 'manager';
}

/** What has the id of a group in the target. */
export interface ExistingGroup {
	/** As the target writes it. */
	id: string;
	/** Users and groups share one space of ids in Kaltura: somebody may be called like a group. */
	kind: 'group' | 'user';
	/** False for groups that the target protects and groups of applications. */
	touchable: boolean;
	/** For groups that a sync made: the mark of the name that they were made for, so that a second value on their id is noticed. */
	madeFor?: string;
	/** Its readable name, for messages. */
	name?: string;
}

export interface SyncPolicy {
	createNewGroups: boolean;
	removeFromGroups: boolean;
	/**
	 * Which memberships count as created by this sync:
	 * 'creation-mode-and-record' – automatic in Kaltura and in our record of this rule set (default: two syncs with different
	 * attributes never remove each other's groups); 'creation-mode' – every automatic one, as Kaltura's own module;
	 * 'record' – our record alone (Zoom groups, which know no creation mode).
	 */
	provenance: 'creation-mode-and-record' | 'creation-mode' | 'record';
	/** Group ids that are never added to or removed from. */
	protectedGroups: readonly string[];
	/** Kaltura's limit of groups per user: 1,024. */
	mostGroupsPerUser: number;
}

export type KeepReason =
	| 'wanted'
	| 'manual'
	| 'manager'
	| 'protected'
	| 'not-ours'
	| 'another-rule-set'
	| 'removal-off'
	| 'attribute-missing'
	| 'collision'
	| 'not-in-plan';
export type SkipReason =
	PassedOver['reason'] | 'group-missing' | 'protected' | 'too-many-groups' | 'user-with-this-id' | 'not-in-plan';

export interface MembershipPlan {
	add: Array<{ groupId: string; name: string; create: boolean; because: readonly string[] }>;
	remove: string[];
	kept: Array<{ groupId: string; reason: KeepReason }>;
	skipped: Array<{ attribute: string; value: string; groupId?: string; reason: SkipReason; detail: string }>;
}

/** Everything that the plan of one user depends on. */
export interface MembershipFacts {
	wanted: WantedGroups;
	current: readonly Membership[];
	/** Asked only where the answer matters: about groups to add to, and groups to remove from. */
	existing: (groupId: string) => ExistingGroup | undefined;
	/** Groups that our record says this rule set added for this user, in the form of `groupKey`. */
	ours: ReadonlySet<string>;
	/** The same of other rule sets: what they hold stays. */
	others?: ReadonlySet<string>;
	/** Ids that different values of the whole directory claim → the names; see `collisionsAcross`. */
	collisions?: ReadonlyMap<string, readonly string[]>;
	/** A plan that somebody approved: nothing beyond it is written. */
	approved?: ApprovedPlan | undefined;
}

/** Group keys that may be added to and removed from. */
export interface ApprovedPlan {
	add: ReadonlySet<string>;
	remove: ReadonlySet<string>;
	/** True where nobody looked at the plan: then what is so now decides, and not what was so when it was made. */
	free?: boolean;
	/** True for a user whom the source did not name any more. */
	vanished?: boolean;
	/** True for the word that the whole source was read; a finding is a sentence about a value. Neither is about a user. */
	source?: boolean;
	finding?: { key: string; sentence: string };
}

/**
 * What has to change so that a user's memberships are the wanted ones, and nothing else: wanted ∪ not ours.
 * Ids are compared without case, as Kaltura and Zoom do: minding it would add "staff", find it there, and remove "Staff".
 * @see docs/vendors/directory.md#the-engine-of-the-server (what Kaltura's engine does) and docs/group-sync.md (what ours does differently)
 */
export function planMemberships(facts: MembershipFacts, policy: SyncPolicy): MembershipPlan {
	const { wanted, current, existing, ours, others, collisions, approved } = facts;
	const plan: MembershipPlan = { add: [], remove: [], kept: [], skipped: [...wanted.skipped] };
	const protectedKeys = new Set(policy.protectedGroups.map(groupKey));
	const currentKeys = new Set(current.map(({ groupId }) => groupKey(groupId)));
	const wantedKeys = new Set(wanted.groups.map(({ id }) => groupKey(id)));
	const explicitKeys = new Set(wanted.groups.flatMap(({ id, explicit }) => (explicit ? [groupKey(id)] : [])));
	const undecided = new Set(wanted.undecided);

	for (const { groupId, creationMode, role } of current) {
		const key = groupKey(groupId);
		const reason = whyKept(groupId, key, creationMode, role);
		if (reason) plan.kept.push({ groupId, reason });
		else plan.remove.push(groupId);
	}

	// Additions are carried out before removals, so that nobody loses access in between: removals free no room.
	let room = policy.mostGroupsPerUser - current.length;
	for (const { id, name, because, explicit } of wanted.groups) {
		const key = groupKey(id);
		const value = because.join(', ');
		const skip = (reason: SkipReason, detail: string) =>
			plan.skipped.push({ attribute: '', value, groupId: id, reason, detail });
		const claimants = collisions?.get(key);
		if (claimants && !explicit) {
			plan.skipped.push({ ...collision(value, claimants, id), groupId: id });
			continue;
		}
		if (currentKeys.has(key)) continue;
		if (approved && !approved.add.has(key)) {
			skip('not-in-plan', `leads to the group ${id}, which is not in the approved plan; the next run plans it`);
			continue;
		}
		const group = existing(id);
		if (group?.kind === 'user') {
			skip('user-with-this-id', `would be the group ${group.id}, but that is the ID of a user; map it to a group`);
		} else if (protectedKeys.has(key) || (group && !group.touchable)) {
			skip('protected', `leads to the group ${group?.id ?? id}, which is protected`);
		} else if (group?.madeFor !== undefined && !explicit && group.madeFor !== markOfName(name)) {
			plan.skipped.push({ ...collision(value, [group.name ?? group.id, name], group.id), groupId: id });
		} else if (!group && !policy.createNewGroups) {
			skip('group-missing', `leads to the group ${id}, which does not exist, and new groups are not created`);
		} else if (room <= 0) {
			skip(
				'too-many-groups',
				`leads to the group ${id}, but the user is in ${policy.mostGroupsPerUser} groups, the most that is possible${
					plan.remove.length > 0 ? '; the removals of this run make room for the next' : ''
				}`,
			);
		} else {
			room--;
			plan.add.push({ groupId: group?.id ?? id, name, create: !group, because });
		}
	}
	plan.remove.sort();
	return plan;

	function whyKept(
		groupId: string,
		key: string,
		creationMode: Membership['creationMode'],
		role: Membership['role'],
	): KeepReason | null {
		if (undecided.has(key)) return 'collision';
		// Only for who has a value on this id: the collision of others keeps nobody in.
		if (wantedKeys.has(key)) return collisions?.has(key) && !explicitKeys.has(key) ? 'collision' : 'wanted';
		// No attribute at all, or one that may be where this membership came from.
		if (!wanted.anyPresent || wanted.missing.length > 0) return 'attribute-missing';
		if (!policy.removeFromGroups) return 'removal-off';
		if (protectedKeys.has(key)) return 'protected';
		if (role === 'manager') return 'manager';
		if (policy.provenance !== 'record' && creationMode !== 'automatic') return 'manual';
		if (policy.provenance !== 'creation-mode' && !ours.has(key)) return 'not-ours';
		if (policy.provenance !== 'creation-mode' && others?.has(key)) return 'another-rule-set';
		if (approved && !approved.remove.has(key)) return 'not-in-plan';
		return existing(groupId)?.touchable === false ? 'protected' : null;
	}
}

/**
 * What our record of this rule set and user says after a run: the memberships that this sync may take away again.
 * A rule set takes part in a membership that another one added when it wants it too; the last that lets go removes it.
 * @param added ids that this run added, or may have added although nobody heard of it
 * @param removed ids that this run surely removed
 * @returns group ids, sorted
 */
export function recordAfter(
	{ current, ours, others }: Pick<MembershipFacts, 'current' | 'ours' | 'others'>,
	{ kept, remove }: Pick<MembershipPlan, 'kept' | 'remove'>,
	{ added, removed }: { added: readonly string[]; removed: readonly string[] },
): string[] {
	const manual = new Set(
		current.filter(({ creationMode }) => creationMode === 'manual').map(({ groupId }) => groupKey(groupId)),
	);
	const gone = new Set(removed.map(groupKey));
	const held = kept.filter(({ groupId, reason }) => {
		const key = groupKey(groupId);
		if (manual.has(key) || reason === 'another-rule-set') return false;
		return ours.has(key) || (reason === 'wanted' && others?.has(key) === true);
	});
	const stillThere = remove.filter((groupId) => !gone.has(groupKey(groupId)) && ours.has(groupKey(groupId)));
	return [...new Set([...held.map(({ groupId }) => groupId), ...stillThere, ...added])].sort();
}
