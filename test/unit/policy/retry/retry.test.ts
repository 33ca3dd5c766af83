import { failedOutcome } from '../../../../lib/policy/failures';
import {
	delayMs,
	planRetries,
	type OpenRecording,
	type RetryRecord,
	type RetrySettings,
} from '../../../../lib/policy/retry/retry';

const NOW = Date.parse('2026-11-20T14:00:00Z');
const MINUTE = 60_000;
const SETTINGS: RetrySettings = {
	now: NOW,
	maximumAttempts: 5,
	firstDelayMinutes: 15,
	longestDelayHours: 12,
	perRun: 100,
};
const open = (more: Partial<OpenRecording> = {}): OpenRecording => ({
	account: 'a',
	meetingUuid: 'u1',
	status: 'failed',
	reason: 'kaltura-unavailable',
	message: 'Kaltura could not answer: HTTP 503.',
	retryable: true,
	lastAttemptAt: NOW - 600 * MINUTE,
	...more,
});
const record = (more: Partial<RetryRecord> = {}): RetryRecord => ({
	account: 'a',
	meetingUuid: 'u1',
	state: 'retrying',
	attempts: 1,
	lastRetryAt: NOW - 600 * MINUTE,
	...more,
});
const decide = (recording: OpenRecording, records: RetryRecord[] = [], settings: Partial<RetrySettings> = {}) =>
	planRetries([recording], records, { ...SETTINGS, ...settings })[0]!;

test.each<[string, OpenRecording, RetryRecord[], object]>([
	['a passing failure whose pause is over is retried', open(), [], { do: 'retry', attempts: 0 }],
	[
		'a recording that waits is retried too',
		open({ status: 'waiting', reason: 'files-processing' }),
		[],
		{ do: 'retry', attempts: 0 },
	],
	['a partial one is retried', open({ status: 'partial' }), [], { do: 'retry', attempts: 0 }],
	['what failed a minute ago waits', open({ lastAttemptAt: NOW - MINUTE }), [], { do: 'wait' }],
	[
		'what was retried a minute ago waits, whatever the ledger says',
		open(),
		[record({ lastRetryAt: NOW - MINUTE })],
		{ do: 'wait' },
	],
	['what only a person can repair is left', open({ retryable: false, reason: 'kaltura-refused' }), [], { do: 'leave' }],
	['what needs attention is left', open({ status: 'needs-attention' }), [], { do: 'leave' }],
	['what a rule left out is left', open({ status: 'skipped' }), [], { do: 'leave' }],
	['what arrived meanwhile is left', open({ status: 'already-imported' }), [record({ attempts: 5 })], { do: 'leave' }],
	[
		'after the last try it is parked (fault case 55)',
		open(),
		[record({ attempts: 5 })],
		{ do: 'park', attempts: 5, outcome: expect.objectContaining({ reason: 'parked' }) },
	],
	[
		'parked stays parked',
		open({ status: 'needs-attention', reason: 'parked' }),
		[record({ state: 'parked', attempts: 5 })],
		{ do: 'leave' },
	],
	[
		'parked is parked again after a listing wrote "failed"',
		open(),
		[record({ state: 'parked', attempts: 5 })],
		{ do: 'park' },
	],
	[
		'a listing that tried it a minute ago does not put off the pause of the loop',
		open({ lastAttemptAt: NOW - MINUTE }),
		[record({ lastRetryAt: NOW - 600 * MINUTE })],
		{ do: 'retry' },
	],
	['dismissed is left for good', open(), [record({ state: 'dismissed' })], { do: 'leave' }],
	[
		'asked for by a person goes at once, even what is final, and counts anew',
		open({ retryable: false }),
		[record({ state: 'retryNow', attempts: 5, lastRetryAt: NOW })],
		{ do: 'retry', attempts: 0 },
	],
	[
		'another account with the same UUID has a count of its own',
		open(),
		[record({ account: 'b', attempts: 5 })],
		{ do: 'retry', attempts: 0 },
	],
	[
		'a time in the future does not put it off for ever',
		open({ lastAttemptAt: NOW + 9e9 }),
		[],
		{ do: 'wait', until: NOW + delayMs(0, 'u1', SETTINGS) },
	],
])('%s', (_, recording, records, decision) => expect(decide(recording, records)).toMatchObject(decision));

