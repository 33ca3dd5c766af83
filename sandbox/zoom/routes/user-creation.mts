import { randomBytes } from 'node:crypto';
import { addUser, removeUser } from '../account/directory.mts';
import { emailAddress, object, oneOf, planUnitedType, text, zoomOneType } from '../account/fields.mts';
import { requirePhoneLicence, requireSeat } from '../account/licences.mts';
import type { User } from '../account/model.mts';
import { passwordFault } from '../account/password.mts';
import { newPhoneProfile } from '../account/phone-profile.mts';
import { refuse } from '../account/refusals.mts';
import type { State } from '../account/state.mts';
import { isoDay } from '../clock.mts';
import { ZoomRefusal, created } from '../wire/answer.mts';
import { userCreated } from '../webhooks/directory-events.mts';
import type { Call, Handlers } from '../world.mts';
import { locked } from './user-lock.mts';

/** POST /users: docs/vendors/zoom.md#users-groups-roles-phones. */

const ACTIONS = ['create', 'autoCreate', 'custCreate', 'ssoCreate'] as const;
/** Creations per day with action=create (docs/vendors/zoom.md#limits). */
const PER_DAY = { free: 50, pro: 1500, business: 10_000 };

export const userCreationHandlers: Handlers = {
	'POST /users': async (call) => {
		const { world, body } = call;
		const { state } = world;
		const action = oneOf(body.action, 'action', ACTIONS);
		const info = object(body.user_info, 'user_info');
		const email = emailAddress(info.email, 'user_info.email');
		const type = oneOf(info.type, 'user_info.type', action === 'ssoCreate' ? [1, 2, 4, 99] : [1, 2, 4]);
		if (action === 'create') countCreation(call);
		checkAddress(call, action, email);
		return locked(world, email.toLowerCase(), 'create', () => {
			requireSeat(state, type);
			const feature = info.feature === undefined ? {} : object(info.feature, 'user_info.feature');
			if (feature.zoom_phone === true) requirePhoneLicence(state);
			// An account that was unlinked answers with an empty id (docs/vendors/directory.md#what-zoom-does-with-users).
			if (state.settings.unlinkedAccounts.includes(email.toLowerCase())) {
				return created({ id: '', email, first_name: '', last_name: '', type });
			}
			const expired = expiredHolder(state, email);
			if (expired) removeUser(state, expired);
			const user = newUser(call, action, email, type, info, feature);
			addUser(state, user);
			world.webhooks.emit(userCreated(world, user, action));
			return created({ id: user.id, email, first_name: user.first_name, last_name: user.last_name, type });
		});
	},
};

function checkAddress(call: Call, action: (typeof ACTIONS)[number], email: string): void {
	const { state } = call.world;
	const { settings } = state;
	const domain = email.split('@')[1]!.toLowerCase();
	if (settings.blockedDomains.includes(domain)) throw new ZoomRefusal(400, 1107, 'Email domain is blocked.');
	if (action === 'ssoCreate' && !settings.ssoEnabled) {
		throw new ZoomRefusal(400, 2002, 'SSO has not been enabled for your account.');
	}
	if (action === 'ssoCreate' && !settings.ssoPreProvision) {
		throw new ZoomRefusal(400, 2032, 'Pre-provisioning of SSO users has not been enabled for your account.');
	}
	if (action === 'autoCreate' && !settings.managedDomains.includes(domain)) {
		throw new ZoomRefusal(
			400,
			1116,
			`Email address ${email} doesn't match limited domains: ${settings.managedDomains.join(', ')}`,
		);
	}
	// Whatever the state of the account that has it: a pending or inactive one is not in the default list (trap 11).
	if (state.userIdByEmail.has(email.toLowerCase()) && !(action === 'create' && expiredHolder(state, email))) {
		throw new ZoomRefusal(settings.duplicateStatus, 1005, `Email "${email}" has already been used.`);
	}
	if (settings.foreignAccounts.includes(email.toLowerCase())) {
		throw new ZoomRefusal(400, 1009, `The user ${email} already holds an active account.`);
	}
}

/** Who holds the address with an invitation that has expired and can be renewed. */
function expiredHolder(state: State, email: string): User | undefined {
	const holder = state.users.get(state.userIdByEmail.get(email.toLowerCase()) ?? '');
	const renewed = state.settings.expiredInvitations === 'renewed' && holder?.flags?.invitationExpired;
	return renewed ? holder : undefined;
}

function newUser(
	call: Call,
	action: (typeof ACTIONS)[number],
	email: string,
	type: number,
	info: Record<string, unknown>,
	feature: Record<string, unknown>,
): User {
	const { state, clock } = call.world;
	const first = info.first_name === undefined ? '' : text(info.first_name, 'user_info.first_name', 64);
	const last = info.last_name === undefined ? '' : text(info.last_name, 'user_info.last_name', 64);
	const display = info.display_name === undefined ? '' : text(info.display_name, 'user_info.display_name', 128);
	const password =
		action === 'autoCreate' && info.password !== undefined ? text(info.password, 'user_info.password', 32) : undefined;
	if (password !== undefined && passwordFault(password)) throw refuse.invalidParameter('password');
	const zoomOne =
		feature.zoom_one_type === undefined
			? undefined
			: zoomOneType(feature.zoom_one_type, 'user_info.feature.zoom_one_type');
	const user: User = {
		id: randomBytes(16).toString('base64url'),
		email,
		first_name: first,
		last_name: last,
		display_name: display || `${first} ${last}`.trim(),
		type,
		// "create" waits for the person to confirm; the others are there at once (docs/vendors/zoom.md#users-groups-roles-phones).
		status: action === 'create' ? 'pending' : 'active',
		role_id: '2',
		pmi: 3_000_000_000 + (randomBytes(4).readUInt32BE() % 2 ** 30),
		timezone: '',
		verified: action === 'create' ? 0 : 1,
		user_created_at: clock.iso(),
		group_ids: [],
		login_types: [{ create: 100, autoCreate: 100, custCreate: 99, ssoCreate: 101 }[action]],
		...(password === undefined ? {} : { password }),
		...(zoomOne === undefined || zoomOne === '0' ? {} : { zoom_one_type: zoomOne }),
		...(info.plan_united_type === undefined
			? {}
			: { plan_united_type: planUnitedType(info.plan_united_type, 'plan_united_type') }),
	};
	// Anything else in user_info is passed over in silence (docs/vendors/directory.md#what-zoom-does-with-users).
	if (feature.zoom_phone === true) user.phone = newPhoneProfile(state, user);
	return user;
}

function countCreation(call: Call): void {
	const { state, clock } = call.world;
	const plan = state.settings.rateLimits;
	if (plan === 'off') return;
	const day = `users ${isoDay(clock.now())}`;
	const limit = Math.max(1, Math.floor(PER_DAY[plan] / state.settings.dailyLimitDivisor));
	if ((state.createdOn[day] ?? 0) >= limit) {
		throw new ZoomRefusal(
			429,
			429,
			'You have reached the maximum daily rate limit for this API. Refer to the response header for details on when you can make another request.',
			{ headers: { 'retry-after': `${isoDay(clock.now() + 86_400_000)}T00:00:00Z` } },
		);
	}
	state.createdOn[day] = (state.createdOn[day] ?? 0) + 1;
}
