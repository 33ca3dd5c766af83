import type { ExistingGroup, Membership } from '../../policy/groups/membership-plan';

import type { NewUser } from './user-plan';

/** A membership to add or to remove. */
export interface MembershipChange {
	userId: string;
	groupId: string;
}

/** How one change ended: 'done', 'as-before' (somebody else had made it), or why not. */
export type ChangeResult = 'done' | 'as-before' | Error;

/**
 * Where the groups are. The plan is the same for Kaltura and Zoom; how memberships are read and written is not.
 * Group ids in Zoom's case are names, which are unique there.
 */
export interface GroupTarget {
	readonly name: 'kaltura' | 'zoom';
	/** Whose groups these are, such as `kaltura:102`: records of another account say nothing about this one. */
	readonly identity: string;
	readonly mostGroupsPerUser: number;
	/** Form in which two spellings of one user are equal. */
	userKey(userId: string): string;
	/**
	 * Which of these names are one person, where a person can be named in several ways.
	 * @returns name → the name under which all of them go
	 */
	samePeople?(userIds: readonly string[]): Promise<Map<string, string>>;
	/** Why a text cannot name a user; null when it can. */
	problemOfUserId(userId: string): string | null;
	/** Memberships as they are now, part by part, so that memory holds one part. An Error stands where reading failed. */
	memberships(userIds: readonly string[]): AsyncGenerator<Map<string, readonly Membership[] | Error>, void>;
	/** What has these ids, by `groupKey`; absent: nothing has. One that could not be read is an Error. */
	groups(groupIds: readonly string[]): Promise<Map<string, ExistingGroup | Error>>;
	/** Those of these users who cannot be in groups: they do not exist, or are groups themselves. */
	unusableUsers(userIds: readonly string[]): Promise<Map<string, Error>>;
	/** Creates people; one who exists by now is fine. @returns who was refused, by user id */
	createUsers?(users: readonly NewUser[]): Promise<Map<string, Error>>;
	/** Creates groups with readable names; one that exists by now is fine. @returns what was refused, by group id */
	createGroups(groups: ReadonlyArray<{ id: string; name: string }>): Promise<Map<string, Error>>;
	/** Takes groups that this run created away again, unless somebody is in them. */
	deleteIfEmpty(groupIds: readonly string[]): Promise<void>;
	add(changes: readonly MembershipChange[]): Promise<ChangeResult[]>;
	remove(changes: readonly MembershipChange[]): Promise<ChangeResult[]>;
	/**
	 * The target's own synchronisation, where it has one: makes these the groups of the users. Parts of it may happen later.
	 * @param removes whether what is not named is taken away
	 */
	sync?(
		wanted: ReadonlyArray<{ userId: string; groupIds: readonly string[] }>,
		removes: boolean,
	): Promise<Array<{ jobStarted: boolean } | Error>>;
}
