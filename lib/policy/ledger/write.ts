import type { Outcome } from '../outcomes';
import type { Recording } from '../recording';

import { LEDGER_COLUMNS, LONGEST_TEXT, type LedgerRecord } from './columns';

/** What is known of a recording when its way through the pipeline ends; of one that could not be read, little. */
export interface EndedRecording extends Partial<
	Pick<Recording, 'kind' | 'topic' | 'startedAt' | 'sizeBytes' | 'vanishesAt'>
> {
	accountId: string;
	meetingUuid: string;
	meetingId?: string;
	segments?: ReadonlyArray<{ files: readonly unknown[] }>;
	host?: { email?: string | null };
	outcome: Outcome;
	/** As Owner Resolver puts it on the item. */
	owner?: { userId?: string; rule?: string; hostEmail?: string | null };
	/** As Import puts them on the item. */
	entries?: ReadonlyArray<{ entryId: string | null }>;
	/** What the routing rules said; missing where nobody asked them. */
	routing?: { rules: readonly string[]; keepInZoom?: string | undefined };
	/** Sentences about who and what was left out on purpose. */
	leftOut?: readonly string[];
	/** Which workflow took it up. */
	source?: string;
	/** Tries before this one. */
	attempts?: number;
}

/** A row without the columns about which this try knows nothing: what an earlier one found out stays. */
export type LedgerEntry = Pick<LedgerRecord, 'account' | 'meetingUuid' | 'status' | 'reason'> & Partial<LedgerRecord>;

/**
 * The ledger's row of a recording.
 * @param now ISO 8601
 * @throws {RangeError} without account or meeting UUID: such a row would be about nothing, and for ever
 */
export function ledgerRow(ended: EndedRecording, now: string): LedgerEntry {
	const { accountId, meetingUuid, outcome, segments, owner, entries, routing } = ended;
	if (accountId === '' || meetingUuid === '') {
		throw new RangeError(
			`a row of the ledger needs an account and a meeting UUID, but has "${accountId}" and "${meetingUuid}"`,
		);
	}
	const row: { [Column in keyof LedgerRecord]: LedgerRecord[Column] | undefined } = {
		account: accountId,
		meetingUuid,
		meetingId: ended.meetingId || undefined,
		kind: ended.kind,
		topic: ended.topic,
		hostEmail: owner?.hostEmail || ended.host?.email || undefined,
		startedAt: dateOf(ended.startedAt),
		sizeBytes: ended.sizeBytes,
		segments: segments?.length,
		files: segments?.reduce((sum, { files }) => sum + files.length, 0),
		status: outcome.status,
		reason: outcome.reason,
		message: outcome.message,
		nextStep: outcome.nextStep,
		retryable: outcome.retryable,
		owner: owner?.userId,
		ownerRule: owner?.rule,
		rules: routing?.rules.join(', '),
		keepInZoom: routing ? (routing.keepInZoom ?? '') : undefined,
		entryIds: entries?.flatMap(({ entryId }) => entryId ?? []).join(' '),
		leftOut: ended.leftOut?.join(' '),
		source: ended.source || 'live',
		attempts: (ended.attempts ?? 0) + 1,
		lastAttemptAt: now,
		importedAt: outcome.status === 'imported' ? now : undefined,
		// A try that ended otherwise takes back what an earlier one had to wait for.
		retryAt: retryAt(outcome, now),
		// Who has read the recording knows that nothing is planned (any more).
		vanishesAt: dateOf(ended.vanishesAt) ?? (segments ? null : undefined),
	};
	const known = Object.entries(row).flatMap(([column, value]) =>
		value === undefined ? [] : [[column, typeof value === 'string' ? shortened(value) : value]],
	);
	return Object.fromEntries(known) as LedgerEntry;
}

/** The row as a whole, with what nobody knows as null. */
export function wholeRow(entry: LedgerEntry): LedgerRecord {
	const columns = Object.keys(LEDGER_COLUMNS) as Array<keyof LedgerRecord>;
	return Object.fromEntries(columns.map((column) => [column, entry[column] ?? null])) as LedgerRecord;
}

function retryAt({ retryAfterSeconds: wait }: Outcome, now: string): string | null {
	return wait === undefined ? null : new Date(Date.parse(now) + wait * 1000).toISOString();
}

/** Zoom's date as a date that a table takes; undefined for what is none. */
function dateOf(text: string | undefined): string | undefined {
	const time = Date.parse(text ?? '');
	return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}

function shortened(text: string): string {
	if (text.length <= LONGEST_TEXT) return text;
	// Not through the middle of a surrogate pair.
	return `${text.slice(0, LONGEST_TEXT - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
