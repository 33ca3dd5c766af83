import type { OwnerDecision } from './owner';
import { outcome, type Outcome } from '../outcomes';
import { foldName } from '../settings';

/** What Re-Assign Owners does with one entry of the default user. */
export type Reassignment = { do: 'reassign'; userId: string; outcome: Outcome } | { do: 'leave'; outcome: Outcome };

/**
 * The meeting UUID in the reference id of a parent entry (`Zoom_<uuid><recording_start>`, also of Kaltura's own
 * integration); null when the entry is not a recording's.
 * @see docs/vendors/kaltura-integration.md#names
 */
export function meetingUuidOf(referenceId: string): string | null {
	return /^Zoom_(.+?)(?:\d{4}-\d{2}-\d{2}T[\d:.]+Z)?$/.exec(referenceId)?.[1] ?? null;
}

/**
 * An entry moves only from the default user to the one user who matches the host; whoever a person made owner in the
 * meantime stays.
 * @param decision what the rules say about the host today
 */
export function decideReassignment(
	entry: { id: string; userId: string },
	defaultUserId: string,
	decision: OwnerDecision,
): Reassignment {
	if (foldName(entry.userId) !== foldName(defaultUserId)) {
		return { do: 'leave', outcome: outcome('owned-by-somebody-else', { entryId: entry.id, userId: entry.userId }) };
	}
	if (decision.do === 'stop') return { do: 'leave', outcome: decision.outcome };
	const { userId, matched, created } = decision.owner;
	if (!matched || created || foldName(userId) === foldName(defaultUserId)) {
		return { do: 'leave', outcome: outcome('still-default-user', { entryId: entry.id, userId: defaultUserId }) };
	}
	return {
		do: 'reassign',
		userId,
		outcome: outcome('reassigned', { entryId: entry.id, from: entry.userId, to: userId }),
	};
}

/**
 * Which entries a run looks at when there are more than it may: the newest half, because their hosts are the ones that come
 * soon, and of the others the next in turn. Where it was follows from the day, so nobody has to remember it, and behind entries
 * of hosts who never come nothing starves.
 * @param newestFirst all of them
 * @param day a number that grows by one from run to run
 */
export function inTurn<T>(newestFirst: readonly T[], limit: number, day: number): T[] {
	if (newestFirst.length <= limit) return [...newestFirst];
	const newest = newestFirst.slice(0, Math.ceil(limit / 2));
	const others = newestFirst.slice(newest.length);
	const share = limit - newest.length;
	const start = (day * share) % others.length;
	return [...newest, ...[...others, ...others].slice(start, start + share)];
}
