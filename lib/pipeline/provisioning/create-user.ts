import { InputError } from '../../policy/failures';
import type { ZoomClient } from '../../zoom/client';
import type { NewUser } from '../../zoom/user-creation';

/**
 * Creates a user unless the address has one already, and sets afterwards what Zoom does not take at creation.
 * @param afterwards changes as `users.update` takes them
 * @returns the user as the item has it
 * @throws {InputError} when the user is there and that is not wanted
 */
export async function createUser(
	zoom: ZoomClient,
	wanted: NewUser,
	afterwards: Record<string, unknown>,
	ifExists: 'fail' | 'return',
): Promise<object> {
	const { created, id, email, existing } = await zoom.users.create(wanted);
	if (!created) {
		if (ifExists === 'return') {
			return { id, email, created: false, status: existing?.status ?? null, notes: [`${email} was there already.`] };
		}
		throw new InputError(
			'Email',
			`is ${email}, and Zoom has this user already (${existing?.status}${id ? `, ID ${id}` : ''})`,
			'Use Update or Ensure, or choose Return the Existing User.',
		);
	}
	const notes: string[] = [];
	const names = Object.keys(afterwards);
	if (names.length > 0 && wanted.action === 'create') {
		notes.push(`${names.join(', ')} can be set only after the user has accepted the invitation.`);
	} else if (names.length > 0) {
		await zoom.users.update(id, afterwards);
	}
	return { id, email, created: true, status: wanted.action === 'create' ? 'pending' : 'active', notes };
}
