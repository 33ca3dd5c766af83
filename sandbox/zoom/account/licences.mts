import type { User } from './model.mts';
import type { State } from './state.mts';
import { ZoomRefusal } from '../wire/answer.mts';

/** Licence limits and their codes (docs/vendors/zoom.md#errors). */

const count = (state: State, fits: (user: User) => boolean) => {
	let found = 0;
	for (const user of state.users.values()) if (fits(user)) found++;
	return found;
};

/** @throws 2034 no licence left · 2033 no Basic seat left */
export function requireSeat(state: State, type: number): void {
	const { licensed, basic } = state.settings.licences;
	if (type === 2 && count(state, (user) => user.type === 2 && user.status !== 'inactive') >= licensed) {
		throw new ZoomRefusal(
			400,
			2034,
			'Your request to add a new Licensed user could not be approved at this time because your account has reached the permitted maximum number of Licensed users. Please purchase additional licenses or contact the Zoom support team to provision additional users in your account.',
		);
	}
	if (type === 1 && count(state, (user) => user.type === 1 && user.status !== 'inactive') >= basic) {
		throw new ZoomRefusal(
			400,
			2033,
			"Your request to add a basic user wasn't approved because you've already reached the maximum basic user limit allowed in your account. For additional help regarding this issue, contact the Zoom Customer Support team.",
		);
	}
}

/** Everybody comes back as Basic. @throws 3412 */
export function requireSeatToActivate(state: State): void {
	const { basic } = state.settings.licences;
	if (count(state, (user) => user.type === 1 && user.status !== 'inactive') < basic) return;
	throw new ZoomRefusal(
		400,
		3412,
		`Your request to activate the user was not approved at this time because your account has reached the permitted maximum number of ${basic} "Basic" users. Remove the existing "Basic" user(s) from your "Users" list or the "Pending Users" list before attempting to activate this user.`,
	);
}

/** @throws 404/1102 */
export function requirePhoneLicence(state: State): void {
	if (count(state, (user) => user.phone !== undefined) < state.settings.licences.phone) return;
	throw new ZoomRefusal(
		404,
		1102,
		'You cannot enable the **Zoom Phone** feature because you do not have any available licenses.',
	);
}
