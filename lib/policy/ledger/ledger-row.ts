import { OUTCOME_STATUSES, type OutcomeStatus } from '../outcomes';

/** What cleaning up reads of a recording's row in the ledger. Times in epoch milliseconds. */
export interface LedgerRow {
	status: OutcomeStatus;
	/** Files and bytes that Zoom had at the last import. */
	files: number;
	sizeBytes: number;
	lastAttemptAt: number;
	/** Name of the routing rule that keeps the recording in Zoom; '' for none. */
	keepInZoom: string;
}

/**
 * Reads a row as strictly as people may edit it loosely: what a run of ours cannot have written is a problem.
 * @param now epoch milliseconds
 * @returns the row, or what is wrong with it
 */
export function readLedgerRow(row: Readonly<Record<string, unknown>>, now: number): LedgerRow | { problem: string } {
	const status = OUTCOME_STATUSES.find((one) => one === row.status);
	if (!status) return { problem: `its status is "${String(row.status ?? '')}"` };
	const files = wholeNumber(row.files);
	if (files === null) return { problem: `its number of files is "${String(row.files ?? '')}"` };
	const sizeBytes = wholeNumber(row.sizeBytes);
	if (sizeBytes === null) return { problem: `its size is "${String(row.sizeBytes ?? '')}"` };
	const lastAttemptAt = timeOf(row.lastAttemptAt);
	if (lastAttemptAt === null) return { problem: 'the time of its last import is missing' };
	if (lastAttemptAt > now + CLOCK_TOLERANCE_MS) return { problem: 'its last import lies in the future' };
	// The data table's own column; a row that somebody typed in has it too, and then it is the later, careful one.
	const createdAt = timeOf(row.createdAt) ?? lastAttemptAt;
	if (createdAt > now + CLOCK_TOLERANCE_MS) return { problem: 'it was written in the future' };
	const keepInZoom = typeof row.keepInZoom === 'string' ? row.keepInZoom.trim() : '';
	return { status, files, sizeBytes, lastAttemptAt, keepInZoom };
}

/** Clocks that agree within this are good enough (docs/fault-cases.md, 52). */
export const CLOCK_TOLERANCE_MS = 10 * 60_000;

function wholeNumber(value: unknown): number | null {
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : null;
}

function timeOf(value: unknown): number | null {
	const time = value instanceof Date ? value.getTime() : typeof value === 'string' ? Date.parse(value) : Number.NaN;
	return Number.isFinite(time) ? time : null;
}
