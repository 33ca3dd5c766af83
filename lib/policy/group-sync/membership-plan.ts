import type { WantedGroups } from './wanted-groups';

/** A membership as the target has it now. */
export interface Membership {
	groupId: string;
	/** How it came to be: Kaltura's creation mode (automatic = by a sync or CSV); Zoom has none. */
	creationMode: 'manual' | 'automatic' | 'unknown';
	role: 'member' | 'manager';
}

/** A group of the target. */
export interface ExistingGroup {
	id: string;
	/** Protected groups and groups of applications are never touched. */
	touchable: boolean;
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
	ignoreCase: boolean;
	/** Kaltura's limit of groups per user: 1,024. */
	mostGroupsPerUser: number;
}

export type KeepReason =
	'wanted' | 'manual' | 'manager' | 'protected' | 'not-ours' | 'removal-off' | 'attribute-missing';
export type SkipReason = WantedGroups['skipped'][number]['reason'] | 'group-missing' | 'protected' | 'too-many-groups';

export interface MembershipPlan {
	add: Array<{ groupId: string; name: string; create: boolean; because: string[] }>;
	remove: Array<{ groupId: string }>;
	kept: Array<{ groupId: string; reason: KeepReason }>;
	skipped: Array<{ value: string; reason: SkipReason; detail: string }>;
}

/**
 * What has to change so that a user's memberships are the wanted ones, and nothing else: wanted ∪ not ours.
 * @param ours ids of the groups that our record says this rule set added for this user
 * @see reference identity-and-groups §4.2 (what Kaltura's engine does) and §4.3 (what ours does differently)
 */
export function planMemberships(
	wanted: WantedGroups,
	current: readonly Membership[],
	existing: (groupId: string) => ExistingGroup | undefined,
	ours: ReadonlySet<string>,
	policy: SyncPolicy,
): MembershipPlan {
	const plan: MembershipPlan = { add: [], remove: [], kept: [], skipped: [] };
	for (const { value, reason, detail } of wanted.skipped) plan.skipped.push({ value, reason, detail });
	const key = (id: string) => (policy.ignoreCase ? id.toLowerCase() : id);
	const isProtected = (id: string) => policy.protectedGroups.some((one) => key(one) === key(id));
	const currentKeys = new Set(current.map(({ groupId }) => key(groupId)));
	const wantedKeys = new Set(wanted.groups.map(({ id }) => key(id)));
	const recorded = new Set([...ours].map(key));

	if (!wanted.anyPresent) {
		plan.kept.push(...current.map(({ groupId }) => ({ groupId, reason: 'attribute-missing' as const })));
		return plan;
	}

	for (const membership of current) {
		const { groupId } = membership;
		const reason = whyKept(membership);
		if (reason) plan.kept.push({ groupId, reason });
		else plan.remove.push({ groupId });
	}

	// Additions are carried out before removals, so that nobody loses access in between: removals free no room.
	let room = policy.mostGroupsPerUser - current.length;
	for (const { id, name, because } of wanted.groups) {
		if (currentKeys.has(key(id))) continue;
		const group = existing(id);
		const value = because.join(', ');
		if (isProtected(id) || (group && !group.touchable)) {
			plan.skipped.push({ value, reason: 'protected', detail: `the group ${id} is protected` });
		} else if (!group && !policy.createNewGroups) {
			plan.skipped.push({
				value,
				reason: 'group-missing',
				detail: `there is no group ${id}, and new groups are not created`,
			});
		} else if (room <= 0) {
			plan.skipped.push({
				value,
				reason: 'too-many-groups',
				detail: `the user is in ${policy.mostGroupsPerUser} groups already, the most that is possible`,
			});
		} else {
			room--;
			plan.add.push({ groupId: group?.id ?? id, name, create: !group, because });
		}
	}
	return plan;

	function whyKept({ groupId, creationMode, role }: Membership): KeepReason | null {
		if (wantedKeys.has(key(groupId))) return 'wanted';
		if (!policy.removeFromGroups) return 'removal-off';
		if (isProtected(groupId) || existing(groupId)?.touchable === false) return 'protected';
		if (role === 'manager') return 'manager';
		if (policy.provenance !== 'record' && creationMode !== 'automatic') return 'manual';
		if (policy.provenance !== 'creation-mode' && !recorded.has(key(groupId))) return 'not-ours';
		// A missing attribute may be the one that this membership came from.
		if (wanted.missing.length > 0) return 'attribute-missing';
		return null;
	}
}

/** How many removals a run may do. */
export interface RemovalLimit {
	most: number;
	/** Share of the memberships that were looked at, 0–1. */
	mostShare: number;
}

/**
 * Whether a run would remove more than it may: a broken directory export must not empty every group.
 * @returns null when it is fine, else the sentence that says what it would do
 */
export function tooManyRemovals(removals: number, memberships: number, limit: RemovalLimit): string | null {
	const share = memberships === 0 ? 0 : removals / memberships;
	if (removals > limit.most) {
		return `This run would remove ${removals} memberships; the limit is ${limit.most}. Nothing was removed. Look at the plan, then raise Most Removals or correct the source.`;
	}
	if (removals > 0 && share > limit.mostShare) {
		return `This run would remove ${removals} of ${memberships} memberships (${percent(share)}); the limit is ${percent(limit.mostShare)}. Nothing was removed. Look at the plan, then raise Most Removals (Share) or correct the source.`;
	}
	return null;
}

const percent = (share: number) => `${Math.round(share * 1000) / 10} %`;
