import type { Latency } from '../../latency.mts';

/**
 * What differs between real accounts, or what nobody outside Zoom has established (docs/assumptions.md).
 * Changed through POST /_sandbox/settings; the defaults are what was observed.
 */
export interface Settings {
	/** Rate limits of this plan, or off (docs/vendors/zoom.md#limits). */
	rateLimits: 'off' | 'free' | 'pro' | 'business';
	/** Whether 429s and answers carry X-RateLimit headers; today's documentation no longer promises them. */
	rateLimitHeaders: boolean;
	/** Divides the daily limits, so that a test reaches them. */
	dailyLimitDivisor: number;
	token: {
		expiresInSeconds: number;
		/** A new token ends the previous one, as in 2022–23 (docs/vendors/zoom.md#the-app-and-its-token). */
		singleToken: boolean;
		/** Accept grant_type and account_id in the query string too (docs/vendors/zoom.md#the-app-and-its-token). */
		acceptQuery: boolean;
		/** What `api_url` says; "" leaves it out. */
		apiUrl?: string;
	};
	/** The app was deactivated: the token endpoint says Bad Request, tokens stop working. */
	appDeactivated: boolean;
	/** Answered with 403 on every call (docs/vendors/zoom.md#the-app-and-its-token). */
	accountDenied: boolean;
	/** Privileges of the role of the app's owner; "*" = all. Without RecordingContent:Read no download token is given. */
	privileges: '*' | string[];
	/** Free accounts are refused groups, participants and phone (code 200). */
	paid: boolean;
	webinarPlan: boolean;
	cloudStorageFull: boolean;
	downloads: {
		/** "redirect": 302 to the CDN origin. "direct": the bytes at once. */
		delivery: 'redirect' | 'direct';
		/** How a refused download looks (docs/vendors/zoom.md#downloads). */
		refusal: 'html' | 'json401' | 'html404';
		/** Whether the CDN honours Range. */
		ranges: 'honour' | 'ignore';
		/** What the CDN does with an Authorization header: recorded in any case. */
		strayAuthorization: 'record' | 'reject';
		/** HEAD at the CDN; signed addresses are often good for GET only. */
		head: 'answer' | 'refuse';
		/** Accept ?access_token= (docs/vendors/zoom.md#downloads). */
		acceptQueryToken: boolean;
		/** Life of the CDN's signed URL. */
		signedUrlSeconds: number;
		/** 0 = as fast as the machine. */
		bytesPerSecond: number;
		/** Delay before the first byte, for both origins. */
		latencyMs: number;
	};
	/** How long any API answer takes. */
	apiLatencyMs: Latency;
	webhooks: {
		/** Multiplies the waits of 5, 20 and 60 minutes. */
		retryFactor: number;
		/** Zoom waits three seconds for an answer. */
		timeoutMs: number;
		/** Whether a retry is signed anew; not established (docs/assumptions.md). */
		resignRetries: boolean;
	};
	/** Licences, so that their limits can be reached (codes 2033, 2034, 1102). */
	licences: { licensed: number; basic: number; phone: number };
	/** E-mail domains that the account manages: needed for change of address (code 1116). */
	managedDomains: string[];
	blockedDomains: string[];
	/** Addresses that hold an active account elsewhere (code 1009). */
	foreignAccounts: string[];
	/** Addresses whose account was unlinked: POST /users answers 201 with an empty id. */
	unlinkedAccounts: string[];
	ssoEnabled: boolean;
	ssoPreProvision: boolean;
	/** POST /users says 409 (observed), or 412 as older pages have it. */
	duplicateStatus: 409 | 412;
	/** PUT /users/{id}/status answers 200 (spec) or 204 (older). */
	statusChangeAnswer: 200 | 204;
	/** How long one DELETE or POST of a user blocks others on it, in ms (docs/vendors/zoom.md#limits). */
	concurrencyLockMs: number;
	/**
	 * Files in work in GET /meetings/{uuid}/recordings. Its schema knows the status "completed" only, so they may be absent;
	 * they were also seen listed, and the whole recording as 404/3301 until all is done (docs/vendors/zoom.md#lists-of-recordings). The account's list shows them.
	 */
	processingFiles: 'absent' | 'listed' | '404';
	/** What the status of a file that is being recorded says in lists. */
	runningFileStatus: 'processing' | 'recording' | 'absent';
	/** GET /users/me for a server-to-server app: documented for user-level apps only, refused or unknown to others (docs/vendors/zoom.md#the-app-and-its-token). */
	me: 'refused' | 'unknown' | 'owner';
	/** Whom the `ids` of a 201 name after members were added: all, only those who were not in before, or nobody. */
	addedIds: 'all' | 'new' | 'none';
	/** What PATCH does to a pending user: takes the group and refuses the rest, 204 without any effect, or 400/1010. */
	pendingChanges: 'group' | 'ignored' | 'foreign';
	/** What POST /users says to an address whose invitation has expired: it invites anew, or the address is taken (1005). */
	expiredInvitations: 'renewed' | 'held';
	/** Whether errors are said in one sentence, or at random in others that mean the same. Codes never change. */
	sentences: 'fixed' | 'varied';
}

