/**
 * Scopes that the nodes need, by what an admin wants to do. Each need is met by any one of its scopes: the granular one
 * that Server-to-Server OAuth apps are given today, or the classic one of older apps. The first is the one to name.
 * @see reference zoom-api §4b
 */
export interface ScopePurpose {
	name: string;
	needs: ReadonlyArray<readonly [string, ...string[]]>;
}

export const INGEST: ScopePurpose = {
	name: 'ingesting recordings',
	needs: [
		['cloud_recording:read:list_recording_files:admin', 'recording:read:admin'],
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
	needs: [
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

/** Every purpose under the name that a form offers it by. */
export const PURPOSES = {
	cleanup: CLEANUP,
	directory: DIRECTORY,
	groupWrites: GROUP_WRITES,
	ingest: INGEST,
	people: PEOPLE,
	trackingFields: TRACKING_FIELDS,
	userWrites: USER_WRITES,
} as const satisfies Record<string, ScopePurpose>;

/** Needs of the purpose that no scope of the app meets, each named by its preferred scope. */
export function missingScopes(purpose: ScopePurpose, scopes: readonly string[]): string[] {
	const granted = new Set(scopes);
	return purpose.needs.filter((any) => !any.some((scope) => granted.has(scope))).map(([preferred]) => preferred);
}

/**
 * What the app lacks to be of any use: it must serve one purpose wholly. The purpose of which it has most is taken as
 * the one that was meant.
 * @returns a sentence for the admin, or null when the app serves a purpose
 */
export function missingForPurposes(scopes: readonly string[]): string | null {
	const gaps = [INGEST, DIRECTORY].map((purpose) => ({ purpose, missing: missingScopes(purpose, scopes) }));
	if (gaps.some(({ missing }) => missing.length === 0)) return null;
	const meant = gaps.find(({ purpose, missing }) => missing.length < purpose.needs.length) ?? gaps[0]!;
	const list = meant.missing.join(', ');
	return `Zoom knows the app, but for ${meant.purpose.name} it lacks ${meant.missing.length === 1 ? 'the scope' : 'the scopes'} ${list}. Add ${meant.missing.length === 1 ? 'it' : 'them'} under Scopes in the app (Zoom App Marketplace), then deactivate and activate the app so that the change takes effect.`;
}
