import { requireUser } from '../account/directory.mts';
import type { PhoneAccount, PhoneProfile, User } from '../account/model.mts';
import { paginate } from '../account/pages.mts';
import { refuse } from '../account/refusals.mts';
import { ZoomRefusal, ok } from '../wire/answer.mts';
import type { Call, Handlers, World } from '../world.mts';

/** Reading Zoom Phone: docs/vendors/zoom.md#users-groups-roles-phones. */

export interface PhoneUser {
	user: User;
	phone: PhoneProfile;
}

export function phoneAccount({ state }: World): PhoneAccount {
	if (!state.phone.enabled) throw new ZoomRefusal(403, 2031, 'Zoom Phone has not been enabled for this account.');
	return state.phone;
}

/** Somebody without Zoom Phone is not found here, whatever the directory says. @throws 404/1001 */
export function phoneUser(call: Call): PhoneUser {
	phoneAccount(call.world);
	const user = requireUser(call.world, call.params.userId!);
	if (!user.phone) throw refuse.noUser(call.params.userId!);
	return { user, phone: user.phone };
}

const numbersOf = (account: PhoneAccount, user: User) =>
	account.numbers.filter((number) => number.assignee_id === user.id).map(({ id, number }) => ({ id, number }));

function planName(account: PhoneAccount, type: number): string {
	return account.calling_plans.find((plan) => plan.type === type)?.name ?? String(type);
}

function listRow(account: PhoneAccount, { user, phone }: PhoneUser) {
	const site = account.sites.find(({ id }) => id === phone.site_id);
	return {
		id: user.id,
		phone_user_id: phone.phone_user_id,
		email: user.email,
		name: user.display_name,
		extension_id: phone.extension_id,
		extension_number: phone.extension_number,
		status: phone.status,
		activation_status: phone.status === 'activate' ? 'activated' : 'not ready',
		...(site ? { site: { id: site.id, name: site.name } } : {}),
		calling_plans: phone.calling_plans.map((type) => ({ type, name: planName(account, type) })),
		phone_numbers: numbersOf(account, user),
		department: user.dept ?? '',
		cost_center: user.cost_center ?? '',
	};
}

export const plansInUse = (world: World, type: number): number => {
	let used = 0;
	for (const user of world.state.users.values())
		used += user.phone?.calling_plans.filter((one) => one === type).length ?? 0;
	return used;
};

/** Phone says 400, not 300, to a dead page token (docs/vendors/zoom.md#pages). */
const PAGE = { max: 100, phone: true } as const;

