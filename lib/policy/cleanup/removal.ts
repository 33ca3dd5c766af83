import { recordingKey, rowsOfRecordings, type RowsOfRecordings } from './table-rows';

/**
 * What is remembered about taking a recording out of Zoom. Others decide by it (an entry is deleted only when a *person*
 * removed its recording), and Zoom tells them of a removal before we have its answer. So the intention is written first, then
 * comes the act, then its result. Whoever finds an intention that nobody resolved knows nothing, and deletes nothing.
 */
const REMOVAL_STATES = [
	/** About to be removed, or being removed; for ever, when the run was stopped in between. */
	'intended',
	/** These files were removed by us. */
	'removed',
	/** Nothing was removed: Zoom refused, or the recording had changed. */
	'not-removed',
	/** A person took it out of Zoom's trash again: it stays, until somebody releases it. */
	'recovered',
	/** Somebody decided that it may go again. */
	'released',
] as const;
export type RemovalState = (typeof REMOVAL_STATES)[number];

/** A row of the data table zoom_kaltura_removals. */
export interface Removal {
	account: string;
	meetingUuid: string;
	state: RemovalState;
	/** Files that were meant, or are gone. */
	fileIds: string[];
	/** Epoch milliseconds; null when the row does not say. */
	at: number | null;
}

export type Removals = RowsOfRecordings<Removal>;

/** @param rows what the Data Table node gave; a state that nobody writes makes all of it unreadable */
export function readRemovals(rows: unknown): Removals {
	const read = rowsOfRecordings(rows, ({ state }) => typeof state === 'string');
	if ('unreadable' in read) return read;
	const removals = new Map<string, Removal[]>();
	for (const [key, ones] of read) {
		for (const row of ones) {
			const state = REMOVAL_STATES.find((known) => known === row.state);
			if (!state) return { unreadable: `it has a row with the state "${String(row.state)}"` };
			const at = Date.parse(String(row.at ?? ''));
			const removal = {
				account: String(row.account ?? ''),
				meetingUuid: String(row.meetingUuid ?? ''),
				state,
				fileIds: String(row.fileIds ?? '')
					.split(/[\s,]+/)
					.filter(Boolean),
				at: Number.isFinite(at) ? at : null,
			};
			removals.set(key, [...(removals.get(key) ?? []), removal]);
		}
	}
	return removals;
}

/** Whether our own cleanup took a recording out of Zoom; `unknown` whenever that cannot be told. */
export function removedByCleanup(removals: Removals, account: string, meetingUuid: string): 'no' | 'unknown' | 'yes' {
	if ('unreadable' in removals) return 'unknown';
	const states = (removals.get(recordingKey(account, meetingUuid)) ?? []).map(({ state }) => state);
	if (states.includes('intended')) return 'unknown';
	return states.includes('removed') ? 'yes' : 'no';
}

/**
 * Whether a recording that Zoom lists was removed by us and brought back by a person: somebody noted that, or a file that we
 * removed is there again.
 */
export function wasRecovered(removals: readonly Removal[], fileIds: ReadonlySet<string>): boolean {
	return removals.some(
		({ state, fileIds: gone }) => state === 'recovered' || (state === 'removed' && gone.some((id) => fileIds.has(id))),
	);
}

/**
 * Whether it was written down, just now, that these files of this recording are about to be removed.
 * @param longestMs between the intention and the act
 */
export function isIntended(
	removals: Removals,
	wanted: { account: string; meetingUuid: string; fileIds: readonly string[] },
	now: number,
	longestMs: number,
): boolean {
	if ('unreadable' in removals) return false;
	const ours = removals.get(recordingKey(wanted.account, wanted.meetingUuid)) ?? [];
	return ours.some(
		({ state, fileIds, at }) =>
			state === 'intended' &&
			at !== null &&
			Math.abs(now - at) <= longestMs &&
			wanted.fileIds.every((id) => fileIds.includes(id)),
	);
}
