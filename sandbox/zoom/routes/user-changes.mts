import { moveAddress, requireUser } from '../account/directory.mts';
import { emailAddress, object, oneOf, planUnitedType, rows, text, zoomOneType } from '../account/fields.mts';
import { requirePhoneLicence, requireSeat, requireSeatToActivate } from '../account/licences.mts';
import type { User } from '../account/model.mts';
import { passwordFault } from '../account/password.mts';
import { newPhoneProfile, removePhone } from '../account/phone-profile.mts';
import { refuse } from '../account/refusals.mts';
import { DAY } from '../clock.mts';
import { type Answer, ZoomRefusal, noContent } from '../wire/answer.mts';
import { userEvent, userUpdated } from '../webhooks/directory-events.mts';
import type { Call, Handlers } from '../world.mts';

/** Changing users: docs/vendors/zoom.md#users-groups-roles-phones, docs/vendors/directory.md#errors-of-user-calls. */

const isAdmin = (user: User) => user.role_id === '0' || user.role_id === '1';

function target(call: Call): User {
	const user = requireUser(call.world, call.params.userId!);
	if (user.flags?.invitationExpired) throw refuse.expiredInvitation();
	return user;
}

type Check = (value: unknown, call: Call) => unknown;
const upTo =
	(field: string, longest: number): Check =>
	(value) =>
		text(value, field, longest);

/** What PATCH takes, with each field's rule. Unknown fields are passed over, as Zoom does. */
const FIELDS: Partial<Record<keyof User, Check>> = {
	first_name: upTo('first_name', 64),
	last_name: upTo('last_name', 64),
	display_name: upTo('display_name', 128),
	company: upTo('company', 255),
	dept: upTo('dept', 255),
	job_title: upTo('job_title', 128),
	cost_center: upTo('cost_center', 255),
	location: upTo('location', 256),
	language: upTo('language', 64),
	timezone: upTo('timezone', 64),
	pronouns: upTo('pronouns', 64),
	about_me: upTo('about_me', 150),
	cms_user_id: upTo('cms_user_id', 320),
	phone_country: upTo('phone_country', 2),
	phone_number: upTo('phone_number', 32),
	pronouns_option: (value) => oneOf(value, 'pronouns_option', [1, 2, 3]),
	use_pmi: (value) => oneOfBooleans(value, 'use_pmi'),
	host_key: (value) => {
		if (!/^\d{6,10}$/.test(String(value))) throw refuse.invalidFields('host_key');
		return String(value);
	},
	pmi: (value) => {
		if (!/^\d{10}$/.test(String(value))) throw refuse.invalidFields('pmi');
		return Number(value);
	},
	linkedin_url: (value) => {
		if (!text(value, 'linkedin_url', 1000).includes('linkedin.com')) throw refuse.invalidFields('linkedin_url');
		return value;
	},
	manager: (value, { world }) => {
		const manager = text(value, 'manager', 128);
		const known = [...world.state.users.values()].some(
			(user) => user.email === manager || user.display_name === manager,
		);
		if (manager !== '' && !known) throw refuse.invalidFields('manager');
		return manager;
	},
	phone_numbers: (value) =>
		(Array.isArray(value) && value.length === 0 ? [] : rows(value, 'phone_numbers', 3)).map((row) => ({
			code: text(row.code, 'phone_numbers.code', 5),
			country: text(row.country, 'phone_numbers.country', 2),
			label: oneOf(row.label ?? 'Mobile', 'phone_numbers.label', ['Mobile', 'Office', 'Home', 'Fax']),
			number: text(row.number, 'phone_numbers.number', 32),
			verified: false,
		})),
	custom_attributes: (value) =>
		(Array.isArray(value) && value.length === 0 ? [] : rows(value, 'custom_attributes', 5)).map((row) => ({
			key: text(row.key, 'custom_attributes.key', 64, 1),
			name: row.name === undefined ? '' : text(row.name, 'custom_attributes.name', 128),
			value: text(row.value, 'custom_attributes.value', 1024),
		})),
	division_ids: (value) => {
		if (!Array.isArray(value) || value.length > 1) throw refuse.invalidFields('division_ids');
		return value.map(String);
	},
};

