/**
 * Scopes that the nodes need, by what an admin wants to do. Each need is met by any one of its scopes: the granular one
 * that Server-to-Server OAuth apps are given today, or the classic one of older apps. The first is the one to name.
 * @see docs/vendors/zoom.md#scopes-and-labels
 */
export interface ScopePurpose {
	name: string;
	needs: ReadonlyArray<readonly [string, ...string[]]>;
}

const READ_BY_UUID = ['cloud_recording:read:list_recording_files:admin', 'recording:read:admin'] as const;

export const INGEST: ScopePurpose = {
	name: 'ingesting recordings',
	needs: [
		READ_BY_UUID,
		['cloud_recording:read:list_account_recordings:admin', 'recording:read:admin', 'account:read:admin'],
		['user:read:user:admin', 'user:read:admin', 'user:write:admin'],
	],
};

const DIRECTORY: ScopePurpose = {
	name: 'reading users and groups',
	needs: [
		['user:read:list_users:admin', 'user:read:admin', 'user:write:admin'],
		['group:read:list_groups:admin', 'group:read:admin', 'group:write:admin'],
	],
};

export const PEOPLE: ScopePurpose = {
	name: 'rights of participants and panelists',
	needs: [
		['meeting:read:list_past_participants:admin', 'meeting:read:admin'],
		['webinar:read:list_panelists:admin', 'webinar:read:admin'],
	],
};

const TRACKING_FIELDS: ScopePurpose = {
	name: 'tracking fields and alternative hosts',
	needs: [
		['meeting:read:meeting:admin', 'meeting:read:admin'],
		['webinar:read:webinar:admin', 'webinar:read:admin'],
	],
};

export const CLEANUP: ScopePurpose = {
	name: 'cleaning up in Zoom',
	// What is about to be trashed is read once more, and a listing does not show everything.
	needs: [
		READ_BY_UUID,
		['cloud_recording:delete:meeting_recording:admin', 'recording:write:admin'],
		['cloud_recording:delete:recording_file:admin', 'recording:write:admin'],
	],
};

const GROUP_WRITES: ScopePurpose = {
	name: 'changing Zoom groups',
	needs: [
		['group:read:list_members:admin', 'group:read:admin', 'group:write:admin'],
		['group:write:member:admin', 'group:write:admin'],
		['group:delete:member:admin', 'group:write:admin'],
	],
};

const USER_WRITES: ScopePurpose = {
	name: 'creating Zoom users',
	needs: [['user:write:user:admin', 'user:write:admin']],
};

/** Zoom offers the events only to apps with these; that an event arrives shows it as well. */
const EVENTS: ScopePurpose = {
	name: 'events about recordings',
	needs: [['cloud_recording:read:recording:admin', 'recording:read:admin']],
};

const PARTICIPANT_EVENTS: ScopePurpose = {
	name: 'events about participants and their roles',
	needs: [
		['meeting:read:participant:admin', 'meeting:read:admin'],
		['webinar:read:participant:admin', 'webinar:read:admin'],
	],
};

/** Every purpose under the name that a form offers it by. */
export const PURPOSES = {
	cleanup: CLEANUP,
	directory: DIRECTORY,
	events: EVENTS,
	groupWrites: GROUP_WRITES,
	ingest: INGEST,
	participantEvents: PARTICIPANT_EVENTS,
	people: PEOPLE,
	trackingFields: TRACKING_FIELDS,
	userWrites: USER_WRITES,
} as const satisfies Record<string, ScopePurpose>;

/** Needs of the purpose that no scope of the app meets, each named by its preferred scope. */
export function missingScopes(purpose: ScopePurpose, scopes: readonly string[]): string[] {
	const granted = new Set(scopes);
	return purpose.needs.filter((any) => !any.some((scope) => granted.has(scope))).map(([preferred]) => preferred);
}

/** What goes on without a scope that Zoom may not offer to an app, and how. Cleaning up does not. */
const STAND_INS: ReadonlyArray<{ purpose: ScopePurpose; missing: string; any: readonly string[]; means: string }> = [
	{
		purpose: INGEST,
		missing: READ_BY_UUID[0],
		any: [
			'cloud_recording:read:list_user_recordings:admin',
			'cloud_recording:read:list_account_recordings:admin',
			'account:read:admin',
		],
		means:
			'each recording is looked for in the listing of its host, or of the account; every file travels through n8n, because a listing gives only the token of the whole app, which Kaltura must not get; sounds of single participants are not found; and nothing can be cleaned up in Zoom',
	},
];

/**
 * The scopes of a purpose without which it does not work, and what is so instead where something stands in.
 * @returns `means`: parts of a sentence
 */
export function gapsOf(purpose: ScopePurpose, scopes: readonly string[]): { missing: string[]; means: string[] } {
	const granted = new Set(scopes);
	const gaps = missingScopes(purpose, scopes).map((missing) => ({
		missing,
		standIn: STAND_INS.find(
			(one) => one.purpose === purpose && one.missing === missing && one.any.some((scope) => granted.has(scope)),
		),
	}));
	return {
		missing: gaps.flatMap(({ missing, standIn }) => (standIn ? [] : [missing])),
		means: gaps.flatMap(({ missing, standIn }) => (standIn ? [`Without ${missing} ${standIn.means}.`] : [])),
	};
}

/**
 * What the app lacks to be of any use: it must serve one purpose wholly. The purpose of which it has most is taken as
 * the one that was meant.
 * @returns a sentence for the admin, or null when the app serves a purpose
 */
export function missingForPurposes(scopes: readonly string[]): string | null {
	const gaps = [INGEST, DIRECTORY].map((purpose) => ({ purpose, missing: gapsOf(purpose, scopes).missing }));
	if (gaps.some(({ missing }) => missing.length === 0)) return null;
	const meant = gaps.find(({ purpose, missing }) => missing.length < purpose.needs.length) ?? gaps[0]!;
	const list = meant.missing.join(', ');
	return `Zoom knows the app, but for ${meant.purpose.name} it lacks ${meant.missing.length === 1 ? 'the scope' : 'the scopes'} ${list}. Add ${meant.missing.length === 1 ? 'it' : 'them'} under Scopes in the app (Zoom App Marketplace), then deactivate and activate the app so that the change takes effect.`;
}
