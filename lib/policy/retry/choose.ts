import type { LedgerRow } from '../ledger/rows';
import type { RetryRecord } from './retry';

/** What somebody wants to do about recordings that did not arrive. */
export type Wish = 'Dismiss' | 'Retry' | 'Show';

/**
 * The recordings that somebody means, among those that failed or need a decision.
 * What was dismissed stays dismissed: only its own meeting UUID brings it back, never "all" or a part of a name.
 * @param which a meeting UUID, a part of the topic or of the host's address, or "all"; empty means all, but only to look
 */
export function meantRecordings(
	rows: readonly LedgerRow[],
	records: ReadonlyArray<Pick<RetryRecord, 'account' | 'meetingUuid' | 'state'>>,
	wish: Wish,
	which: string,
): LedgerRow[] {
	const text = which.trim().toLowerCase();
	if (text === '' && wish !== 'Show') return [];
	const dismissed = new Set(
		records.filter(({ state }) => state === 'dismissed').map(({ account, meetingUuid }) => `${account} ${meetingUuid}`),
	);
	return rows.filter(({ account, meetingUuid, topic, hostEmail }) => {
		// UUIDs differ in case.
		if (meetingUuid === which.trim()) return true;
		if (dismissed.has(`${account} ${meetingUuid}`)) return false;
		return text === '' || text === 'all' || [topic, hostEmail].some((one) => one.toLowerCase().includes(text));
	});
}
