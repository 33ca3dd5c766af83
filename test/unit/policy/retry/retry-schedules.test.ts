import fc from 'fast-check';

import { planRetries, type OpenRecording, type RetryRecord } from '../../../../lib/policy/retry/retry';
import { schedules } from '../../../schedules';

// retry-failures and decide-failures as they are drawn: under one claim they read, decide and note; the imports come after it
// was given back, so that runs overlap there. Any of them may be stopped, out of time or killed at any step. Whatever comes
// together, no try is made that was not counted, and nobody's decision is written over.

const MINUTE = 60_000;
const MOST = 3;
const UUIDS = ['a==', 'b==', 'c=='];

type Step =
	/** @param cutAt after how many writes and tries it ends before its time; null: it does not */
	| { do: 'run'; cutAt: number | null }
	/** Goes on with the imports of an earlier run that are still under way. */
	| { do: 'import'; fails: boolean }
	| { do: 'decide'; which: number; state: 'dismissed' | 'retryNow' }
	| { do: 'pass'; minutes: number };

const step: fc.Arbitrary<Step> = fc.oneof(
	{ weight: 4, arbitrary: fc.record({ do: fc.constant('run' as const), cutAt: fc.option(fc.nat(5), { freq: 2 }) }) },
	{ weight: 4, arbitrary: fc.record({ do: fc.constant('import' as const), fails: fc.boolean() }) },
	fc.record({
		do: fc.constant('decide' as const),
		which: fc.nat(UUIDS.length - 1),
		state: fc.constantFrom('dismissed' as const, 'retryNow' as const),
	}),
	{ weight: 3, arbitrary: fc.record({ do: fc.constant('pass' as const), minutes: fc.constantFrom(1, 20, 45, 3000) }) },
);

class World {
	private now = Date.parse('2026-12-01T08:00:00Z');
	private readonly records = new Map<string, RetryRecord>();
	private readonly ledger = new Map<string, OpenRecording>(UUIDS.map((uuid) => [uuid, this.failed(uuid)]));
	/** Imports of runs that have given back the claim. */
	private readonly underWay: string[] = [];
	/** Tries that were handed over since somebody decided last. */
	private readonly handed = new Map<string, number>(UUIDS.map((uuid) => [uuid, 0]));
	made = 0;

	take(one: Step): void {
		if (one.do === 'pass') this.now += one.minutes * MINUTE;
		else if (one.do === 'decide') this.decide(UUIDS[one.which]!, one.state);
		else if (one.do === 'import') this.import(one.fails);
		else this.run(one.cutAt ?? Number.POSITIVE_INFINITY);
	}

	private failed(meetingUuid: string): OpenRecording {
		const status = { status: 'failed', reason: 'zoom-unavailable', message: 'down', retryable: true };
		return { account: 'one', meetingUuid, ...status, lastAttemptAt: this.now };
	}

	private decide(uuid: string, state: 'dismissed' | 'retryNow'): void {
		if (!this.ledger.has(uuid)) return;
		this.records.set(uuid, { account: 'one', meetingUuid: uuid, state, attempts: 0, lastRetryAt: this.now });
		this.handed.set(uuid, 0);
	}

	private run(cutAt: number): void {
		let steps = 0;
		const goesOn = () => steps++ < cutAt;
		const open = [...this.ledger.values()];
		const settings = { now: this.now, maximumAttempts: MOST, firstDelayMinutes: 15, longestDelayHours: 12, perRun: 2 };
		const decisions = planRetries(open, [...this.records.values()], settings);
		open.forEach(({ meetingUuid }, index) => {
			const decision = decisions[index]!;
			if (decision.do !== 'park' || !goesOn()) return;
			const { attempts } = decision;
			this.ledger.set(meetingUuid, { ...this.ledger.get(meetingUuid)!, status: 'needs-attention', reason: 'parked' });
			this.note(meetingUuid, { state: 'parked', attempts });
		});
		const due = open.filter((_, index) => decisions[index]!.do === 'retry');
		const counted = due.filter(({ meetingUuid }) => {
			if (!goesOn()) return false;
			const attempts = (decisions[open.findIndex((one) => one.meetingUuid === meetingUuid)] as any).attempts + 1;
			this.note(meetingUuid, { state: 'retrying', attempts, lastRetryAt: this.now });
			return true;
		});
		// n8n hands over nothing of a run that did not come so far.
		if (counted.length === due.length) {
			for (const { meetingUuid } of counted) {
				if (!goesOn()) return;
				this.underWay.push(meetingUuid);
				this.handed.set(meetingUuid, this.handed.get(meetingUuid)! + 1);
			}
		}
	}

	private note(meetingUuid: string, change: Partial<RetryRecord>): void {
		const before = this.records.get(meetingUuid);
		expect(before?.state).not.toBe('dismissed'); // nobody dismisses while a run has the claim
		const fresh = { account: 'one', meetingUuid, state: 'retrying' as const, attempts: 0, lastRetryAt: null };
		this.records.set(meetingUuid, { ...fresh, ...before, ...change });
	}

	private import(fails: boolean): void {
		const uuid = this.underWay.shift();
		if (uuid === undefined) return;
		this.made++;
		if (fails) {
			if (this.ledger.has(uuid)) this.ledger.set(uuid, { ...this.failed(uuid), lastAttemptAt: this.now });
		} else this.ledger.delete(uuid);
	}

	assertHolds(): void {
		for (const [uuid, { attempts }] of this.records) {
			expect(attempts).toBeLessThanOrEqual(MOST);
			expect(this.handed.get(uuid)).toBeLessThanOrEqual(attempts);
		}
	}
}

test('retries and decisions that overlap and are cut off: every try is counted, and no decision is written over', () => {
	let made = 0;
	fc.assert(
		fc.property(fc.array(step, { minLength: 10, maxLength: 30 }), (steps) => {
			const world = new World();
			for (const one of steps) {
				world.take(one);
				world.assertHolds();
			}
			made += world.made;
		}),
		schedules(300, 20_261_202),
	);
	expect(made).toBeGreaterThan(300);
});
