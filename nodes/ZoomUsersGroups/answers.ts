import type { ZoomPhoneUser, ZoomRole, ZoomUser } from '../../lib/zoom/schemas';
import { siteIdOf } from '../../lib/zoom/phone';

const LICENCES: Record<number, string> = { 1: 'basic', 2: 'licensed', 3: 'on-prem', 4: 'unassigned', 99: 'none' };

/** A user as an item, in our names; or as Zoom gives it, without what opens meetings. */
export function userItem(user: ZoomUser, simplify = true): object {
	if (!simplify) return withoutKeys(user);
	const value = (name: string) => (user as Record<string, unknown>)[name];
	const told = (name: string) => value(name) ?? null;
	return {
		id: user.id,
		email: user.email,
		firstName: user.first_name,
		lastName: user.last_name,
		displayName: user.display_name || `${user.first_name} ${user.last_name}`.trim(),
		status: user.status,
		type: user.type ?? null,
		licence: LICENCES[user.type ?? 0] ?? 'unknown',
		planUnitedType: user.plan_united_type || null,
		roleId: user.role_id,
		groupIds: user.group_ids,
		department: user.dept,
		employeeUniqueId: user.employee_unique_id || null,
		timezone: told('timezone'),
		personalMeetingId: value('pmi') === undefined ? null : String(value('pmi')),
		verified: value('verified') === undefined ? null : value('verified') === 1,
		createdAt: value('user_created_at') ?? value('created_at') ?? null,
		lastLoginAt: told('last_login_time'),
		...(value('custom_attributes') === undefined ? {} : { customAttributes: value('custom_attributes') }),
		...(hasDetails(user) ? details(user, told) : {}),
	};
}

/** Lists leave these out, so their absence there says nothing. */
function details(user: ZoomUser, told: (name: string) => unknown): object {
	return {
		roleName: told('role_name'),
		zoomOneType: user.zoom_one_type || null,
		cmsUserId: user.cms_user_id || null,
		company: told('company'),
		jobTitle: told('job_title'),
		costCenter: told('cost_center'),
		location: told('location'),
		manager: told('manager'),
		language: told('language'),
		phoneNumbers: told('phone_numbers') ?? [],
		customAttributes: told('custom_attributes') ?? [],
		loginTypes: told('login_types') ?? [],
	};
}

/** Whether the user was read by itself, not as a row of a list. */
const hasDetails = (user: ZoomUser): boolean => 'role_name' in user;

/** Host key and passcodes never enter items. */
function withoutKeys(user: ZoomUser): object {
	const open = Object.entries(user).filter(([name]) => name !== 'host_key');
	return Object.fromEntries(
		open.map(([name, value]) => [name, name === 'personal_meeting_url' ? String(value).split('?')[0] : value]),
	);
}

export function phoneItem(phone: ZoomPhoneUser, simplify = true): object {
	if (!simplify) return phone;
	return {
		userId: phone.id,
		email: phone.email,
		extensionNumber: phone.extension_number,
		status: phone.status,
		siteId: siteIdOf(phone),
		...(phone.site?.name ? { siteName: phone.site.name } : {}),
		callingPlans: phone.calling_plans.map(({ type }) => type),
		numbers: phone.phone_numbers.map(({ id, number }) => ({ id, number })),
	};
}

export function roleItem(role: ZoomRole, simplify = true): object {
	if (!simplify) return role;
	return {
		id: role.id,
		name: role.name,
		description: role.description,
		type: role.type || 'common',
		totalMembers: role.total_members ?? null,
		...(role.privileges.length > 0 ? { privileges: role.privileges } : {}),
	};
}
