/**
 * The tables that the workflows keep, as their rows come from an n8n Data Table. A person may have edited them by hand,
 * so every field is read leniently: what is missing is '' or 0, what is no time is null.
 */

/** Where a recording stands, in the order in which pictures stack them. */
export const STANDINGS = ['arrived', 'waiting', 'skipped', 'attention', 'failed'] as const;
export type Standing = (typeof STANDINGS)[number];

const STANDING_OF: Readonly<Record<string, Standing>> = {
	imported: 'arrived',
	'already-imported': 'arrived',
	'imported-by-native-integration': 'arrived',
	waiting: 'waiting',
	skipped: 'skipped',
	'needs-attention': 'attention',
	partial: 'failed',
	failed: 'failed',
};

/** One row of the ledger `zoom_kaltura_ledger`: one recording of one Zoom account. */
export interface LedgerRow {
	account: string;
	meetingUuid: string;
	meetingId: string;
	kind: string;
	topic: string;
	hostEmail: string;
	/** Epoch milliseconds; null when nobody knows. */
	startedAt: number | null;
	sizeBytes: number;
	status: string;
	standing: Standing;
	reason: string;
	message: string;
	nextStep: string;
	retryable: boolean;
	owner: string;
	ownerRule: string;
	/** Names of the routing rules that acted. */
	rules: string;
	keepInZoom: string;
	entryIds: string;
	/** Who and what was left out on purpose, as sentences. */
	leftOut: string;
	source: string;
	attempts: number;
	lastAttemptAt: number | null;
	/** When the last wanted file was in Kaltura. */
	importedAt: number | null;
	/** Not before this moment it makes sense to try again: Zoom's daily limit. */
	retryAt: number | null;
	/** When Zoom deletes it by itself. */
	vanishesAt: number | null;
	/** When the pipeline saw the recording for the first time. */
	firstSeenAt: number | null;
	/** For how many recordings it stands: 1, or more for a group of a counted day (day-counts.ts). */
	recordings: number;
}

/** A status that nobody knows was typed by somebody: a person should look at it. */
export const standingOf = (status: string): Standing => STANDING_OF[status] ?? 'attention';

/** @returns null for what is no row of the ledger, such as the empty item of an empty table */
export function readLedgerRow(row: Readonly<Record<string, unknown>>): LedgerRow | null {
	const meetingUuid = text(row.meetingUuid);
	if (meetingUuid === '') return null;
	const status = text(row.status);
	const startedAt = instant(row.startedAt);
	const lastAttemptAt = instant(row.lastAttemptAt);
	return {
		account: text(row.account),
		meetingUuid,
		meetingId: text(row.meetingId),
		kind: text(row.kind),
		topic: text(row.topic),
		hostEmail: text(row.hostEmail).toLowerCase(),
		startedAt,
		sizeBytes: amount(row.sizeBytes),
		status,
		standing: standingOf(status),
		reason: text(row.reason) || 'unknown',
		message: text(row.message),
		nextStep: text(row.nextStep),
		retryable: row.retryable === true || row.retryable === 1 || row.retryable === 'true',
		owner: text(row.owner),
		ownerRule: text(row.ownerRule),
		rules: text(row.rules),
		keepInZoom: text(row.keepInZoom),
		entryIds: text(row.entryIds),
		leftOut: text(row.leftOut),
		source: text(row.source),
		attempts: amount(row.attempts),
		lastAttemptAt,
		importedAt: instant(row.importedAt),
		retryAt: instant(row.retryAt),
		vanishesAt: instant(row.vanishesAt),
		firstSeenAt: instant(row.createdAt) ?? lastAttemptAt ?? startedAt,
		recordings: 1,
	};
}

/** One row per recording: two executions that meet a recording in the same moment may both note it. The later one tells. */
export function latestOfEach(rows: readonly LedgerRow[]): LedgerRow[] {
	const latest = new Map<string, LedgerRow>();
	for (const row of rows) {
		const key = `${row.account}\n${row.meetingUuid}`;
		const other = latest.get(key);
		if (!other || (row.lastAttemptAt ?? 0) > (other.lastAttemptAt ?? 0)) latest.set(key, row);
	}
	return [...latest.values()];
}

export function text(value: unknown): string {
	return typeof value === 'string' ? value : value === null || value === undefined ? '' : String(value);
}

/** A count or a number of bytes: never negative, never NaN. */
export function amount(value: unknown): number {
	const number = typeof value === 'number' ? value : Number(text(value));
	return Number.isFinite(number) && number > 0 ? number : 0;
}

/** Epoch milliseconds of an ISO text, a Date or a number; null when it is no time. */
export function instant(value: unknown): number | null {
	if (value === null || value === undefined || value === '') return null;
	const time = value instanceof Date ? value.getTime() : typeof value === 'number' ? value : Date.parse(text(value));
	return Number.isFinite(time) ? time : null;
}
