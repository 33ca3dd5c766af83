import { findUser } from '../account/directory.mts';
import { object, oneOf, rows, text } from '../account/fields.mts';
import { requirePhoneLicence } from '../account/licences.mts';
import type { PhoneAccount, PhoneProfile, User } from '../account/model.mts';
import { newPhoneProfile } from '../account/phone-profile.mts';
import { refuse } from '../account/refusals.mts';
import { type Answer, ZoomRefusal, created, noContent, ok } from '../wire/answer.mts';
import type { Call, Handlers, World } from '../world.mts';
import { phoneAccount, phoneUser, plansInUse } from './phone.mts';

/** Changing Zoom Phone: docs/vendors/zoom.md#users-groups-roles-phones. */

function requireSite(account: PhoneAccount, id: unknown): string {
	if (!account.sites.some((site) => site.id === id)) throw new ZoomRefusal(404, 404, 'Site does not exist.');
	return id as string;
}

/** The whole number with the site's code; nobody else may have it. */
function freeExtension(world: World, value: unknown, own?: User): number {
	const digits = String(value);
	if (!/^\d{3,15}$/.test(digits)) throw refuse.invalidFields('extension_number');
	for (const user of world.state.users.values()) {
		if (user !== own && user.phone?.extension_number === Number(digits)) throw refuse.invalidFields('extension_number');
	}
	return Number(digits);
}

/** @throws 300 when the account does not have the plan or has none left */
function requirePlan(world: World, type: unknown): number {
	const plan = phoneAccount(world).calling_plans.find((one) => one.type === Number(type));
	if (!plan || plansInUse(world, plan.type) >= plan.subscribed) throw refuse.invalidFields('calling_plans');
	return plan.type;
}

function changeProfile(call: Call): Answer {
	const account = phoneAccount(call.world);
	const { user, phone } = phoneUser(call);
	const { body } = call;
	const changes: Partial<PhoneProfile> = {};
	if (body.site_id !== undefined) changes.site_id = requireSite(account, body.site_id);
	if (body.extension_number !== undefined)
		changes.extension_number = freeExtension(call.world, body.extension_number, user);
	if (body.emergency_address_id !== undefined)
		changes.emergency_address_id = text(body.emergency_address_id, 'emergency_address_id', 64);
	if (body.policy !== undefined) changes.policy = { ...phone.policy, ...object(body.policy, 'policy') };
	Object.assign(phone, changes);
	return noContent;
}

/** Adds up to ten users who are active in the account; they may have the phone already. */
function addBatch(call: Call): Answer {
	const { world } = call;
	const account = phoneAccount(world);
	if (Array.isArray(call.body.users) && call.body.users.length > 10) {
		throw new ZoomRefusal(400, 400, 'User size must be less than 10.');
	}
	const wanted = rows(call.body.users, 'users', 10).map((row) => {
		const user = typeof row.email === 'string' ? findUser(world, row.email) : undefined;
		if (!user || user.status !== 'active') throw refuse.invalidFields('users.email');
		if (!Array.isArray(row.calling_plans) || row.calling_plans.some((plan) => typeof plan !== 'string')) {
			throw refuse.invalidFields('users.calling_plans');
		}
		const site = account.sites.find(
			({ site_code, name }) => String(site_code) === row.site_code || name === row.site_name,
		);
		if (!site) throw refuse.invalidFields('users.site_code');
		// Here the extension comes without the code of the site.
		if (row.extension_number === undefined) throw refuse.invalidFields('users.extension_number');
		const extension = freeExtension(world, `${site.site_code}${String(row.extension_number)}`, user);
		const plans = row.calling_plans.map((plan) => requirePlan(world, plan));
		const numbers = ((row.phone_numbers ?? []) as string[]).map((number) => freeNumber(account, { number }));
		return { user, site, extension, plans, numbers };
	});
	for (const { user, site, extension, plans, numbers } of wanted) {
		if (!user.phone) requirePhoneLicence(world.state);
		const phone = (user.phone ??= newPhoneProfile(world.state, user));
		Object.assign(phone, { site_id: site.id, extension_number: extension, calling_plans: plans });
		for (const number of numbers) number.assignee_id = user.id;
	}
	return created(wanted.map(({ user: { id, email } }) => ({ email, id })));
}