function oneOfBooleans(value: unknown, field: string): boolean {
	if (typeof value !== 'boolean') throw refuse.invalidFields(field);
	return value;
}

function patch(call: Call): Answer {
	const { world, body } = call;
	const user = target(call);
	if (user.status === 'pending') return patchPending(call, user);
	if (user.status === 'inactive') throw new ZoomRefusal(400, 1053, 'User is disabled.');
	// Each is a licence of its own: one per request (docs/vendors/directory.md#errors-of-user-calls).
	const licences = ['type', 'plan_united_type', 'zoom_one_type'].filter((name) => body[name] !== undefined);
	if (licences.length > 1) {
		throw refuse.validation('You cannot change the type, plan_united_type and zoom_one_type in one request.');
	}
	if (body.type !== undefined) checkType(call, user, body.type);
	const changes: Partial<User> = {};
	for (const [name, check] of Object.entries(FIELDS) as Array<[keyof User, Check]>) {
		if (body[name] !== undefined) Object.assign(changes, { [name]: check(body[name], call) });
	}
	if (body.vanity_name !== undefined)
		changes.vanity_url = `https://zoom.example/my/${text(body.vanity_name, 'vanity_name', 40)}`;
	if (body.type !== undefined) changes.type = body.type as number;
	if (body.plan_united_type !== undefined)
		changes.plan_united_type = planUnitedType(body.plan_united_type, 'plan_united_type');
	if (body.zoom_one_type !== undefined) changes.zoom_one_type = zoomOneType(body.zoom_one_type, 'zoom_one_type');
	changePhoneFeature(call, user);

	const before = Object.fromEntries(Object.keys(changes).map((name) => [name, user[name as keyof User] ?? '']));
	Object.assign(user, changes);
	// Without a display name of its own a user shows first and last name.
	if (changes.display_name === '') user.display_name = `${user.first_name} ${user.last_name}`.trim();
	if (user.plan_united_type === 'none') delete user.plan_united_type;
	if (user.zoom_one_type === '0') delete user.zoom_one_type;
	if (Object.keys(changes).length > 0) world.webhooks.emit(userUpdated(world, user, before, changes));
	return noContent;
}

/** A pending user takes nothing but a group (group_id); the sentence is ours. */
function patchPending(call: Call, user: User): Answer {
	const { state } = call.world;
	if (state.settings.pendingChanges === 'ignored') return noContent;
	if (state.settings.pendingChanges === 'foreign') {
		throw new ZoomRefusal(400, 1010, `User does not belong to this account: ${state.accountId}.`);
	}
	if (call.body.group_id === undefined || Object.keys(call.body).length > 1) {
		throw refuse.validation('A pending user cannot be updated.');
	}
	const groupId = text(call.body.group_id, 'group_id', 64);
	if (!state.groups.has(groupId)) throw refuse.noGroup(groupId);
	if (!user.group_ids.includes(groupId)) user.group_ids.push(groupId);
	user.primary_group_id ??= groupId;
	return noContent;
}

function checkType(call: Call, user: User, value: unknown): void {
	const type = oneOf(value, 'type', [1, 2, 4, 99]);
	if (type === user.type) return;
	if (user.flags?.zoomRoom && type !== 2) {
		throw new ZoomRefusal(400, 200, `A Zoom Room user cannot be changed to a free user type: ${user.id}`);
	}
	if (user.flags?.zoomEvents && type === 1) {
		throw refuse.validation('This user has upcoming Zoom Events and cannot be changed to Basic.');
	}
	requireSeat(call.world.state, type);
}

function changePhoneFeature(call: Call, user: User): void {
	const { state } = call.world;
	if (call.body.feature === undefined) return;
	const { zoom_phone } = object(call.body.feature, 'feature');
	if (zoom_phone === undefined) return;
	const wanted = oneOfBooleans(zoom_phone, 'feature.zoom_phone');
	// A Zoom One licence brings the phone with it (docs/vendors/directory.md#what-zoom-does-with-users).
	if (user.zoom_one_type !== undefined) throw refuse.invalidFields('feature.zoom_phone');
	if (wanted && !user.phone) {
		requirePhoneLicence(state);
		user.phone = newPhoneProfile(state, user);
	}
	if (!wanted) removePhone(state, user);
}

