import { outcome, type Outcome } from '../outcomes';

import { amount, instant, text } from './rows';

/** Where the rows of some recordings are in the ledger. */
export interface KnownWindow {
	account: string;
	/** ISO 8601; well before the first recording and well after the last. */
	from: string;
	to: string;
}

const DAY_MS = 86_400_000;
/**
 * Zoom ends a meeting after 30 hours, and repeats its events for one and a half: a co-host may be named so long before the
 * recording begins, or after.
 */
const MEETING_MS = 32 * 3_600_000;
/** Last moment that a date can have; one row with a senseless one must not end the look at all others. */
const LAST_MS = 8.64e15;

/** One window per account; wider by a meeting, because a recording whose first segment was deleted begins later than its row says. */
export function knownWindows(recordings: ReadonlyArray<{ account: string; startedAt: unknown }>): KnownWindow[] {
	const accounts = new Map<string, number[]>();
	for (const { account, startedAt } of recordings) {
		const times = accounts.get(account) ?? [];
		accounts.set(account, times);
		const time = instant(startedAt);
		if (time !== null) times.push(time);
	}
	return [...accounts].map(([account, times]) => {
		const sorted = times.toSorted((a, b) => a - b);
		return {
			account,
			from: new Date(Math.max(-LAST_MS, (sorted[0] ?? MEETING_MS) - MEETING_MS)).toISOString(),
			to: new Date(Math.min(LAST_MS, (sorted.at(-1) ?? -MEETING_MS) + MEETING_MS)).toISOString(),
		};
	});
}

/** What the ledger says about one recording, for those who decide about it. */
export interface KnownRow {
	status: string;
	/** Parent entries, separated by blanks. */
	entryIds: string;
	importedAt: string | null;
	/** What Zoom had at the last try. */
	files: number;
	sizeBytes: number;
}

/** The rows of an account by meeting UUID; of several the one that was tried last. */
function knownRows(
	rows: ReadonlyArray<Readonly<Record<string, unknown>>>,
): (account: string, meetingUuid: string) => KnownRow | null {
	const latest = new Map<string, Readonly<Record<string, unknown>>>();
	for (const row of rows) {
		const key = `${text(row.account)}\n${text(row.meetingUuid)}`;
		const other = latest.get(key);
		if (!other || (instant(row.lastAttemptAt) ?? 0) >= (instant(other.lastAttemptAt) ?? 0)) latest.set(key, row);
	}
	return (account, meetingUuid) => {
		const row = latest.get(`${account}\n${meetingUuid}`);
		if (!row) return null;
		const importedAt = instant(row.importedAt);
		return {
			status: text(row.status),
			entryIds: text(row.entryIds),
			importedAt: importedAt === null ? null : new Date(importedAt).toISOString(),
			files: amount(row.files),
			sizeBytes: amount(row.sizeBytes),
		};
	};
}

type Row = Readonly<Record<string, unknown>>;

/** What the tables know about a recording that goes into the pipeline. */
export interface Known {
	known?: KnownRow;
	/** Who became co-host or otherwise in its meeting. */
	roleChanges?: Row[];
	/** Where nothing is left to do. */
	outcome?: Outcome;
}

/**
 * What rows of the ledger and of role changes say about recordings, asked for one after the other.
 * @param rows of both tables, mixed
 * @param passOver whether recordings of a listing that are imported and unchanged are done without asking Kaltura
 * @param now epoch milliseconds
 * @returns null for a recording that was asked for before: where n8n's Data Table node goes on after a failure, it gives back
 * what came in, the same recording once more
 */
export function knownOf(
	rows: readonly Row[],
	{ passOver, now }: { passOver: boolean; now: number },
): (identity: { account: string; meetingUuid: string }, recording: Row) => Known | null {
	const roles = rows.filter(({ newRole }) => newRole !== undefined);
	const known = knownRows(rows.filter(({ newRole }) => newRole === undefined));
	const seen = new Set<string>();
	return ({ account, meetingUuid }, recording) => {
		const key = `${account}\n${meetingUuid}`;
		if (seen.has(key)) return null;
		seen.add(key);
		const row = known(account, meetingUuid);
		const asZoomHasIt = { ...recording, files: filesOf(recording) };
		if (passOver && row && isSettled(row, asZoomHasIt, now)) {
			return { outcome: outcome('already-imported', {}) };
		}
		const roleChanges = roles.filter((change) => change.account === account && change.meetingUuid === meetingUuid);
		return { ...(row ? { known: row } : {}), ...(roleChanges.length > 0 ? { roleChanges } : {}) };
	};
}

/** How many files a recording has; -1, which is never the ledger's, for what does not say so. */
function filesOf({ segments }: Row): number {
	if (!Array.isArray(segments)) return -1;
	return segments.flatMap((segment) => (segment as { files?: unknown[] } | null)?.files ?? []).length;
}

/** Ends of a try after which an entry may be there that nothing was ever put into. */
const NOTHING_ARRIVED: ReadonlySet<unknown> = new Set(['failed', 'waiting']);

/**
 * Entries of an earlier run; when one of them is gone, a person has deleted it. Not so where nothing of the recording has
 * ever arrived: such an entry is empty, and we remove empty ones ourselves when Zoom has lost the recording. Should it come
 * back there, it is imported.
 * @param known the ledger's row on an item
 */
function entriesOnceFilled(known: Readonly<Record<string, unknown>>): string[] {
	if (NOTHING_ARRIVED.has(known.status) && text(known.importedAt) === '') return [];
	return text(known.entryIds).split(/\s+/).filter(Boolean);
}

/**
 * Entries that an earlier run made of a recording, whose absence now means that a person deleted them. Who recovers a recording
 * in Zoom wants it back, so nothing counts as deleted on purpose then.
 * @param said by the node's setting; where it says nothing, the ledger's row on the item counts
 * @param event Zoom's name of the event that brought the recording, if one did
 */
export function earlierEntries(
	said: readonly string[],
	known: Readonly<Record<string, unknown>> | undefined,
	event: unknown,
): readonly string[] {
	if (/recovered$/.test(String(event ?? ''))) return [];
	return said.length > 0 ? said : entriesOnceFilled(known ?? {});
}

/** For so long after an import every listing looks at Kaltura again: conversions fail late, and people correct things. */
const SETTLED_MS = DAY_MS;

/**
 * Whether a recording of a listing is imported, a day old, and just as Zoom had it then. Looking at fourteen thousand such
 * recordings four times a day would keep a processor busy for most of an hour. Who starts a backfill can have it look again,
 * for instance after a change of what is imported.
 * @param now epoch milliseconds
 */
export function isSettled(
	{ status, importedAt, files, sizeBytes }: KnownRow,
	recording: { source?: unknown; lookAgain?: unknown; complete?: unknown; sizeBytes?: unknown; files: number },
	now: number,
): boolean {
	const since = instant(importedAt);
	return (
		(recording.source === 'reconcile' || recording.source === 'backfill') &&
		recording.lookAgain !== true &&
		(status === 'imported' || status === 'already-imported') &&
		since !== null &&
		now - since >= SETTLED_MS &&
		recording.complete === true &&
		recording.files === files &&
		amount(recording.sizeBytes) === sizeBytes
	);
}