export const defaultSettings = (): Settings => ({
	rateLimits: 'off',
	rateLimitHeaders: true,
	dailyLimitDivisor: 1,
	token: { expiresInSeconds: 3600, singleToken: false, acceptQuery: false },
	appDeactivated: false,
	accountDenied: false,
	privileges: '*',
	paid: true,
	webinarPlan: true,
	cloudStorageFull: false,
	downloads: {
		delivery: 'redirect',
		refusal: 'html',
		ranges: 'honour',
		strayAuthorization: 'record',
		head: 'answer',
		acceptQueryToken: false,
		signedUrlSeconds: 6 * 3600,
		bytesPerSecond: 0,
		latencyMs: 0,
	},
	apiLatencyMs: 0,
	webhooks: { retryFactor: 1, timeoutMs: 3000, resignRetries: true },
	licences: { licensed: 100_000, basic: 100_000, phone: 1000 },
	managedDomains: ['example.edu'],
	blockedDomains: ['blocked.example'],
	foreignAccounts: ['taken@elsewhere.example'],
	unlinkedAccounts: [],
	ssoEnabled: true,
	ssoPreProvision: true,
	duplicateStatus: 409,
	statusChangeAnswer: 200,
	concurrencyLockMs: 0,
	processingFiles: 'listed',
	runningFileStatus: 'processing',
	me: 'refused',
	addedIds: 'all',
	pendingChanges: 'group',
	expiredInvitations: 'renewed',
	sentences: 'varied',
});

/** Settings and scopes of an account that this one is to be like. */
export interface LikeAccount {
	scopes?: string[];
	settings?: Partial<Omit<Settings, 'downloads'>> & { downloads?: Partial<Settings['downloads']> };
}

/** Makes an account so. */
export function beLike(
	account: { app: { scopes: string[] }; settings: Settings },
	{ scopes, settings }: LikeAccount = {},
): void {
	if (scopes) account.app.scopes = [...scopes];
	if (settings) changeSettings(account.settings, settings);
}

/** Merges a change into the settings; unknown names are refused, so that a typing error in a test shows. */
export function changeSettings<T extends object>(settings: T, change: object, at = ''): void {
	for (const [name, value] of Object.entries(change)) {
		if (!(name in settings) && name !== 'apiUrl') throw new Error(`There is no setting "${at}${name}".`);
		const current = (settings as Record<string, unknown>)[name];
		if (isGroup(current) && isGroup(value)) {
			changeSettings(current, value, `${at}${name}.`);
		} else {
			(settings as Record<string, unknown>)[name] = value;
		}
	}
}

function isGroup(value: unknown): value is object {
	return value !== null && typeof value === 'object' && !Array.isArray(value);
}
