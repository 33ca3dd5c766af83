import type { CallOptions, KalturaApiOptions } from './api';
import { KalturaApi } from './api';
import { KalturaAttachments } from './attachments';
import { KalturaCaptions } from './captions';
import { KalturaCategories } from './categories';
import { KalturaConversionProfiles } from './conversion-profiles';
import { KalturaEntries } from './entries';
import type { UserChange, WantedUser } from './ensure-users';
import { ensureUsers } from './ensure-users';
import type { KalturaError } from './errors';
import { KalturaGroups } from './groups';
import type { LookUpAnswer, LookUpQuestion } from './look-up';
import { KalturaLookUp } from './look-up';
import { KalturaMemberships } from './memberships';
import type { KalturaAccount } from './session';
import { SessionStore, sessionKey } from './session';
import type { KnownHashes } from './session-start';
import { startSession } from './session-start';
import { KalturaUploads } from './uploads';
import { KalturaUsers } from './users';
import type { KalturaParams, KalturaRequest, KalturaTransport } from './wire';

export interface KalturaClientOptions extends Omit<KalturaApiOptions, 'session'> {
	account: KalturaAccount;
	/** Shared between clients so that they share sessions; a store of its own when left out. */
	sessions?: SessionStore;
	/** Shared like `sessions`: which hash an app token uses. */
	knownHashes?: KnownHashes;
	/** Epoch milliseconds. */
	now?: () => number;
}

/** One Kaltura account: its rooms, and the wire for what no room covers. */
export interface KalturaClient {
	readonly account: Pick<KalturaAccount, 'serviceUrl' | 'uploadHosts' | 'partnerId' | 'userId'>;
	readonly api: KalturaApi;
	/** One action. @throws {KalturaError} */
	call<T = unknown>(service: string, action: string, params?: KalturaParams, options?: CallOptions): Promise<T>;
	/** Several actions in one HTTP request; a result or KalturaError for each. @throws {KalturaError} as a whole */
	multi(requests: readonly KalturaRequest[], options?: CallOptions): Promise<unknown[]>;
	/** The current session, for uploads; `refused` is one that Kaltura no longer takes. */
	session(refused?: string): Promise<string>;
	readonly entries: KalturaEntries;
	readonly categories: KalturaCategories;
	readonly captions: KalturaCaptions;
	readonly attachments: KalturaAttachments;
	readonly users: KalturaUsers;
	/** Users as wanted, many at once; see `ensureUsers`. */
	ensureUsers(wanted: readonly WantedUser[]): Promise<Array<UserChange | KalturaError>>;
	/** Many people and groups in one request; see `KalturaLookUp`. */
	lookUp(question: LookUpQuestion): Promise<LookUpAnswer>;
	readonly groups: KalturaGroups;
	readonly memberships: KalturaMemberships;
	readonly conversionProfiles: KalturaConversionProfiles;
	readonly uploads: KalturaUploads;
}

/** Opens an account over any transport; in n8n use `openKaltura` (lib/n8n/kaltura.ts). Nothing is sent yet. */
export function createKalturaClient(transport: KalturaTransport, options: KalturaClientOptions): KalturaClient {
	const { account, sessions = new SessionStore(options.now), knownHashes, now = Date.now, ...apiOptions } = options;
	const key = sessionKey(account);
	const api: KalturaApi = new KalturaApi(transport, {
		...apiOptions,
		session: (refused) => sessions.get(key, () => startSession(api, account, now(), knownHashes), refused),
	});
	return {
		account,
		api,
		call: (service, action, params, callOptions) => api.call(service, action, params, callOptions),
		multi: (requests, callOptions) => api.multi(requests, callOptions),
		session: (refused) => api.session(refused),
		entries: new KalturaEntries(api),
		categories: new KalturaCategories(api),
		captions: new KalturaCaptions(api),
		attachments: new KalturaAttachments(api),
		users: new KalturaUsers(api),
		ensureUsers: (wanted) => ensureUsers(api, wanted),
		lookUp: (question) => new KalturaLookUp(api).ask(question),
		groups: new KalturaGroups(api),
		memberships: new KalturaMemberships(api),
		conversionProfiles: new KalturaConversionProfiles(api),
		uploads: new KalturaUploads(api, account.serviceUrl),
	};
}
