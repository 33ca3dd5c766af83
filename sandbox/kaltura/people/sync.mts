import { ApiError, apiError } from '../api/errors.mts';
import type { Session } from '../sessions/session.mts';
import type { World } from '../world.mts';
import { addMembership, findMembership, removeMembership } from './memberships.mts';
import { type BulkLine, CreationMode, UserStatus, UserType, userKey } from './person.mts';
import { addPerson, findUser, requireUserId } from './users.mts';
import { bulkToWire } from './wire.mts';

/** More groups than this are never added inline (docs/vendors/directory.md#the-engine-of-the-server). */
const INLINE_LIMIT = 50;

/**
 * groupUser.sync as the server really does it (docs/vendors/kaltura.md#users-and-groups, docs/vendors/directory.md#the-engine-of-the-server): only AUTOMATIC
 * memberships of groups that are not protected are removed, ids are compared case-sensitively, and everything except a few
 * additions happens later in a bulk job.
 */
export function syncGroups(
	world: World,
	session: Session,
	args: { userId: string; groupIds?: string; removeFromExistingGroups?: boolean; createNewGroups?: boolean },
) {
	const { groupIds = '', removeFromExistingGroups: removes = true, createNewGroups: creates = true } = args;
	requireUserId(args.userId, 'userId');
	const user = findUser(world, args.userId);
	if (!user || user.type !== UserType.USER) throw apiError('INVALID_USER_ID');
	// An empty text is a list of one empty id: nothing to add, everything automatic to remove.
	const wanted = groupIds.split(groupIds.includes(';') ? ';' : ',').map((id) => id.trim());
	if (groupIds !== '') for (const id of wanted) requireUserId(id, 'groupIds');

	const current = world.memberships.find('user', [userKey(user.id)]);
	const memberOf = current.map((membership) => membership.groupId);
	const line = (action: BulkLine['action'], groupId: string): BulkLine => ({
		action,
		userId: user.id,
		groupId,
		createGroup: creates,
		creationMode: CreationMode.AUTOMATIC,
		userRole: 1,
	});
	const later: BulkLine[] = current
		.filter((membership) => removes && isRemovable(world, membership, wanted))
		.map((membership) => line('remove', membership.groupId));

	const missing = [...new Set(wanted)].filter((id) => id !== '' && !memberOf.includes(id));
	for (const groupId of missing) {
		const group = findUser(world, groupId);
		const isOpen = group ? group.type === UserType.GROUP && group.userMode !== 1 : creates;
		if (!isOpen) continue;
		if (!group || wanted.length > INLINE_LIMIT || !addedInline(world, user.id, groupId))
			later.push(line('add', groupId));
	}
	return later.length > 0 ? startBulk(world, session, `sync_${user.id}.csv`, later) : null;
}

function isRemovable(
	world: World,
	membership: { groupId: string; creationMode: number },
	wanted: readonly string[],
): boolean {
	const group = findUser(world, membership.groupId);
	return (
		!wanted.includes(membership.groupId) &&
		membership.creationMode === CreationMode.AUTOMATIC &&
		group?.type === UserType.GROUP &&
		group.userMode !== 1
	);
}

/** Errors of inline additions are swallowed by the real server: the bulk job tries again. */
function addedInline(world: World, userId: string, groupId: string): boolean {
	try {
		addMembership(world, { userId, groupId, creationMode: CreationMode.AUTOMATIC });
		return true;
	} catch (error) {
		if (error instanceof ApiError) return false;
		throw error;
	}
}

/** Queues a bulk job and gives it back as the API shows it. */
function startBulk(world: World, session: Session, fileName: string, lines: BulkLine[]) {
	const bulk = world.bulkUploads.put({
		id: world.rowIds.next(),
		status: 0,
		uploadedBy: session.userId,
		uploadedOn: world.clock.seconds(),
		fileName,
		lines,
		results: [],
	});
	world.scheduler.add('bulk', String(bulk.id), world.settings.bulkMs);
	return bulkToWire(bulk);
}

/** The bulk job: line by line, a bad line does not stop the others. */
export function runBulk(world: World, id: string): void {
	const bulk = world.bulkUploads.get(id);
	if (!bulk) return;
	const results = bulk.lines.map((line) => {
		try {
			carryOut(world, line);
			return null;
		} catch (error) {
			if (error instanceof ApiError) return `${error.code}: ${error.message}`;
			throw error;
		}
	});
	// 5 FINISHED, 12 FINISHED_PARTIALLY
	world.bulkUploads.put({ ...bulk, results, status: results.some((result) => result !== null) ? 12 : 5 });
}

function carryOut(world: World, line: BulkLine): void {
	const { userId, groupId, creationMode, userRole } = line;
	if (line.action === 'remove') {
		removeMembership(world, userId, groupId);
		return;
	}
	// Groups made this way have no name of their own and carry the capability SYNCED_GROUP.
	if (!findUser(world, groupId) && line.createGroup) {
		addPerson(world, groupId, { type: UserType.GROUP, status: UserStatus.ACTIVE, synced: true });
	}
	if (!findMembership(world, userId, groupId)) addMembership(world, { userId, groupId, creationMode, userRole });
}
