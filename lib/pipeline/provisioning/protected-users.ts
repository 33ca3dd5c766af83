import { InputError } from '../../policy/failures';
import type { ZoomClient } from '../../zoom/client';
import { ADMIN_ROLE, OWNER_ROLE } from '../../zoom/roles';
import type { ZoomUser } from '../../zoom/schemas';

/**
 * Refuses to take access from the people without whom nobody could undo it: the owner, the user that the app acts as, and
 * the last active admin. Zoom refuses some of this too, but not all, and in words that do not say why.
 * @throws {InputError}
 */
export async function refuseProtected(zoom: ZoomClient, user: ZoomUser, what: string): Promise<void> {
	if (user.role_id === OWNER_ROLE) throw refusal(user, what, 'is the owner of the Zoom account');
	const me = await zoom.users.appUser();
	if (me && me.id === user.id)
		throw refusal(user, what, 'is the user that this app acts as; that would lock the app out');
	if (user.role_id === ADMIN_ROLE && user.status === 'active' && (await isLastAdmin(zoom, user))) {
		throw refusal(user, what, 'is the last active admin; give somebody else the Admin role first');
	}
}

async function isLastAdmin(zoom: ZoomClient, user: ZoomUser): Promise<boolean> {
	for await (const admins of zoom.users.list('active', { roleId: ADMIN_ROLE })) {
		if (admins.some(({ id }) => id !== user.id)) return false;
	}
	return true;
}

function refusal(user: ZoomUser, what: string, why: string): InputError {
	return new InputError(
		'User',
		`names ${user.email}, whom this node does not ${what}: ${user.email} ${why}`,
		'Choose somebody else, or do it in the Zoom web portal.',
	);
}

/**
 * Zoom neither deactivates nor removes admins: their role is taken away first when that is allowed.
 * @throws {InputError} when it is not
 */
export async function demoteAdmin(zoom: ZoomClient, user: ZoomUser, allowed: boolean): Promise<boolean> {
	if (user.role_id !== ADMIN_ROLE) return false;
	if (!allowed) {
		throw new InputError(
			'User',
			`names the admin ${user.email}, and Zoom neither deactivates nor removes admins`,
			'Turn on Demote Admins First, or take the role away yourself.',
		);
	}
	await zoom.roles.unassign(ADMIN_ROLE, user.id);
	return true;
}