export const phoneHandlers: Handlers = {
	'GET /phone/users': (call) => {
		const account = phoneAccount(call.world);
		const value = (name: string) => call.query.get(name) || undefined;
		const keyword = value('keyword')?.toLowerCase();
		const found: PhoneUser[] = [];
		for (const user of call.world.state.users.values()) {
			const { phone } = user;
			if (!phone) continue;
			const fits =
				(!value('site_id') || phone.site_id === value('site_id')) &&
				(!value('calling_type') || phone.calling_plans.includes(Number(value('calling_type')))) &&
				(!value('status') || phone.status === value('status')) &&
				(!value('department') || user.dept === value('department')) &&
				(!value('cost_center') || user.cost_center === value('cost_center')) &&
				(!keyword || `${user.display_name} ${phone.extension_number} ${user.email}`.toLowerCase().includes(keyword));
			if (fits) found.push({ user, phone });
		}
		const page = paginate(call, '/phone/users', found, PAGE);
		return ok({
			next_page_token: page.next_page_token,
			page_size: page.page_size,
			total_records: page.total_records,
			users: page.rows.map((one) => listRow(account, one)),
		});
	},

	'GET /phone/users/{userId}': (call) => {
		const account = phoneAccount(call.world);
		const { user, phone } = phoneUser(call);
		return ok({
			id: user.id,
			phone_user_id: phone.phone_user_id,
			email: user.email,
			extension_id: phone.extension_id,
			extension_number: phone.extension_number,
			site_id: phone.site_id,
			site_admin: false,
			status: phone.status,
			calling_plans: phone.calling_plans.map((type) => ({ type })),
			phone_numbers: numbersOf(account, user),
			policy: phone.policy,
			department: user.dept ?? '',
			cost_center: user.cost_center ?? '',
		});
	},
	'GET /phone/users/{userId}/settings': (call) => ok(phoneUser(call).phone.settings),

	'GET /phone/calling_plans': ({ world }) =>
		ok({
			calling_plans: phoneAccount(world).calling_plans.map(({ type, name, subscribed }) => {
				const assigned = plansInUse(world, type);
				return { type, name, subscribed, assigned, available: subscribed - assigned };
			}),
		}),

	'GET /phone/numbers': (call) => {
		const account = phoneAccount(call.world);
		const { state } = call.world;
		const type = call.query.get('type') || 'all';
		const kind = call.query.get('number_type');
		const siteId = call.query.get('site_id');
		const number = call.query.get('phone_number');
		const found = account.numbers.filter(
			(one) =>
				(type === 'all' || (type === 'byoc' ? false : (type === 'assigned') === (one.assignee_id !== undefined))) &&
				(!kind || one.number_type === kind) &&
				(!siteId || one.site_id === siteId) &&
				(!number || one.number === number),
		);
		const page = paginate(call, '/phone/numbers', found, PAGE);
		return ok({
			next_page_token: page.next_page_token,
			page_size: page.page_size,
			total_records: page.total_records,
			phone_numbers: page.rows.map((one) => numberRow(account, state.users.get(one.assignee_id ?? ''), one)),
		});
	},
	'GET /phone/numbers/{phoneNumberId}': (call) => {
		const account = phoneAccount(call.world);
		const id = call.params.phoneNumberId!;
		const found = account.numbers.find((one) => one.id === id);
		if (!found) throw new ZoomRefusal(400, 400, `Phone number does not exist, phonenumberId:${id}`);
		return ok(numberRow(account, call.world.state.users.get(found.assignee_id ?? ''), found));
	},

	'GET /phone/sites': (call) => {
		const account = phoneAccount(call.world);
		const name = call.query.get('site_name')?.toLowerCase();
		const sites = account.sites.filter((site) => !name || site.name.toLowerCase().includes(name));
		const page = paginate(call, '/phone/sites', sites, { ...PAGE, max: 300 });
		return ok({
			next_page_token: page.next_page_token,
			page_size: page.page_size,
			total_records: page.total_records,
			sites: page.rows,
		});
	},
	'GET /phone/sites/{siteId}': (call) => {
		const id = call.params.siteId!;
		const site = phoneAccount(call.world).sites.find((one) => one.id === id);
		if (!site) throw new ZoomRefusal(404, 404, 'Site does not exist.');
		return ok({ ...site, short_extension: { length: 3 } });
	},
	'GET /phone/settings': ({ world }) => {
		const { sites } = phoneAccount(world);
		return ok({
			country: sites[0]?.country ?? { code: 'US', name: 'United States' },
			byoc: { enable: false },
			multiple_sites: { enabled: sites.length > 1, site_code: true },
		});
	},
};

function numberRow(account: PhoneAccount, holder: User | undefined, number: PhoneAccount['numbers'][number]) {
	const site = account.sites.find(({ id }) => id === number.site_id);
	return {
		id: number.id,
		number: number.number,
		number_type: number.number_type,
		capability: ['incoming', 'outgoing'],
		location: 'San Jose, California, United States',
		source: 'internal',
		status: 'available',
		...(site ? { site: { id: site.id, name: site.name } } : {}),
		...(holder?.phone
			? {
					assignee: {
						id: holder.id,
						name: holder.display_name,
						type: 'user',
						extension_number: holder.phone.extension_number,
					},
				}
			: {}),
	};
}