function changeStatus(call: Call): Answer {
	const { world } = call;
	const { state } = world;
	const user = target(call);
	const action = oneOf(call.body.action, 'action', ['activate', 'deactivate', 'clock_in', 'clock_out']);
	const answer: Answer = state.settings.statusChangeAnswer === 204 ? noContent : { status: 200, body: {} };
	if (action === 'clock_in' || action === 'clock_out') return answer;
	if (user.flags?.zoomRoom || isAdmin(user)) {
		throw new ZoomRefusal(400, 200, "Zoom Room and Admin users' status cannot be activated or deactivated.");
	}
	// A pending user can be neither (docs/vendors/directory.md#what-zoom-does-with-users); the sentence is ours.
	if (user.status === 'pending') throw refuse.validation('The status of a pending user cannot be changed.');
	const status = action === 'activate' ? 'active' : 'inactive';
	if (user.status === status) return answer;
	if (action === 'deactivate' && user.flags?.zoomEvents) {
		throw refuse.validation('You cannot deactivate this user because the user has an upcoming Zoom Events scheduled.');
	}
	if (action === 'activate') requireSeatToActivate(state);
	else loseLicences(user);
	user.status = status;
	world.webhooks.emit(userEvent(world, action === 'activate' ? 'activated' : 'deactivated', user));
	return answer;
}

/** Deactivation strips licences, and coming back does not give them back (docs/vendors/directory.md#what-zoom-does-with-users). */
function loseLicences(user: User): void {
	user.type = 1;
	delete user.zoom_one_type;
	delete user.plan_united_type;
	if (user.phone) user.phone.status = 'deactivate';
}

function changeEmail(call: Call): Answer {
	const { world } = call;
	const { state } = world;
	const user = target(call);
	const email = emailAddress(call.body.email, 'email');
	if (isAdmin(user)) throw new ZoomRefusal(400, 1000, 'Admin can not change other admins email.');
	const { managedDomains } = state.settings;
	if (!managedDomains.includes(email.split('@')[1]!.toLowerCase())) {
		throw new ZoomRefusal(
			400,
			1116,
			`Email address ${email} doesn't match limited domains: ${managedDomains.join(', ')}`,
		);
	}
	const holder = state.userIdByEmail.get(email.toLowerCase());
	if (holder !== undefined && holder !== user.id) {
		throw new ZoomRefusal(state.settings.duplicateStatus, 1005, `Email "${email}" has already been used.`);
	}
	const now = world.clock.now();
	const recent = (user.email_changes ?? []).filter((at) => now - at < DAY);
	// Three in a day, then 429 (docs/vendors/zoom.md#limits). The sentence is not known.
	if (recent.length >= 3) {
		throw new ZoomRefusal(
			429,
			429,
			"You have exceeded the daily rate limit (3) of changes to this user's email address.",
		);
	}
	user.email_changes = [...recent, now];
	const before = user.email;
	moveAddress(state, user, email);
	world.webhooks.emit(userUpdated(world, user, { email: before }, { email }));
	return noContent;
}

function changePassword(call: Call): Answer {
	const user = target(call);
	const password = text(call.body.password, 'password', 32);
	if (isAdmin(user)) throw new ZoomRefusal(400, 1117, "Can not update Admin's password");
	if (!user.login_types?.includes(100))
		throw new ZoomRefusal(400, 1123, 'Can only update password of Zoom work email account');
	if (password === user.password) throw refuse.validation('Your new password can not match the old password.');
	const fault = passwordFault(password);
	if (fault) throw new ZoomRefusal(400, fault.code, fault.message);
	user.password = password;
	call.world.webhooks.emit(userUpdated(call.world, user, {}, {}));
	return noContent;
}

export const userChangeHandlers: Handlers = {
	'PATCH /users/{userId}': patch,
	'PUT /users/{userId}/status': changeStatus,
	'PUT /users/{userId}/email': changeEmail,
	'PUT /users/{userId}/password': changePassword,
	// Ends the sessions of single sign-on.
	'DELETE /users/{userId}/token': (call) => {
		target(call).sessions = 0;
		return noContent;
	},
};
