import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Group, Instance, Meeting, PhoneAccount, Role, User } from './model.mts';
import type { Settings } from './settings.mts';
import type { Delivery, Subscription } from '../webhooks/model.mts';

/** Everything that outlives a restart of the server. */
export interface State {
	/** Name of the data set that it began with. */
	data: string;
	accountId: string;
	accountNumber: number;
	clockOffset: number;
	app: { clientId: string; clientSecret: string; secretToken: string; scopes: string[] };
	/** Signs tokens and page tokens of this server. */
	signingKey: string;
	/** Only the newest token counts when settings.singleToken is on. */
	lastTokenId: string;
	settings: Settings;
	users: Map<string, User>;
	/** Lower-case address → id. */
	userIdByEmail: Map<string, string>;
	groups: Map<string, Group>;
	roles: Map<string, Role>;
	phone: PhoneAccount;
	meetings: Map<number, Meeting>;
	instances: Map<string, Instance>;
	/** UUIDs of a meeting number, oldest first. */
	uuidsByMeeting: Map<number, string[]>;
	subscriptions: Subscription[];
	deliveries: Delivery[];
	/** With the user agent: Kaltura's own import is known to send one, everybody else must not. */
	strayAuthorizations: Array<{ at: string; path: string; scheme: string; userAgent: string }>;
	/** Users created with action=create per UTC day, groups created per UTC day. */
	createdOn: Record<string, number>;
}

export const newSigningKey = (): string => randomBytes(32).toString('hex');

// A Map is not JSON; it is kept as a tagged list of its entries.
const MAP_TAG = '~map';

export function saveState(file: string, state: State): void {
	const text = JSON.stringify(state, (_key, value: unknown) =>
		value instanceof Map ? { [MAP_TAG]: [...(value as Map<unknown, unknown>)] } : value,
	);
	// Written aside and renamed, so that a kill in between leaves the previous state whole.
	writeFileSync(`${file}.new`, text);
	renameSync(`${file}.new`, file);
}

/** The saved state, or undefined when there is none yet. */
export function loadState(file: string): State | undefined {
	let text: string;
	try {
		text = readFileSync(file, 'utf8');
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
		throw error;
	}
	return JSON.parse(text, (_key, value: unknown) =>
		value && typeof value === 'object' && MAP_TAG in value
			? new Map(value[MAP_TAG] as Array<[unknown, unknown]>)
			: value,
	) as State;
}
