import type { Latency } from '../../latency.mts';

/** What can be set through POST /_sandbox/settings (README.md explains each). Times in milliseconds. */
export interface Settings {
	/** How long any API answer takes. */
	apiLatencyMs: Latency;
	/** Time until a write is seen by list and eSearch. */
	indexLagMs: number;
	/** Time from content to READY. */
	conversionMs: number;
	/** Time an import job waits before its first download. */
	importQueueMs: number;
	/** Download attempts before an import counts as failed; the real default is 3, 60 s apart. */
	importAttempts: number;
	importRetryMs: number;
	/** "skip" accepts URL imports without downloading: for benchmarks of many recordings, never for proof of content. */
	imports: 'download' | 'skip';
	/** What becomes of media whose conversion starts from now on. */
	conversion: 'normal' | 'stuck' | 'error';
	/** What becomes of URL imports that start from now on. */
	importJobs: 'normal' | 'stuck';
	/** Time until a bulk job (group sync, group delete) has done its work. */
	bulkMs: number;
	/** How long a final chunk waits for the chunks before it. */
	finalChunkWaitMs: number;
	/** Larger uploads are hashed and counted, not kept. */
	keepBytesUpTo: number;
	/** uploadedFileSize as text or as number: the real server does both (docs/vendors/kaltura.md#answers). */
	uploadedFileSizeAs: 'string' | 'number';
	maxGroupsPerUser: number;
	maxCategoriesPerEntry: number;
	maxAssetsPerEntry: number;
	/** Whether sessions without "disableentitlement" are kept from categories with a privacy context. */
	entitlement: boolean;
	/** Another origin for uploadToken.upload calls, given as uploadUrl; null leaves it out. */
	uploadUrl: string | null;
	/** Whether requests are refused that the real server answers while it ignores a part of them (api/strict.mts). */
	strict: boolean;
	/** Plugins that this account has not: "caption", "attachment", "elasticsearch", "vendor" (services `<plugin>_…`). */
	missingPlugins: string[];
	/** Permissions that the role of every session lacks (api/permissions.mts). */
	missingPermissions: string[];
	/** "none": the importer forgets urlHeaders, as with engines that cannot send them. */
	importHeaders: 'sent' | 'none';
	/** Partner setting: HTML in names is cleaned, accepted, or blocked with a bare internal error (docs/vendors/kaltura.md#errors). */
	htmlInText: 'clean' | 'accept' | 'block';
}

export const DEFAULT_SETTINGS: Readonly<Settings> = {
	apiLatencyMs: 0,
	indexLagMs: 1500,
	conversionMs: 1500,
	importQueueMs: 50,
	importAttempts: 3,
	importRetryMs: 1000,
	imports: 'download',
	conversion: 'normal',
	importJobs: 'normal',
	bulkMs: 1500,
	finalChunkWaitMs: 45_000,
	keepBytesUpTo: 256 * 1024 * 1024,
	uploadedFileSizeAs: 'string',
	maxGroupsPerUser: 1024,
	maxCategoriesPerEntry: 32,
	maxAssetsPerEntry: 500,
	entitlement: true,
	uploadUrl: null,
	missingPlugins: [],
	missingPermissions: [],
	importHeaders: 'sent',
	strict: true,
	htmlInText: 'clean',
};