function changeBatch(call: Call): Answer {
	const { world, body } = call;
	const account = phoneAccount(world);
	const { batch_type: type } = body;
	if (type !== 'move_site' && type !== 'assign_pending_user' && type !== 'activate') {
		throw new ZoomRefusal(400, 400, `Current batch type does not support, batch type:${String(type)}.`);
	}
	if (!Array.isArray(body.user_ids) || body.user_ids.length === 0 || body.user_ids.length > 10)
		throw refuse.invalidFields('user_ids');
	const users = body.user_ids.map((id) => {
		const user = world.state.users.get(String(id));
		if (!user?.phone) throw refuse.noUser(String(id));
		return { user, phone: user.phone };
	});
	const site = type === 'move_site' ? requireSite(account, body.site_id) : undefined;
	const status =
		type === 'activate' ? oneOf(body.activation_status, 'activation_status', ['activate', 'deactivate']) : 'activate';
	for (const { phone } of users) {
		if (site !== undefined) phone.site_id = site;
		else phone.status = status;
	}
	return noContent;
}

function freeNumber(account: PhoneAccount, wanted: Record<string, unknown>): PhoneAccount['numbers'][number] {
	const found = account.numbers.find((one) => (wanted.id ? one.id === wanted.id : one.number === wanted.number));
	if (!found || found.assignee_id !== undefined) throw refuse.invalidFields('phone_numbers');
	return found;
}

export const phoneChangeHandlers: Handlers = {
	'PATCH /phone/users/{userId}': changeProfile,
	'POST /phone/users/batch': addBatch,
	'PUT /phone/users/batch': changeBatch,
	'PATCH /phone/users/{userId}/settings': (call) => {
		Object.assign(phoneUser(call).phone.settings, call.body);
		return noContent;
	},

	'POST /phone/users/{userId}/calling_plans': (call) => {
		const { phone } = phoneUser(call);
		const types = rows(call.body.calling_plans, 'calling_plans', 150).map((row) => row.type);
		const fresh = types.filter((type) => !phone.calling_plans.includes(Number(type)));
		phone.calling_plans.push(...fresh.map((type) => requirePlan(call.world, type)));
		return ok({});
	},
	'PUT /phone/users/{userId}/calling_plans': (call) => {
		const { phone } = phoneUser(call);
		const { source_type: source, target_type: goal } = call.body;
		const at = phone.calling_plans.indexOf(Number(source));
		// 400 with code 404 (docs/vendors/zoom.md#errors).
		if (at < 0) throw new ZoomRefusal(400, 404, 'User did not subscribe to the source plan.');
		phone.calling_plans[at] = requirePlan(call.world, goal);
		return noContent;
	},
	'DELETE /phone/users/{userId}/calling_plans/{planType}': (call) => {
		const { phone } = phoneUser(call);
		const type = Number(call.params.planType);
		if (!phone.calling_plans.includes(type)) throw new ZoomRefusal(400, 400, 'Invalid field.');
		phone.calling_plans = phone.calling_plans.filter((one) => one !== type);
		return noContent;
	},

	'POST /phone/users/{userId}/phone_numbers': (call) => {
		const account = phoneAccount(call.world);
		const { user } = phoneUser(call);
		const numbers = rows(call.body.phone_numbers, 'phone_numbers', 10).map((row) => freeNumber(account, row));
		for (const number of numbers) number.assignee_id = user.id;
		return ok({ phone_numbers: numbers.map(({ id, number }) => ({ id, number })) });
	},
	'DELETE /phone/users/{userId}/phone_numbers/{phoneNumberId}': (call) => {
		const account = phoneAccount(call.world);
		const { user } = phoneUser(call);
		const key = call.params.phoneNumberId!;
		const found = account.numbers.find((one) => one.assignee_id === user.id && (one.id === key || one.number === key));
		// 404 with code 400 (docs/vendors/zoom.md#users-groups-roles-phones).
		if (!found) throw new ZoomRefusal(404, 400, 'Invalid query parameter "phone_number".');
		delete found.assignee_id;
		return noContent;
	},
};
