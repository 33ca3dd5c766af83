import { findUser, requireUser } from '../account/directory.mts';
import type { User } from '../account/model.mts';
import { paginate } from '../account/pages.mts';
import { refuse } from '../account/refusals.mts';
import { ok } from '../wire/answer.mts';
import { digits } from '../wire/json.mts';
import type { Call, Handlers, World } from '../world.mts';

/** Reading users: docs/vendors/zoom.md#users-groups-roles-phones. */

const STATES = ['active', 'inactive', 'pending'];

/** A row of the list. Pending users have no id; somebody in no group has no group_ids (docs/vendors/zoom.md#users-groups-roles-phones). */
function listRow(user: User, include: string): Record<string, unknown> {
	const pending = user.status === 'pending';
	return {
		...(pending ? {} : { id: user.id }),
		first_name: user.first_name,
		last_name: user.last_name,
		display_name: user.display_name,
		email: user.email,
		type: user.type,
		...(pending ? {} : { pmi: user.pmi }),
		timezone: user.timezone,
		verified: user.verified,
		...given(user, 'dept'),
		created_at: user.user_created_at,
		user_created_at: user.user_created_at,
		...given(
			user,
			'last_login_time',
			'last_client_version',
			'employee_unique_id',
			'plan_united_type',
			'division_ids',
			'im_group_ids',
		),
		...(user.group_ids.length > 0 ? { group_ids: user.group_ids } : {}),
		role_id: user.role_id,
		status: user.status,
		...(include === 'custom_attributes' && user.custom_attributes?.length
			? { custom_attributes: user.custom_attributes }
			: {}),
		...(include === 'host_key' && user.host_key ? { host_key: user.host_key } : {}),
	};
}

/** Only what is set: Zoom leaves empty fields out. */
function given<K extends keyof User>(user: User, ...names: K[]): Partial<Pick<User, K>> {
	const found: Partial<Pick<User, K>> = {};
	for (const name of names) if (user[name] !== undefined) found[name] = user[name];
	return found;
}

/** GET /users/{userId}. A pending user shows little, created "now" (docs/vendors/zoom.md#users-groups-roles-phones). */
function details(world: World, user: User): Record<string, unknown> {
	const { state } = world;
	const common = {
		email: user.email,
		type: user.type,
		role_name: state.roles.get(user.role_id)?.name ?? 'Member',
		role_id: user.role_id,
		status: user.status,
		...(user.group_ids.length > 0 ? { group_ids: user.group_ids } : {}),
	};
	if (user.status === 'pending') return { id: user.id, ...common, created_at: world.clock.iso(), verified: 0 };
	return {
		id: user.id,
		...common,
		first_name: user.first_name,
		last_name: user.last_name,
		display_name: user.display_name,
		pmi: user.pmi,
		use_pmi: user.use_pmi ?? false,
		personal_meeting_url: `https://zoom.example/j/${user.pmi}`,
		timezone: user.timezone,
		verified: user.verified,
		created_at: user.user_created_at,
		user_created_at: user.user_created_at,
		account_id: state.accountId,
		account_number: state.accountNumber,
		language: user.language ?? 'en-US',
		cluster: 'us04',
		jid: `${user.id.toLowerCase()}@xmpp.zoom.us`,
		login_types: user.login_types ?? [101],
		phone_country: user.phone_country ?? '',
		phone_number: user.phone_number ?? '',
		pronouns_option: user.pronouns_option ?? 3,
		...given(
			user,
			'dept',
			'job_title',
			'company',
			'cost_center',
			'location',
			'manager',
			'pronouns',
			'vanity_url',
			'last_login_time',
			'last_client_version',
			'cms_user_id',
			'employee_unique_id',
			'custom_attributes',
			'phone_numbers',
			'plan_united_type',
			'division_ids',
			'im_group_ids',
		),
		...(user.zoom_one_type === undefined ? {} : { zoom_one_type: digits(user.zoom_one_type) }),
	};
}

export const userHandlers: Handlers = {
	'GET /users': (call) => {
		const { world } = call;
		const status = call.query.get('status') || 'active';
		if (!STATES.includes(status)) throw refuse.invalidFields('status');
		const roleId = call.query.get('role_id');
		const include = call.query.get('include_fields') ?? '';
		const users = [...world.state.users.values()].filter(
			(user) => user.status === status && (!roleId || user.role_id === roleId),
		);
		const page = paginate(call, '/users', users, { max: 2000, byNumber: true });
		const { rows, ...numbers } = page;
		return ok({ ...numbers, users: rows.map((user) => listRow(user, include)) });
	},

	'GET /users/{userId}': (call) => {
		const user = lookUp(call);
		if (user.flags?.invitationExpired) throw refuse.expiredInvitation();
		return ok(details(call.world, user));
	},

	'GET /users/{userId}/permissions': (call) => {
		const user = requireUser(call.world, call.params.userId!);
		const role = call.world.state.roles.get(user.role_id);
		return ok({ permissions: role?.privileges ?? [] });
	},

	// Only addresses that signed up by e-mail inside the account (docs/vendors/zoom.md#users-groups-roles-phones).
	'GET /users/email': (call) => {
		const email = call.query.get('email');
		if (!email) throw refuse.validation('Email is required.');
		const user = findUser(call.world, email);
		return ok({ existed_email: user !== undefined && user.status !== 'pending' });
	},

	'GET /users/summary': ({ world }) => {
		const users = [...world.state.users.values()];
		const settled = (type: number) => users.filter((user) => user.type === type && user.status !== 'pending').length;
		const [basic, licensed, none] = [settled(1), settled(2), settled(4)];
		return ok({
			licensed_users_count: licensed,
			basic_users_count: basic,
			on_prem_users_count: 0,
			room_users_count: users.filter((user) => user.flags?.zoomRoom).length,
			pending_users_count: users.filter((user) => user.status === 'pending').length,
			join_only_users_count: none,
			total_users_count: licensed + basic + none,
		});
	},
};

function lookUp(call: Call): User {
	const key = call.params.userId!;
	if (call.query.get('search_by_unique_id') !== 'true') return requireUser(call.world, key);
	for (const user of call.world.state.users.values()) if (user.employee_unique_id === key) return user;
	throw refuse.noUser(key);
}
