/**
 * What Zoom asks for before it answers an endpoint: granular scopes (any of them will do), the privilege that the role of
 * the app's owner must hold, and the rate limit label. Facts of docs/vendors/zoom.md#scopes-and-labels.
 */
export type RateLabel = 'light' | 'medium' | 'heavy' | 'resource-intensive';

export interface Endpoint {
	/** "GET /users/{userId}": names the endpoint in logs, faults and counts. */
	endpoint: string;
	label: RateLabel;
	scopes: string[];
	privilege?: string;
	/** Phone has buckets of its own (docs/vendors/zoom.md#limits). */
	phone?: true;
}

/**
 * One row of the table. Zoom has a user-level scope and an ":admin" one for most endpoints, only the latter for some; the
 * refusal names them in this order.
 */
function row(
	endpoint: string,
	label: RateLabel,
	scope: string,
	{ privilege, adminOnly = false }: { privilege?: string; adminOnly?: boolean } = {},
): Endpoint {
	return {
		endpoint,
		label,
		scopes: adminOnly ? [`${scope}:admin`] : [scope, `${scope}:admin`],
		...(privilege === undefined ? {} : { privilege }),
		...(endpoint.includes(' /phone/') ? { phone: true as const } : {}),
	};
}

export const ENDPOINTS: readonly Endpoint[] = [
	row('GET /users/{userId}/recordings', 'medium', 'cloud_recording:read:list_user_recordings', {
		privilege: 'Recording:Read',
	}),
	row('GET /meetings/{meetingId}/recordings', 'light', 'cloud_recording:read:list_recording_files'),
	row('DELETE /meetings/{meetingId}/recordings', 'light', 'cloud_recording:delete:meeting_recording'),
	row('DELETE /meetings/{meetingId}/recordings/{recordingId}', 'light', 'cloud_recording:delete:recording_file'),
	row('PUT /meetings/{meetingUUID}/recordings/status', 'light', 'cloud_recording:update:recover_meeting_recordings'),
	row(
		'PUT /meetings/{meetingId}/recordings/{recordingId}/status',
		'light',
		'cloud_recording:update:recover_single_recording',
	),
	row('GET /meetings/{meetingId}/recordings/settings', 'light', 'cloud_recording:read:recording_settings'),
	row('PATCH /meetings/{meetingId}/recordings/settings', 'light', 'cloud_recording:update:recording_settings'),
	row('GET /meetings/{meetingId}/transcript', 'medium', 'cloud_recording:read:meeting_transcript'),
	row('DELETE /meetings/{meetingId}/transcript', 'medium', 'cloud_recording:delete:meeting_transcript'),
	row('GET /accounts/{accountId}/recordings', 'medium', 'cloud_recording:read:list_account_recordings', {
		adminOnly: true,
	}),
	row('GET /meetings/{meetingId}', 'light', 'meeting:read:meeting', { privilege: 'User:Read' }),
	row('GET /webinars/{webinarId}', 'light', 'webinar:read:webinar', { privilege: 'User:Read' }),
	row('GET /webinars/{webinarId}/panelists', 'medium', 'webinar:read:list_panelists', { privilege: 'User:Read' }),
	row('GET /past_meetings/{meetingId}', 'light', 'meeting:read:past_meeting', { privilege: 'User:Read' }),
	row('GET /past_meetings/{meetingId}/instances', 'medium', 'meeting:read:list_past_instances', {
		privilege: 'User:Read',
	}),
	row('GET /past_meetings/{meetingId}/participants', 'medium', 'meeting:read:list_past_participants', {
		privilege: 'User:Read',
	}),
	row('GET /report/meetings/{meetingId}/participants', 'heavy', 'report:read:list_meeting_participants', {
		privilege: 'UsageReport:Read',
		adminOnly: true,
	}),
	row('GET /metrics/meetings/{meetingId}/participants', 'heavy', 'dashboard:read:list_meeting_participants', {
		privilege: 'Dashboard:Read',
		adminOnly: true,
	}),
	row('GET /past_webinars/{webinarId}/participants', 'medium', 'webinar:read:list_past_participants', {
		privilege: 'User:Read',
	}),
	row('GET /report/webinars/{webinarId}/participants', 'heavy', 'report:read:list_webinar_participants', {
		privilege: 'UsageReport:Read',
		adminOnly: true,
	}),
	row('GET /users', 'medium', 'user:read:list_users', { privilege: 'User:Read', adminOnly: true }),
	row('POST /users', 'light', 'user:write:user', { privilege: 'User:Edit', adminOnly: true }),
	row('GET /users/email', 'light', 'user:read:email', { privilege: 'User:Read' }),
	row('GET /users/summary', 'medium', 'user:read:summary', { privilege: 'User:Read', adminOnly: true }),
	row('GET /users/{userId}', 'light', 'user:read:user', { privilege: 'User:Read' }),
	row('PATCH /users/{userId}', 'light', 'user:update:user', { privilege: 'User:Edit' }),
	row('DELETE /users/{userId}', 'light', 'user:delete:user', { privilege: 'User:Edit' }),
	row('PUT /users/{userId}/status', 'light', 'user:update:status', { privilege: 'User:Edit' }),
	row('PUT /users/{userId}/email', 'light', 'user:update:email', { privilege: 'User:Edit' }),
	row('PUT /users/{userId}/password', 'medium', 'user:update:password', { privilege: 'User:Edit' }),
	row('DELETE /users/{userId}/token', 'light', 'user:delete:token', { privilege: 'User:Edit' }),
	row('GET /users/{userId}/permissions', 'light', 'user:read:list_permissions', { privilege: 'User:Read' }),
	row('GET /groups', 'medium', 'group:read:list_groups', { privilege: 'Group:Read', adminOnly: true }),
	row('POST /groups', 'light', 'group:write:group', { privilege: 'Group:Edit', adminOnly: true }),
	row('GET /groups/{groupId}', 'light', 'group:read:group', { privilege: 'Group:Read', adminOnly: true }),
	row('PATCH /groups/{groupId}', 'light', 'group:update:group', { privilege: 'Group:Edit', adminOnly: true }),
	row('DELETE /groups/{groupId}', 'light', 'group:delete:group', { privilege: 'Group:Edit', adminOnly: true }),
	row('GET /groups/{groupId}/members', 'medium', 'group:read:list_members', {
		privilege: 'Group:Read',
		adminOnly: true,
	}),
	row('POST /groups/{groupId}/members', 'medium', 'group:write:member', { privilege: 'Group:Edit', adminOnly: true }),
	row('DELETE /groups/{groupId}/members/{memberId}', 'light', 'group:delete:member', {
		privilege: 'Group:Edit',
		adminOnly: true,
	}),
	row('PATCH /groups/{groupId}/members/{memberId}', 'medium', 'group:update:member', { adminOnly: true }),
	row('GET /groups/{groupId}/admins', 'medium', 'group:read:administrator', {
		privilege: 'Group:Read',
		adminOnly: true,
	}),
	row('POST /groups/{groupId}/admins', 'medium', 'group:write:administrator', {
		privilege: 'Group:Edit',
		adminOnly: true,
	}),
	row('DELETE /groups/{groupId}/admins/{userId}', 'light', 'group:delete:administrator', {
		privilege: 'Group:Edit',
		adminOnly: true,
	}),
	row('GET /roles', 'medium', 'role:read:list_roles'),
	row('POST /roles', 'light', 'role:write:role'),
	row('GET /roles/{roleId}', 'light', 'role:read:role'),
	row('PATCH /roles/{roleId}', 'light', 'role:update:role'),
	row('DELETE /roles/{roleId}', 'light', 'role:delete:role'),
	row('GET /roles/{roleId}/members', 'medium', 'role:read:list_members'),
	row('POST /roles/{roleId}/members', 'medium', 'role:write:member'),
	row('DELETE /roles/{roleId}/members/{memberId}', 'light', 'role:delete:member'),
	row('GET /phone/users', 'medium', 'phone:read:list_users', { adminOnly: true }),
	row('GET /phone/users/{userId}', 'light', 'phone:read:user'),
	row('PATCH /phone/users/{userId}', 'light', 'phone:update:user'),
	row('POST /phone/users/batch', 'medium', 'phone:write:batch_users', { adminOnly: true }),
	row('PUT /phone/users/batch', 'light', 'phone:update:batch_users', { adminOnly: true }),
	row('GET /phone/users/{userId}/settings', 'light', 'phone:read:user_setting'),
	row('PATCH /phone/users/{userId}/settings', 'light', 'phone:update:user_setting'),
	row('GET /phone/calling_plans', 'medium', 'phone:read:list_calling_plans', { adminOnly: true }),
	row('POST /phone/users/{userId}/calling_plans', 'light', 'phone:write:calling_plan'),
	row('PUT /phone/users/{userId}/calling_plans', 'light', 'phone:update:calling_plan'),
	row('DELETE /phone/users/{userId}/calling_plans/{planType}', 'light', 'phone:delete:users_calling_plan'),
	row('GET /phone/numbers', 'medium', 'phone:read:list_numbers', { adminOnly: true }),
	row('GET /phone/numbers/{phoneNumberId}', 'light', 'phone:read:numbers', { adminOnly: true }),
	row('POST /phone/users/{userId}/phone_numbers', 'light', 'phone:write:user_number'),
	row('DELETE /phone/users/{userId}/phone_numbers/{phoneNumberId}', 'light', 'phone:delete:user_number'),
	row('GET /phone/sites', 'medium', 'phone:read:list_sites', { adminOnly: true }),
	row('GET /phone/sites/{siteId}', 'light', 'phone:read:site', { adminOnly: true }),
	row('GET /phone/settings', 'light', 'phone:read:settings', { adminOnly: true }),
];

/** The granular scopes that a server-to-server app can have: the ":admin" ones (docs/vendors/zoom.md#the-app-and-its-token). */
export const ALL_SCOPES: readonly string[] = [
	...new Set([
		...ENDPOINTS.flatMap(({ scopes }) => scopes.filter((scope) => scope.endsWith(':admin'))),
		// Asked for by webhook events only (docs/vendors/zoom.md#events).
		'cloud_recording:read:recording:admin',
		'meeting:read:participant:admin',
		'webinar:read:participant:admin',
	]),
].sort();
