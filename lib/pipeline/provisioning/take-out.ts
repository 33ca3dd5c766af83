import type { ZoomClient } from '../../zoom/client';
import type { Pledges } from '../../zoom/pledges';
import { logOutOwed } from '../../zoom/pledges';
import type { ZoomUser } from '../../zoom/schemas';

/**
 * Deactivates somebody and ends the sessions. A log-out that fails stays owed, and is tried again when the same workflow
 * takes the person out once more; who is out completely costs no call.
 * @throws {ZoomError} of the deactivation, or of the log-out of somebody who is deactivated then
 */
export async function takeOut(
	zoom: ZoomClient,
	user: ZoomUser,
	logOut: boolean,
	pledges: Pledges,
): Promise<{ deactivated: boolean; loggedOut: boolean }> {
	const owed = logOutOwed(user.id);
	const wasActive = user.status !== 'inactive';
	if (wasActive) {
		if (logOut) await pledges.make(owed).catch(() => undefined); // not to be able to remember keeps nobody in
		await zoom.users.setStatus(user.id, 'inactive');
	}
	const loggedOut = logOut && (wasActive || (await pledges.maybeLeft([owed])).length > 0);
	if (loggedOut) {
		await zoom.users.logOut(user.id);
		await pledges.keep(owed).catch(() => undefined); // then it is done once more
	}
	return { deactivated: wasActive, loggedOut };
}
