/** The types of columns that an n8n data table knows. */
export type ColumnType = 'string' | 'number' | 'boolean' | 'date';

/**
 * The columns of the ledger `zoom_kaltura_ledger`: one row for each recording of each Zoom account, with what came of it.
 * Whatever writes, creates or reads the table has them from here; a test holds the templates against this list.
 */
export const LEDGER_COLUMNS = {
	/** Zoom's account id. Together with the meeting UUID it is what a row is about: neither is ever empty. */
	account: 'string',
	meetingUuid: 'string',
	meetingId: 'string',
	/** meeting or webinar */
	kind: 'string',
	topic: 'string',
	hostEmail: 'string',
	/** When the recording began. */
	startedAt: 'date',
	/** Bytes that Zoom had at the last try. */
	sizeBytes: 'number',
	segments: 'number',
	files: 'number',
	/** Status and reason code of lib/policy/outcomes.ts. */
	status: 'string',
	reason: 'string',
	message: 'string',
	nextStep: 'string',
	retryable: 'boolean',
	/** Kaltura user ID, and the rule that chose it. */
	owner: 'string',
	ownerRule: 'string',
	/** Names of the routing rules that acted. */
	rules: 'string',
	/** Name of the rule because of which the recording stays in Zoom. */
	keepInZoom: 'string',
	/** Parent entries, separated by blanks. */
	entryIds: 'string',
	/** Who and what was left out on purpose, and why: people without an address, kinds of files that are off. */
	leftOut: 'string',
	/** live, reconcile, backfill, retry */
	source: 'string',
	attempts: 'number',
	lastAttemptAt: 'date',
	/** When the last wanted file was in Kaltura. Late files, replacements and imports after a deletion renew it. */
	importedAt: 'date',
	/** Zoom's daily limit: not before this moment another try makes sense. */
	retryAt: 'date',
	/** When Zoom deletes the recording by itself. */
	vanishesAt: 'date',
} as const satisfies Record<string, ColumnType>;

export type LedgerColumn = keyof typeof LEDGER_COLUMNS;

type ValueOf<Type extends ColumnType> = Type extends 'number' ? number : Type extends 'boolean' ? boolean : string;

/** A row as the Data Table node takes it; dates as ISO 8601. */
export type LedgerRecord = {
	-readonly [Column in LedgerColumn]: ValueOf<(typeof LEDGER_COLUMNS)[Column]> | null;
};

/** Longer texts are cut: a topic of 100 kB would use up the tables' quota, and nobody reads it in a table. */
export const LONGEST_TEXT = 1000;
