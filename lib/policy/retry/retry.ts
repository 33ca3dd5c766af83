import { outcome, type Outcome } from '../outcomes';

/**
 * When a recording that did not arrive is tried again. The ledger says where it stands; the tries are counted apart from it,
 * because every listing and every event writes the ledger anew.
 */
export interface RetrySettings {
	/** Epoch milliseconds. */
	now: number;
	/** Tries after which a recording is parked, at least 1. */
	maximumAttempts: number;
	/** Pause before the first retry; doubles each time. */
	firstDelayMinutes: number;
	longestDelayHours: number;
	/** Most recordings that one run hands over; the others are due in the next. */
	perRun: number;
}

/** One recording of the ledger that did not arrive. */
export interface OpenRecording {
	account: string;
	meetingUuid: string;
	status: string;
	reason: string;
	message: string;
	retryable: boolean;
	/** Epoch milliseconds of what the ledger tells; null when unknown. */
	lastAttemptAt: number | null;
	/** Epoch milliseconds until when Zoom's daily limit lasts, where Zoom said so. */
	retryAt?: number | null;
	/** Epoch milliseconds at which Zoom deletes it by itself. */
	vanishesAt?: number | null;
}

/** What is remembered of the tries of one recording. */
export interface RetryRecord {
	account: string;
	meetingUuid: string;
	/** `retryNow`: somebody asked for it. `dismissed`: somebody decided that it is not wanted. */
	state: 'retrying' | 'parked' | 'dismissed' | 'retryNow';
	attempts: number;
	/** Epoch milliseconds; null when never. */
	lastRetryAt: number | null;
}

export type RetryDecision =
	/** Hand it to the pipeline; `attempts` counts the tries before this one. */
	| { do: 'retry'; attempts: number }
	/** Due at `until`, epoch milliseconds. */
	| { do: 'wait'; until: number }
	/** Stop trying; a person decides. */
	| { do: 'park'; attempts: number; outcome: Outcome }
	/** Nothing to do here: a person must act first, or has decided. */
	| { do: 'leave' };

/**
 * Decides for all open recordings at once. While one of them says that Zoom's daily limit is used up, none of its account is
 * retried before the time that Zoom named, or midnight UTC: every call would be refused, and would count. Other accounts have limits of their own.
 * @returns one decision per recording, in the same order
 */
export function planRetries(
	recordings: readonly OpenRecording[],
	records: readonly RetryRecord[],
	settings: RetrySettings,
): RetryDecision[] {
	const known = new Map(records.map((record) => [keyOf(record), record]));
	const limitedUntil = new Map<string, number>();
	for (const recording of recordings) {
		const until = limitEnds(recording);
		if (until > settings.now) {
			limitedUntil.set(recording.account, Math.max(until, limitedUntil.get(recording.account) ?? 0));
		}
	}
	const decisions = recordings.map((recording) => decide(recording, known.get(keyOf(recording)), settings));

	const blocked = (index: number) => limitedUntil.has(recordings[index]!.account);
	const due = decisions.flatMap((decision, index) => (decision.do === 'retry' && !blocked(index) ? [index] : []));
	// What Zoom is about to delete comes first, then whoever waits longest, so that a poisoned recording never keeps the others out.
	const waitedSince = (index: number) =>
		known.get(keyOf(recordings[index]!))?.lastRetryAt ?? recordings[index]!.lastAttemptAt ?? 0;
	const vanishes = (index: number) => soonGone(recordings[index]!, settings.now);
	const chosen = new Set(
		due
			.toSorted((a, b) => compare(vanishes(a), vanishes(b)) || waitedSince(a) - waitedSince(b))
			.slice(0, settings.perRun),
	);
	return decisions.map((decision, index) => {
		if (decision.do !== 'retry') return decision;
		if (blocked(index)) return { do: 'wait', until: limitedUntil.get(recordings[index]!.account)! };
		return chosen.has(index) ? decision : { do: 'wait', until: settings.now };
	});
}

function decide(recording: OpenRecording, record: RetryRecord | undefined, settings: RetrySettings): RetryDecision {
	const attempts = record?.attempts ?? 0;
	if (record?.state === 'dismissed') return { do: 'leave' };
	if (record?.state === 'retryNow') return { do: 'retry', attempts: 0 };
	if (record?.state === 'parked') {
		// An event or a listing has written the ledger since: it says "failed" again and not that nobody tries any more.
		return recording.reason === 'parked' ? { do: 'leave' } : park(recording, attempts);
	}
	const open = ['failed', 'partial', 'waiting'].includes(recording.status);
	if (!open || !(recording.retryable || DAILY_LIMIT.has(recording.reason))) return { do: 'leave' };
	if (attempts >= settings.maximumAttempts) return park(recording, attempts);
	// A time in the future (a clock that was wrong, a row edited by hand) must not put it off for ever.
	// Counted from the loop's own last try: every listing and every event tries too, and would put it off each time.
	const last = Math.min(record?.lastRetryAt ?? recording.lastAttemptAt ?? 0, settings.now);
	const until = last + delayMs(attempts, recording.meetingUuid, settings);
	return until <= settings.now ? { do: 'retry', attempts } : { do: 'wait', until };
}

/**
 * Doubling pauses, up to a fifth longer, so that what failed together is not retried together. The share comes from the
 * UUID: the same on every worker and in every run.
 */
export function delayMs(
	attempts: number,
	meetingUuid: string,
	{ firstDelayMinutes, longestDelayHours }: Pick<RetrySettings, 'firstDelayMinutes' | 'longestDelayHours'>,
): number {
	const pause = Math.min(firstDelayMinutes * 2 ** Math.min(attempts, 30), longestDelayHours * 60) * 60_000;
	let hash = 0;
	for (const character of meetingUuid) hash = (hash * 31 + character.codePointAt(0)!) % 1000;
	return Math.round(pause * (1 + hash / 5000));
}

function park({ message }: OpenRecording, attempts: number): RetryDecision {
	return { do: 'park', attempts, outcome: outcome('parked', { attempts, last: message || 'no reason was noted' }) };
}

/** Our code, and the code of Zoom's error where a recording could not even be read. */
const DAILY_LIMIT = new Set(['zoom-daily-limit', 'DAILY_LIMIT']);
const DAY = 86_400_000;

/** Until when the account's daily limit lasts, as this row tells it; 0 when it tells of none. */
function limitEnds({ reason, lastAttemptAt, retryAt }: OpenRecording): number {
	if (!DAILY_LIMIT.has(reason) || lastAttemptAt === null) return 0;
	// No daily limit lasts longer than a day, whatever a header or an edited row says.
	if (retryAt != null && retryAt > lastAttemptAt) return Math.min(retryAt, lastAttemptAt + DAY);
	return startOfUtcDay(lastAttemptAt) + DAY;
}

/** What Zoom deletes within days cannot be mended later, so it goes before all others; what is gone already is in no hurry. */
const SOON = 7 * DAY;

function soonGone({ vanishesAt }: OpenRecording, now: number): number {
	return vanishesAt != null && vanishesAt > now && vanishesAt - now < SOON ? vanishesAt : Infinity;
}

function compare(a: number, b: number): number {
	return a === b ? 0 : a - b;
}

function startOfUtcDay(now: number): number {
	return Math.floor(now / DAY) * DAY;
}

function keyOf({ account, meetingUuid }: Pick<RetryRecord, 'account' | 'meetingUuid'>): string {
	return `${account}\n${meetingUuid}`;
}