test('pauses double up to the longest, and differ between recordings by less than a fifth', () => {
	const minutes = [0, 1, 2, 3, 8, 60].map((attempts) => delayMs(attempts, '', SETTINGS) / MINUTE);
	expect(minutes).toEqual([15, 30, 60, 120, 720, 720]);
	const uuids = Array.from({ length: 200 }, (_, index) => `uuid-${index}==`);
	const pauses = uuids.map((uuid) => delayMs(0, uuid, SETTINGS) / MINUTE);
	expect(new Set(pauses).size).toBeGreaterThan(100);
	expect(Math.min(...pauses)).toBeGreaterThanOrEqual(15);
	expect(Math.max(...pauses)).toBeLessThan(18);
});

test('after Zoom’s daily limit nothing is retried before midnight UTC, and everything afterwards', () => {
	const limited = open({ meetingUuid: 'u2', reason: 'zoom-daily-limit', lastAttemptAt: NOW - 60 * MINUTE });
	expect(planRetries([open(), limited], [], SETTINGS)).toEqual([
		{ do: 'wait', until: Date.parse('2026-11-21T00:00:00Z') },
		{ do: 'wait', until: Date.parse('2026-11-21T00:00:00Z') },
	]);
	const tomorrow = { ...SETTINGS, now: Date.parse('2026-11-21T00:30:00Z') };
	expect(planRetries([open(), limited], [], tomorrow).map(({ do: what }) => what)).toEqual(['retry', 'retry']);
});

test('a daily limit lasts until Zoom says, and no longer than a day whatever it says', () => {
	const limited = (retryAt: number) =>
		open({ reason: 'zoom-daily-limit', lastAttemptAt: NOW - 60 * MINUTE, retryAt: NOW + retryAt * MINUTE });
	expect(decide(limited(30))).toEqual({ do: 'wait', until: NOW + 30 * MINUTE });
	expect(decide(limited(-1))).toMatchObject({ do: 'retry' });
	expect(decide(limited(90 * 24 * 60))).toEqual({ do: 'wait', until: NOW + 23 * 60 * MINUTE });
	// Zoom's limit ended before midnight UTC: what was tried today is tried again today.
	expect(decide({ ...limited(-30), lastAttemptAt: NOW - 700 * MINUTE })).toMatchObject({ do: 'retry' });
});

test('what Zoom is about to delete is retried before what has waited longer', () => {
	const old = open({ meetingUuid: 'old', lastAttemptAt: NOW - 6000 * MINUTE });
	const vanishing = open({ meetingUuid: 'vanishing', vanishesAt: NOW + 3 * 24 * 60 * MINUTE });
	const far = open({ meetingUuid: 'far', vanishesAt: NOW + 90 * 24 * 60 * MINUTE });
	const decisions = planRetries([old, far, vanishing], [], { ...SETTINGS, perRun: 1 });
	expect(decisions.map((decision) => decision.do)).toEqual(['wait', 'wait', 'retry']);
});

test('what Zoom has deleted already does not keep out what it deletes tomorrow', () => {
	const gone = open({ meetingUuid: 'gone', vanishesAt: NOW - MINUTE });
	const vanishing = open({ meetingUuid: 'vanishing', vanishesAt: NOW + 24 * 60 * MINUTE });
	const decisions = planRetries([gone, vanishing], [], { ...SETTINGS, perRun: 1 });
	expect(decisions.map((decision) => decision.do)).toEqual(['wait', 'retry']);
});

test('the outcome of Zoom’s daily limit has a code of its own', () =>
	expect(
		failedOutcome({ vendor: 'zoom', code: 'DAILY_LIMIT', message: 'm', retryable: false, remedy: 'r' }),
	).toMatchObject({ reason: 'zoom-daily-limit', retryable: true }));

test('one run hands over no more than it may, those that wait longest first', () => {
	const many = [3, 1, 2].map((days) => open({ meetingUuid: `u${days}`, lastAttemptAt: NOW - days * 864e5 }));
	expect(planRetries(many, [], { ...SETTINGS, perRun: 2 }).map(({ do: what }) => what)).toEqual([
		'retry',
		'wait',
		'retry',
	]);
});

test("one account's daily limit does not stop the retries of another", () => {
	const used = open({ reason: 'zoom-daily-limit', meetingUuid: 'u2', lastAttemptAt: NOW - 60 * MINUTE });
	const decided = planRetries([open(), used, open({ account: 'b' })], [], SETTINGS);
	expect(decided.map((one) => one.do)).toEqual(['wait', 'wait', 'retry']);
});
