import { shortId } from '../account/ids.mts';
import { ALL_SCOPES } from '../account/endpoints.mts';
import type { PhoneAccount } from '../account/model.mts';
import { defaultSettings } from '../account/settings.mts';
import { type State, newSigningKey } from '../account/state.mts';
import type { Clock } from '../clock.mts';
import type { MediaLibrary } from '../media.mts';
import { fillLargeAccount } from './large-account.mts';
import { addDemoPeople, fillDemo } from './demo.mts';
import { fillDirectory } from './directory.mts';
import { addPerson } from './people.mts';
import { fillRecordings } from './recordings.mts';
import { SYSTEM_ROLES } from './roles.mts';
import type { Build } from './build.mts';

export interface DataOptions {
	/** Name of the data set. */
	data?: string;
	/** Which account: 0 is the documented one, others have ids and addresses of their own. */
	account?: number;
	/** Kept over a reset, so that tokens in use go on. */
	signingKey?: string;
}

const DATA_SETS: Record<string, (build: Build) => void> = {
	/** No users but the owner, no recordings. */
	empty: () => undefined,
	/** The demo's people without recordings: for whoever plays recordings through the control API. */
	people: (build) => void addDemoPeople(build),
	demo: fillDemo,
	directory: fillDirectory,
	'recordings-300': fillRecordings(300, 20, 45),
	'recordings-20000': fillRecordings(20_000, 200),
	'users-1000': fillLargeAccount(1000, 30, 10),
	'users-20000': fillLargeAccount(20_000, 300, 37),
};

const dataSetNames = (): string[] => Object.keys(DATA_SETS);

/** A fresh account with the named data set. The same name and account give the same ids every time. */
export function buildState(
	clock: Clock,
	media: MediaLibrary,
	{ data = 'demo', account = 0, signingKey = newSigningKey() }: DataOptions,
): State {
	const fill = DATA_SETS[data];
	if (!fill) throw new Error(`There is no data set "${data}". Known: ${dataSetNames().join(', ')}.`);
	const seed = (text: string) => (account === 0 ? text : `${account}:${text}`);
	const state: State = {
		data,
		accountId: shortId(seed('account')),
		accountNumber: 10_009_239 + account,
		clockOffset: clock.offset,
		app: {
			clientId: shortId(seed('client id')),
			clientSecret: shortId(seed('client secret')) + shortId(seed('more of it')).slice(0, 10),
			secretToken: shortId(seed('secret token')),
			scopes: [...ALL_SCOPES],
		},
		signingKey,
		lastTokenId: '',
		settings: defaultSettings(),
		users: new Map(),
		userIdByEmail: new Map(),
		groups: new Map(),
		roles: new Map(SYSTEM_ROLES.map((role) => [role.id, structuredClone(role)])),
		phone: noPhone(),
		meetings: new Map(),
		instances: new Map(),
		uuidsByMeeting: new Map(),
		subscriptions: [],
		deliveries: [],
		strayAuthorizations: [],
		createdOn: {},
	};
	const build: Build = { state, clock, media, account, seed };
	addOwner(build);
	fill(build);
	return state;
}

const noPhone = (): PhoneAccount => ({ enabled: true, sites: [], numbers: [], calling_plans: [] });

function addOwner(build: Build): void {
	addPerson(build, { email: 'olivia@example.edu', name: 'Olivia Owner', role_id: '0', dept: 'IT' });
}
