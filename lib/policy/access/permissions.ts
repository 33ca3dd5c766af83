/** The permission types of the authorization-metadata format (docs/vendors/directory.md#authorization-metadata). */
export const CANONICAL_PERMISSIONS = [
	'DataRead',
	'DataWrite',
	'DataCreate',
	'DataDelete',
	'MetadataRead',
	'MetadataWrite',
	'MetadataCreate',
	'MetadataDelete',
	'NonData',
	'Uncategorized',
] as const;
export type CanonicalPermission = (typeof CANONICAL_PERMISSIONS)[number];

/** Written into every output, so that a later change of the map is visible. */
export const MAPPING_VERSION = 1;

/** Areas whose content (recordings, chats, reports, people) a Read lets see; the others are settings. */
const CONTENT_AREAS = new Set([
	'User',
	'Recording',
	'RecordingContent',
	'IMChatHistory',
	'Dashboard',
	'UsageReport',
	'UserActivitiesReport',
	'BillingInformation',
]);
/** Areas in which Edit also makes and removes objects. */
const OBJECT_AREAS = new Set([
	'User',
	'Role',
	'Group',
	'SubAccount',
	'ZoomRooms',
	'DigitalSignage',
	'IMGroups',
	'IMChatBot',
	'PbxAdmin',
	'ZoomDevelopers',
	'ScheduleTrackingFields',
	'Recording',
]);
/** Every area on Zoom's privilege page of February 2026 (docs/vendors/directory.md#privileges). */
const KNOWN_AREAS = new Set([
	...CONTENT_AREAS,
	...OBJECT_AREAS,
	'AccountProfile',
	'AccountSetting',
	'WebinarSetting',
	'IMSetting',
	'BillingSubscription',
	'RoomConnector',
	'CrossHybrid',
	'LyncConnector',
	'ThirdPartyConference',
	'Branding',
	'SingleSignOn',
	'Integration',
	'MarketPlace',
]);

/** The rows that docs/access-review.md fixes: Read and Edit of an area get the same types. */
const SEED_TABLE: Record<string, CanonicalPermission[]> = {
	User: ['DataRead', 'DataWrite', 'MetadataRead', 'MetadataWrite'],
	Role: ['DataCreate', 'DataRead', 'DataWrite', 'MetadataCreate', 'MetadataRead', 'MetadataWrite'],
	Group: ['DataRead', 'DataWrite', 'MetadataRead', 'MetadataWrite'],
};

/**
 * What a Zoom privilege such as "Role:Edit" allows, in canonical terms.
 * @param mapping 'fine' tells Read from Edit; 'veza' reproduces that table for its areas
 * @returns ['Uncategorized'] for a privilege that nobody knows; never an empty list
 */
export function canonicalPermissions(privilege: string, mapping: 'fine' | 'veza' = 'fine'): CanonicalPermission[] {
	const match = /^([A-Za-z]+):(Read|Edit)$/.exec(privilege);
	const area = match?.[1] ?? '';
	if (mapping === 'veza' && match && SEED_TABLE[area]) return SEED_TABLE[area];
	if (!match || !KNOWN_AREAS.has(area)) return ['Uncategorized'];
	const content = CONTENT_AREAS.has(area);
	const types = new Set<CanonicalPermission>(['MetadataRead']);
	if (content) types.add('DataRead');
	if (match[2] === 'Edit') {
		types.add('MetadataWrite');
		if (content) types.add('DataWrite');
		if (OBJECT_AREAS.has(area)) types.add('MetadataCreate').add('MetadataDelete');
		if (area === 'Role' || area === 'User') types.add('DataCreate');
		if (area === 'Recording' || area === 'User') types.add('DataDelete');
	}
	return CANONICAL_PERMISSIONS.filter((type) => types.has(type));
}

/** Privileges with which somebody can take over the account, read others' content, or change who may do what. */
export const HIGH_RISK_PRIVILEGES: ReadonlySet<string> = new Set([
	'User:Edit',
	'Role:Edit',
	'AccountSetting:Edit',
	'SingleSignOn:Edit',
	'RecordingContent:Read',
	'Recording:Edit',
	'IMChatHistory:Read',
	'Integration:Edit',
	'MarketPlace:Edit',
	'ZoomDevelopers:Edit',
	'BillingSubscription:Edit',
	'SubAccount:Edit',
	'PbxAdmin:Edit',
]);

/** Pairs that one person should not hold together (segregation of duties), with the reason. */
export const RISKY_PAIRS: ReadonlyArray<{ pair: readonly [string, string]; why: string }> = [
	{ pair: ['User:Edit', 'Role:Edit'], why: 'can create a user and make it an administrator' },
	{ pair: ['User:Edit', 'SingleSignOn:Edit'], why: 'can change how people sign in and then sign in as them' },
	{ pair: ['Role:Edit', 'SingleSignOn:Edit'], why: 'can give roles and open a way in around the identity provider' },
	{ pair: ['RecordingContent:Read', 'Recording:Edit'], why: 'can read every recording and remove the traces' },
	{ pair: ['BillingSubscription:Edit', 'User:Edit'], why: 'can order licences and hand them out' },
];
