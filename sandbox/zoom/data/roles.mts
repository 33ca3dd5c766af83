import type { Role } from '../account/model.mts';

/** Every privilege that Zoom documents (docs/vendors/zoom.md#users-groups-roles-phones). */
const BOTH = (names: string) => names.split(' ').flatMap((name) => [`${name}:Read`, `${name}:Edit`]);
export const ALL_PRIVILEGES: readonly string[] = [
	...BOTH(
		'User Role Group AccountProfile AccountSetting WebinarSetting Recording SubAccount ZoomRooms DigitalSignage IMGroups IMSetting ' +
			'BillingSubscription BillingInformation ScheduleTrackingFields PbxAdmin ZoomDevelopers RoomConnector CrossHybrid ' +
			'LyncConnector ThirdPartyConference Branding SingleSignOn Integration MarketPlace',
	),
	'RecordingContent:Read',
	'IMChatHistory:Read',
	'IMChatBot:Edit',
	'Dashboard:Read',
	'UsageReport:Read',
	'UserActivitiesReport:Read',
];

/** Zoom's own three roles, known by their short ids. */
export const SYSTEM_ROLES: readonly Role[] = [
	{
		id: '0',
		name: 'Owner',
		description: 'Account owner has full privileges.',
		type: 'common',
		privileges: [...ALL_PRIVILEGES],
	},
	{
		id: '1',
		name: 'Admin',
		description: 'Admin can manage users and settings.',
		type: 'common',
		privileges: [...ALL_PRIVILEGES],
	},
	{ id: '2', name: 'Member', description: 'Members have no account privileges.', type: 'common', privileges: [] },
];
