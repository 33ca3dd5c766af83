import { InputError } from '../../policy/failures';
import type { ZoomClient } from '../../zoom/client';
import type { ZoomUser } from '../../zoom/schemas';
import { hasExpired } from '../../zoom/users';

export interface InvitedAgain {
	email: string;
	/** too-young: invited less than so many days ago, and left as it is. */
	outcome: 'invited' | 'too-young';
	/** What of the old invitation the new one does not have, each as a sentence. */
	notes: string[];
}

const DAY = 86_400_000;

/**
 * Sends a new invitation to somebody who has not accepted the old one, which ends: Zoom has no way to send the same again. The new
 * one has the names, licence and groups of the old one, which Zoom tells in its list of pending people only, also when
 * the invitation has expired.
 * @param olderThanDays an invitation that is younger is left
 * @throws {InputError} nobody is invited under this address
 * @throws {ZoomError} `EXPIRED_INVITATION`: Zoom keeps the expired invitation, and takes no other
 */
export async function inviteAgain(
	zoom: ZoomClient,
	key: string,
	olderThanDays: number,
	now: number,
): Promise<InvitedAgain> {
	const user = await zoom.users.get(key);
	if (!user)
		throw new InputError('User', `is ${key}, and Zoom has no such user`, 'Invite the person with User → Create.');
	if (user.status !== 'pending') {
		throw new InputError(
			'User',
			`names ${user.email}, who has accepted the invitation and is ${user.status} now`,
			'Nobody needs to be invited.',
		);
	}
	const old = await asListed(zoom, user);
	const invitedAt = Date.parse(String((old as Record<string, unknown>).user_created_at ?? ''));
	// Of an invitation without a date it is not known that it is old.
	if (olderThanDays > 0 && !(now - invitedAt >= olderThanDays * DAY)) {
		return { email: user.email, outcome: 'too-young', notes: [] };
	}
	// Zoom withdraws an invitation by unlinking. What has expired is replaced.
	if (!hasExpired(user)) await zoom.users.remove(user.email, { action: 'disassociate', transfer: [] });
	const created = await create(zoom, old, hasExpired(user));
	const notes = created ? await joinGroups(zoom, old) : ['Somebody else has created the user meanwhile.'];
	return { email: user.email, outcome: 'invited', notes };
}

async function asListed(zoom: ZoomClient, user: ZoomUser): Promise<ZoomUser> {
	for await (const page of zoom.users.list('pending')) {
		const row = page.find(({ email }) => email.toLowerCase() === user.email.toLowerCase());
		if (row) return row;
	}
	return user;
}

async function create(zoom: ZoomClient, user: ZoomUser, expired: boolean): Promise<boolean> {
	const names = {
		...(user.first_name ? { firstName: user.first_name } : {}),
		...(user.last_name ? { lastName: user.last_name } : {}),
	};
	const wanted = { action: 'create' as const, email: user.email, type: user.type ?? 1, ...names };
	return await zoom.users.create(wanted).then(
		({ created }) => created,
		(error: unknown) => {
			// Nothing was withdrawn, so nothing has to be made good.
			if (expired) throw error;
			const why = error instanceof Error ? error.message : String(error);
			throw new InputError(
				'User',
				`names ${user.email}, whose old invitation was withdrawn and whose new one failed: ${why}`,
				`Invite ${user.email} with User → Create and the user type ${wanted.type}.`,
			);
		},
	);
}

/** An invited person may have to wait for groups until the invitation is accepted; that undoes nothing. */
async function joinGroups(zoom: ZoomClient, { email, group_ids: groupIds }: ZoomUser): Promise<string[]> {
	const notes: string[] = [];
	for (const groupId of groupIds) {
		await zoom.users.addPendingToGroup(email, groupId).catch((error: unknown) => {
			notes.push(`Not yet in the group ${groupId}: ${error instanceof Error ? error.message : String(error)}`);
		});
	}
	return notes;
}
