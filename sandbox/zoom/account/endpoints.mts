/**
 * What Zoom asks for before it answers an endpoint: granular scopes (any of them will do), the privilege that the role of
 * the app's owner must hold, and the rate limit label. Facts of reference/zoom-api.md §4b.
 */
export type RateLabel = 'light' | 'medium' | 'heavy' | 'resource-intensive';

export interface Endpoint {
	/** "GET /users/{userId}": names the endpoint in logs, faults and counts. */
	endpoint: string;
	label: RateLabel;
	scopes: string[];
	privilege?: string;
	/** Phone has buckets of its own (reference/zoom-api.md §3). */
	phone?: true;
}

export const ENDPOINTS: readonly Endpoint[] = [
	{
		endpoint: 'GET /users/{userId}/recordings',
		label: 'medium',
		scopes: ['cloud_recording:read:list_user_recordings', 'cloud_recording:read:list_user_recordings:admin'],
		privilege: 'Recording:Read',
	},
	{
		endpoint: 'GET /meetings/{meetingId}/recordings',
		label: 'light',
		scopes: ['cloud_recording:read:list_recording_files', 'cloud_recording:read:list_recording_files:admin'],
	},
	{
		endpoint: 'DELETE /meetings/{meetingId}/recordings',
		label: 'light',
		scopes: ['cloud_recording:delete:meeting_recording', 'cloud_recording:delete:meeting_recording:admin'],
	},
	{
		endpoint: 'DELETE /meetings/{meetingId}/recordings/{recordingId}',
		label: 'light',
		scopes: ['cloud_recording:delete:recording_file', 'cloud_recording:delete:recording_file:admin'],
	},
	{
		endpoint: 'PUT /meetings/{meetingUUID}/recordings/status',
		label: 'light',
		scopes: [
			'cloud_recording:update:recover_meeting_recordings',
			'cloud_recording:update:recover_meeting_recordings:admin',
		],
	},
	{
		endpoint: 'PUT /meetings/{meetingId}/recordings/{recordingId}/status',
		label: 'light',
		scopes: [
			'cloud_recording:update:recover_single_recording',
			'cloud_recording:update:recover_single_recording:admin',
		],
	},
	{
		endpoint: 'GET /meetings/{meetingId}/recordings/settings',
		label: 'light',
		scopes: ['cloud_recording:read:recording_settings', 'cloud_recording:read:recording_settings:admin'],
	},
	{
		endpoint: 'PATCH /meetings/{meetingId}/recordings/settings',
		label: 'light',
		scopes: ['cloud_recording:update:recording_settings', 'cloud_recording:update:recording_settings:admin'],
	},
	{
		endpoint: 'GET /meetings/{meetingId}/transcript',
		label: 'medium',
		scopes: ['cloud_recording:read:meeting_transcript', 'cloud_recording:read:meeting_transcript:admin'],
	},
	{
		endpoint: 'DELETE /meetings/{meetingId}/transcript',
		label: 'medium',
		scopes: ['cloud_recording:delete:meeting_transcript', 'cloud_recording:delete:meeting_transcript:admin'],
	},
	{
		endpoint: 'GET /accounts/{accountId}/recordings',
		label: 'medium',
		scopes: ['cloud_recording:read:list_account_recordings:admin'],
	},
	{
		endpoint: 'GET /meetings/{meetingId}',
		label: 'light',
		scopes: ['meeting:read:meeting', 'meeting:read:meeting:admin'],
		privilege: 'User:Read',
	},
	{
		endpoint: 'GET /webinars/{webinarId}',
		label: 'light',
		scopes: ['webinar:read:webinar', 'webinar:read:webinar:admin'],
		privilege: 'User:Read',
	},
	{
		endpoint: 'GET /webinars/{webinarId}/panelists',
		label: 'medium',
		scopes: ['webinar:read:list_panelists', 'webinar:read:list_panelists:admin'],
		privilege: 'User:Read',
	},
	{
		endpoint: 'GET /past_meetings/{meetingId}',
		label: 'light',
		scopes: ['meeting:read:past_meeting', 'meeting:read:past_meeting:admin'],
		privilege: 'User:Read',
	},
	{
		endpoint: 'GET /past_meetings/{meetingId}/instances',
		label: 'medium',
		scopes: ['meeting:read:list_past_instances', 'meeting:read:list_past_instances:admin'],
		privilege: 'User:Read',
	},
	{
		endpoint: 'GET /past_meetings/{meetingId}/participants',
		label: 'medium',
		scopes: ['meeting:read:list_past_participants', 'meeting:read:list_past_participants:admin'],
		privilege: 'User:Read',
	},
	{
		endpoint: 'GET /report/meetings/{meetingId}/participants',
		label: 'heavy',
		scopes: ['report:read:list_meeting_participants:admin'],
		privilege: 'UsageReport:Read',
	},
	{
		endpoint: 'GET /metrics/meetings/{meetingId}/participants',
		label: 'heavy',
		scopes: ['dashboard:read:list_meeting_participants:admin'],
		privilege: 'Dashboard:Read',
	},
	{
		endpoint: 'GET /past_webinars/{webinarId}/participants',
		label: 'medium',
		scopes: ['webinar:read:list_past_participants', 'webinar:read:list_past_participants:admin'],
		privilege: 'User:Read',
	},
	{
		endpoint: 'GET /report/webinars/{webinarId}/participants',
		label: 'heavy',
		scopes: ['report:read:list_webinar_participants:admin'],
		privilege: 'UsageReport:Read',
	},
	{ endpoint: 'GET /users', label: 'medium', scopes: ['user:read:list_users:admin'], privilege: 'User:Read' },
	{ endpoint: 'POST /users', label: 'light', scopes: ['user:write:user:admin'], privilege: 'User:Edit' },
	{
		endpoint: 'GET /users/email',
		label: 'light',
		scopes: ['user:read:email', 'user:read:email:admin'],
		privilege: 'User:Read',
	},
	{ endpoint: 'GET /users/summary', label: 'medium', scopes: ['user:read:summary:admin'], privilege: 'User:Read' },
	{
		endpoint: 'GET /users/{userId}',
		label: 'light',
		scopes: ['user:read:user', 'user:read:user:admin'],
		privilege: 'User:Read',
	},
	{
		endpoint: 'PATCH /users/{userId}',
		label: 'light',
		scopes: ['user:update:user', 'user:update:user:admin'],
		privilege: 'User:Edit',
	},
	{
		endpoint: 'DELETE /users/{userId}',
		label: 'light',
		scopes: ['user:delete:user', 'user:delete:user:admin'],
		privilege: 'User:Edit',
	},
	{
		endpoint: 'PUT /users/{userId}/status',
		label: 'light',
		scopes: ['user:update:status', 'user:update:status:admin'],
		privilege: 'User:Edit',
	},
	{
		endpoint: 'PUT /users/{userId}/email',
		label: 'light',
		scopes: ['user:update:email', 'user:update:email:admin'],
		privilege: 'User:Edit',
	},
	{
		endpoint: 'PUT /users/{userId}/password',
		label: 'medium',
		scopes: ['user:update:password', 'user:update:password:admin'],
		privilege: 'User:Edit',
	},
	{
		endpoint: 'DELETE /users/{userId}/token',
		label: 'light',
		scopes: ['user:delete:token', 'user:delete:token:admin'],
		privilege: 'User:Edit',
	},
	{
		endpoint: 'GET /users/{userId}/permissions',
		label: 'light',
		scopes: ['user:read:list_permissions', 'user:read:list_permissions:admin'],
		privilege: 'User:Read',
	},
	{ endpoint: 'GET /groups', label: 'medium', scopes: ['group:read:list_groups:admin'], privilege: 'Group:Read' },
	{ endpoint: 'POST /groups', label: 'light', scopes: ['group:write:group:admin'], privilege: 'Group:Edit' },
	{ endpoint: 'GET /groups/{groupId}', label: 'light', scopes: ['group:read:group:admin'], privilege: 'Group:Read' },
	{
		endpoint: 'PATCH /groups/{groupId}',
		label: 'light',
		scopes: ['group:update:group:admin'],
		privilege: 'Group:Edit',
	},
	{
		endpoint: 'DELETE /groups/{groupId}',
		label: 'light',
		scopes: ['group:delete:group:admin'],
		privilege: 'Group:Edit',
	},
	{
		endpoint: 'GET /groups/{groupId}/members',
		label: 'medium',
		scopes: ['group:read:list_members:admin'],
		privilege: 'Group:Read',
	},
	{
		endpoint: 'POST /groups/{groupId}/members',
		label: 'medium',
		scopes: ['group:write:member:admin'],
		privilege: 'Group:Edit',
	},
	{
		endpoint: 'DELETE /groups/{groupId}/members/{memberId}',
		label: 'light',
		scopes: ['group:delete:member:admin'],
		privilege: 'Group:Edit',
	},
	{ endpoint: 'PATCH /groups/{groupId}/members/{memberId}', label: 'medium', scopes: ['group:update:member:admin'] },
	{
		endpoint: 'GET /groups/{groupId}/admins',
		label: 'medium',
		scopes: ['group:read:administrator:admin'],
		privilege: 'Group:Read',
	},
	{
		endpoint: 'POST /groups/{groupId}/admins',
		label: 'medium',
		scopes: ['group:write:administrator:admin'],
		privilege: 'Group:Edit',
	},
	{
		endpoint: 'DELETE /groups/{groupId}/admins/{userId}',
		label: 'light',
		scopes: ['group:delete:administrator:admin'],
		privilege: 'Group:Edit',
	},
	{ endpoint: 'GET /roles', label: 'medium', scopes: ['role:read:list_roles', 'role:read:list_roles:admin'] },
	{ endpoint: 'POST /roles', label: 'light', scopes: ['role:write:role', 'role:write:role:admin'] },
	{ endpoint: 'GET /roles/{roleId}', label: 'light', scopes: ['role:read:role', 'role:read:role:admin'] },
	{ endpoint: 'PATCH /roles/{roleId}', label: 'light', scopes: ['role:update:role', 'role:update:role:admin'] },
	{ endpoint: 'DELETE /roles/{roleId}', label: 'light', scopes: ['role:delete:role', 'role:delete:role:admin'] },
	{
		endpoint: 'GET /roles/{roleId}/members',
		label: 'medium',
		scopes: ['role:read:list_members', 'role:read:list_members:admin'],
	},
	{
		endpoint: 'POST /roles/{roleId}/members',
		label: 'medium',
		scopes: ['role:write:member', 'role:write:member:admin'],
	},
	{
		endpoint: 'DELETE /roles/{roleId}/members/{memberId}',
		label: 'light',
		scopes: ['role:delete:member', 'role:delete:member:admin'],
	},
	{ endpoint: 'GET /phone/users', label: 'medium', scopes: ['phone:read:list_users:admin'], phone: true },
	{
		endpoint: 'GET /phone/users/{userId}',
		label: 'light',
		scopes: ['phone:read:user', 'phone:read:user:admin'],
		phone: true,
	},
	{
		endpoint: 'PATCH /phone/users/{userId}',
		label: 'light',
		scopes: ['phone:update:user', 'phone:update:user:admin'],
		phone: true,
	},
	{ endpoint: 'POST /phone/users/batch', label: 'medium', scopes: ['phone:write:batch_users:admin'], phone: true },
	{ endpoint: 'PUT /phone/users/batch', label: 'light', scopes: ['phone:update:batch_users:admin'], phone: true },
	{
		endpoint: 'GET /phone/users/{userId}/settings',
		label: 'light',
		scopes: ['phone:read:user_setting', 'phone:read:user_setting:admin'],
		phone: true,
	},
	{
		endpoint: 'PATCH /phone/users/{userId}/settings',
		label: 'light',
		scopes: ['phone:update:user_setting', 'phone:update:user_setting:admin'],
		phone: true,
	},
	{
		endpoint: 'GET /phone/calling_plans',
		label: 'medium',
		scopes: ['phone:read:list_calling_plans:admin'],
		phone: true,
	},
	{
		endpoint: 'POST /phone/users/{userId}/calling_plans',
		label: 'light',
		scopes: ['phone:write:calling_plan', 'phone:write:calling_plan:admin'],
		phone: true,
	},
	{
		endpoint: 'PUT /phone/users/{userId}/calling_plans',
		label: 'light',
		scopes: ['phone:update:calling_plan', 'phone:update:calling_plan:admin'],
		phone: true,
	},
	{
		endpoint: 'DELETE /phone/users/{userId}/calling_plans/{planType}',
		label: 'light',
		scopes: ['phone:delete:users_calling_plan', 'phone:delete:users_calling_plan:admin'],
		phone: true,
	},
	{ endpoint: 'GET /phone/numbers', label: 'medium', scopes: ['phone:read:list_numbers:admin'], phone: true },
	{ endpoint: 'GET /phone/numbers/{phoneNumberId}', label: 'light', scopes: ['phone:read:numbers:admin'], phone: true },
	{
		endpoint: 'POST /phone/users/{userId}/phone_numbers',
		label: 'light',
		scopes: ['phone:write:user_number', 'phone:write:user_number:admin'],
		phone: true,
	},
	{
		endpoint: 'DELETE /phone/users/{userId}/phone_numbers/{phoneNumberId}',
		label: 'light',
		scopes: ['phone:delete:user_number', 'phone:delete:user_number:admin'],
		phone: true,
	},
	{ endpoint: 'GET /phone/sites', label: 'medium', scopes: ['phone:read:list_sites:admin'], phone: true },
	{ endpoint: 'GET /phone/sites/{siteId}', label: 'light', scopes: ['phone:read:site:admin'], phone: true },
	{ endpoint: 'GET /phone/settings', label: 'light', scopes: ['phone:read:settings:admin'], phone: true },
];

/** The granular scopes that a server-to-server app can have: the ":admin" ones (reference/zoom-api.md §1). */
export const ALL_SCOPES: readonly string[] = [
	...new Set([
		...ENDPOINTS.flatMap(({ scopes }) => scopes.filter((scope) => scope.endsWith(':admin'))),
		// Asked for by webhook events only (§6.6).
		'cloud_recording:read:recording:admin',
		'meeting:read:participant:admin',
		'webinar:read:participant:admin',
	]),
].sort();
