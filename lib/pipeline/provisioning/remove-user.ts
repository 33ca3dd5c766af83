import { InputError } from '../../policy/failures';
import { handoverText, whyKept } from '../../policy/people/deletion';
import type { ZoomClient } from '../../zoom/client';
import type { Pledges } from '../../zoom/pledges';
import { ADMIN_ROLE } from '../../zoom/roles';
import type { ZoomUser } from '../../zoom/schemas';
import { lastLoginOf, TRANSFERS, type Transfer } from '../../zoom/users';

import { demoteAdmin, refuseProtected } from './protected-users';
import { takeOut } from './take-out';

export interface Leave {
	/** Id or address. */
	user: string;
	how: 'deactivate' | 'delete' | 'disassociate';
	demoteAdminsFirst: boolean;
	logOut: boolean;
	onlyInvitations: boolean;
	/** ISO; who has come back since then stays. '' asks nothing. */
	outSince?: string;
	/** '' hands nothing over. Read only when something can be handed over. */
	handover(): { transferTo: string; transfer: readonly Transfer[] };
}

/**
 * Deactivates, unlinks or deletes a user, and hands over what the user leaves behind. Never the people without whom nobody
 * could undo it.
 * @returns the outcome as the item has it
 * @throws {InputError} when this user must not leave, or not in this way
 */
export async function removeUser(zoom: ZoomClient, leave: Leave, pledges: Pledges): Promise<object> {
	const user = await zoom.users.get(leave.user);
	if (!user) return { user: leave.user, outcome: 'already-gone', message: `${leave.user} is not in Zoom any more.` };
	const who = { id: user.id, email: user.email };
	if (leave.onlyInvitations && user.status !== 'pending') {
		throw new InputError(
			'User',
			`names ${user.email}, who has accepted the invitation and is ${user.status} now, so nothing was withdrawn`,
			'Decide about the person again, or turn off Only Invitations.',
		);
	}
	const now = { status: user.status, lastLoginAt: lastLoginOf(user) };
	const kept = leave.outSince ? whyKept(user.email, now, leave.outSince) : null;
	if (kept) return { ...who, outcome: 'kept', message: kept };
	if (leave.how === 'deactivate') return { ...who, outcome: await deactivate(zoom, user, leave, pledges) };

	const handover = handoverOf(user, leave);
	// Zoom deletes invitations only by unlinking.
	const action = user.status === 'pending' ? 'disassociate' : leave.how;
	if (user.status !== 'pending') await refuseProtected(zoom, user, leave.how);
	const demoted = await demoteAdmin(zoom, user, leave.demoteAdminsFirst);
	const outcome = await zoom.users
		.remove(user.status === 'pending' ? user.email : user.id, { action, ...handover })
		.catch(async (error: unknown) => {
			// Whoever stays keeps the role; if not even that works, the first error is the one to know.
			if (demoted) await zoom.roles.assign(ADMIN_ROLE, [user.id]).catch(() => undefined);
			throw error;
		});
	const transferredTo = handover.transferTo ?? null;
	// What Zoom could have handed over and was not told to.
	const notTransferred = TRANSFERS.filter((one) => !handover.transfer.includes(one));
	return {
		...who,
		outcome: outcome === 'already-gone' ? outcome : action === 'delete' ? 'deleted' : 'disassociated',
		demoted,
		transferredTo,
		transferred: handover.transfer,
		notTransferred,
		message: handoverText(transferredTo, handover.transfer, notTransferred),
	};
}

async function deactivate(
	zoom: ZoomClient,
	user: ZoomUser,
	{ demoteAdminsFirst, logOut }: Leave,
	pledges: Pledges,
): Promise<string> {
	if (user.status === 'pending') {
		throw new InputError(
			'User',
			`names ${user.email}, who has not accepted the invitation, so there is nothing to deactivate`,
			'Choose Disassociate, which withdraws the invitation.',
		);
	}
	if (user.status !== 'inactive') {
		await refuseProtected(zoom, user, 'deactivate');
		await demoteAdmin(zoom, user, demoteAdminsFirst);
	}
	const { deactivated } = await takeOut(zoom, user, logOut, pledges);
	return deactivated ? 'deactivated' : 'already-inactive';
}

function handoverOf(user: ZoomUser, leave: Leave): { transferTo?: string; transfer: Transfer[] } {
	const { transferTo, transfer } = leave.handover();
	if (transferTo === '') return { transfer: [] };
	if (transferTo.toLowerCase() === user.email.toLowerCase()) {
		throw new InputError('Transfer To', `is the leaver ${user.email}`, 'Name the person who takes over.');
	}
	return { transferTo, transfer: TRANSFERS.filter((one) => transfer.includes(one)) };
}
