import { setImmediate as settled } from 'node:timers/promises';

import fc from 'fast-check';

import { type CleanedUp, cleanUpRecording } from '../../../lib/pipeline/cleanup/clean-up';
import type { DatedProof } from '../../../lib/policy/cleanup/cleanup';
import { cleanupVerdict } from '../../../lib/policy/cleanup/reasons';
import { readRemovals, removedByCleanup } from '../../../lib/policy/cleanup/removal';
import type { Recording } from '../../../lib/policy/recording';
import type { ZoomClient } from '../../../lib/zoom/client';
import { ZoomError } from '../../../lib/zoom/errors';
import { schedules } from '../../schedules';
import { CHAT, FIRST, recordingOf, SCREEN, segment } from '../policy/import/import-facts';

// trash-proven as it is drawn: several runs at once, each step of each at any moment, and any of them stopped, out of time or
// killed at any step, whose request is carried out all the same or not. Meanwhile people take recordings out of Zoom, too, and
// ingest-live, told of every removal at any later time, deletes the entry of what a person removed. What we removed keeps its
// entry, whatever comes together; and when all is quiet, one more run ends the work.

const MINUTE = 60_000;
const CLAIM = 20 * MINUTE;
const UUIDS = ['a==', 'b==', 'c=='];
const ACCOUNT = 'acc';

type Step =
	| { do: 'start' }
	| { do: 'go'; which: number; times: number }
	| { do: 'cut'; which: number; how: 'kill' | 'stop' | 'time is up'; carriedOut: boolean }
	| { do: 'pass'; minutes: number }
	| { do: 'event' }
	| { do: 'person'; which: number };

const step: fc.Arbitrary<Step> = fc.oneof(
	{ weight: 2, arbitrary: fc.record({ do: fc.constant('start' as const) }) },
	{
		weight: 8,
		arbitrary: fc.record({ do: fc.constant('go' as const), which: fc.nat(3), times: fc.integer({ min: 1, max: 8 }) }),
	},
	{
		weight: 2,
		arbitrary: fc.record({
			do: fc.constant('cut' as const),
			which: fc.nat(3),
			how: fc.constantFrom('kill' as const, 'stop' as const, 'time is up' as const),
			carriedOut: fc.boolean(),
		}),
	},
	{ weight: 3, arbitrary: fc.record({ do: fc.constant('pass' as const), minutes: fc.constantFrom(1, 12, 16, 21) }) },
	{ weight: 2, arbitrary: fc.record({ do: fc.constant('event' as const) }) },
	{ weight: 1, arbitrary: fc.record({ do: fc.constant('person' as const), which: fc.nat(UUIDS.length - 1) }) },
);

interface Row {
	account: string;
	meetingUuid: string;
	state: string;
	fileIds: string;
	at: string;
}

/** A request of a run that waits for its turn. */
interface Waiting {
	run: Run;
	carryOut(): unknown;
	resolve(value: unknown): void;
	reject(error: unknown): void;
}

class Run {
	readonly abort = new AbortController();
	cut = false;

	constructor(
		private readonly world: World,
		readonly id: string,
	) {}

	/** Whoever was cut off asks for nothing any more: n8n starts no node of a stopped execution. */
	async turn<T>(action: () => T): Promise<T> {
		return await new Promise<T>((resolve, reject) => {
			if (this.cut) return;
			this.world.waiting.push({ run: this, carryOut: action, resolve: resolve as (value: unknown) => void, reject });
		});
	}
}

class World {
	now = Date.parse('2026-12-01T04:20:00Z');
	waiting: Waiting[] = [];
	readonly claim = { holder: '', until: 0 };
	readonly rows = new Map<string, Row>();
	readonly inZoom = new Map(UUIDS.map((uuid) => [uuid, [SCREEN, CHAT]]));
	readonly entries = new Set(UUIDS);
	readonly removedByUs = new Set<string>();
	readonly events: string[] = [];
	private runs = 0;

	async take(one: Step): Promise<void> {
		if (one.do === 'pass') this.now += one.minutes * MINUTE;
		if (one.do === 'event') this.ingestLive();
		if (one.do === 'start' && new Set(this.waiting.map(({ run }) => run)).size < 3) void this.trashProven();
		if (one.do === 'person') {
			this.inZoom.set(UUIDS[one.which]!, []);
			this.events.push(UUIDS[one.which]!);
		}
		if (one.do === 'go') for (let turn = 0; turn < one.times; turn++) await this.go(one.which);
		if (one.do === 'cut') this.cutOff(one);
		await settled();
	}

	/** Lets one run go on to its next request. */
	async go(which: number): Promise<void> {
		const next = this.waiting[which % Math.max(1, this.waiting.length)];
		if (!next) return;
		this.waiting = this.waiting.filter((one) => one !== next);
		this.now += 1000;
		try {
			next.resolve(next.carryOut());
		} catch (error) {
			next.reject(error);
		}
		await settled();
	}

	private cutOff({ which, how, carriedOut }: Extract<Step, { do: 'cut' }>): void {
		const met = this.waiting[which % Math.max(1, this.waiting.length)];
		if (!met) return;
		this.waiting = this.waiting.filter(({ run }) => run !== met.run);
		met.run.cut = true;
		try {
			if (carriedOut) met.carryOut();
		} catch {
			// Nobody hears what a vendor answers.
		}
		if (how === 'kill') return;
		met.run.abort.abort();
		met.reject(new Error('The execution was cancelled.'));
	}

	private ingestLive(): void {
		const uuid = this.events.shift();
		if (uuid === undefined || this.inZoom.get(uuid)!.length > 0) return;
		if (removedByCleanup(readRemovals([...this.rows.values()]), ACCOUNT, uuid) !== 'no') return;
		expect([...this.removedByUs]).not.toContain(uuid);
		this.entries.delete(uuid);
	}

	async trashProven(): Promise<void> {
		const run = new Run(this, String(++this.runs));
		try {
			await this.work(run);
		} catch {
			// It ended as an error; whoever called it sees that.
		}
	}

	private async work(run: Run): Promise<void> {
		const listed = UUIDS.map((uuid) => this.recording(uuid)).filter((one) => one !== null);
		const untilWhen = this.now + CLAIM + MINUTE;
		for (;;) {
			await run.turn(() => {
				if (this.claim.until < this.now) this.claim.holder = '';
			});
			await run.turn(() => {
				if (this.claim.holder === '') Object.assign(this.claim, { holder: run.id, until: this.now + CLAIM });
			});
			if (await run.turn(() => this.claim.holder === run.id)) break;
			if (this.now > untilWhen) return;
		}
		for (const before of listed) await this.batch(run, before);
		await run.turn(() => {
			if (this.claim.holder === run.id) this.claim.holder = '';
		});
	}

	/** Batches of one: what twenty share is only the claim. */
	private async batch(run: Run, before: Recording): Promise<void> {
		const { accountId: account, meetingUuid } = before;
		const proof = await run.turn(() => this.proofOf(before));
		const kept = await run.turn(() => {
			if (this.claim.holder !== run.id) return null;
			this.claim.until = this.now + CLAIM;
			return this.date();
		});
		if (kept === null) throw new Error('Another run took the claim.');
		const unresolved = readRemovals(await run.turn(() => [...this.rows.values()].map((row) => ({ ...row }))));
		const { fileIds } = this.plan(before);
		const intention = await run.turn(() => {
			const row = { account, meetingUuid, state: 'intended', fileIds: fileIds.join(' '), at: kept };
			this.rows.set(meetingUuid, row);
			return { ...row };
		});
		const { cleanup } = await cleanUpRecording(
			this.zoomOf(run),
			{
				action: 'trash',
				before,
				planned: this.plan(before),
				evidence: { proof },
				intentions: readRemovals([intention]),
				unresolved,
			},
			run.abort.signal,
		);
		await run.turn(() => this.noteResult(intention, cleanup));
	}

	private noteResult(intention: Row, { removal }: CleanedUp): void {
		const row = this.rows.get(intention.meetingUuid);
		// Only over the own intention.
		if (row?.at === intention.at) this.rows.set(row.meetingUuid, { ...row, ...removal, at: this.date() });
	}

	private recording(meetingUuid: string): Recording | null {
		const files = this.inZoom.get(meetingUuid)!;
		return files.length === 0 ? null : recordingOf([segment(FIRST, ...files)], { accountId: ACCOUNT, meetingUuid });
	}

	private plan(recording: Recording) {
		const fileIds = recording.segments[0]!.files.map(({ id }) => id).toReversed();
		return { ...cleanupVerdict('proven-and-due', { files: fileIds.length, days: 40 }), fileIds, ageDays: 40 };
	}

	private proofOf(recording: Recording): DatedProof {
		const provenFileIds = this.plan(recording).fileIds;
		return { verdict: 'proven', message: '', files: [], provenFileIds, verifiedAt: this.date(), clockSkewSeconds: 0 };
	}

	private date(): string {
		return new Date(this.now).toISOString();
	}

	private zoomOf(run: Run): ZoomClient {
		const gone = () => new ZoomError('gone', { code: '3301', remedy: '', retryable: false });
		const recordings = {
			get: async (uuid: string) =>
				await run.turn(() => {
					const found = this.recording(uuid);
					if (!found) throw gone();
					return found;
				}),
			trash: async (uuid: string, fileId: string) =>
				await run.turn(() => {
					const files = this.inZoom.get(uuid)!;
					if (!files.some(({ id }) => id === fileId)) return 'gone';
					this.inZoom.set(
						uuid,
						files.filter(({ id }) => id !== fileId),
					);
					this.removedByUs.add(uuid);
					this.events.push(uuid);
					return 'done';
				}),
		};
		return { recordings } as unknown as ZoomClient;
	}

	/** Whoever is at work ends, and a last run comes when every claim has run out. */
	async quiet(): Promise<void> {
		for (let turn = 0; this.waiting.length > 0 && turn < 2000; turn++) await this.go(turn);
		this.now += 2 * CLAIM;
		void this.trashProven();
		await settled();
		for (let turn = 0; this.waiting.length > 0 && turn < 2000; turn++) await this.go(0);
		while (this.events.length > 0) this.ingestLive();
	}
}

afterEach(() => jest.restoreAllMocks());

test('whatever overlaps and is cut off, what cleanup removed keeps its entry, and one more run ends the work', async () => {
	const seen = { removed: 0, deleted: 0, cut: 0 };
	await fc.assert(
		fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 40 }), async (steps) => {
			const world = new World();
			jest.spyOn(Date, 'now').mockImplementation(() => world.now);
			await world.take({ do: 'start' });
			for (const one of steps) await world.take(one);
			await world.quiet();
			expect([...world.inZoom.values()].flat()).toEqual([]);
			expect(world.claim.holder).toBe('');
			for (const uuid of world.removedByUs) expect(['intended', 'removed']).toContain(world.rows.get(uuid)?.state);
			seen.removed += world.removedByUs.size;
			seen.deleted += UUIDS.length - world.entries.size;
			seen.cut += steps.filter((one) => one.do === 'cut').length;
		}),
		schedules(800, 20_261_202),
	);
	expect(seen.removed).toBeGreaterThan(600);
	expect(seen.deleted).toBeGreaterThan(20);
	expect(seen.cut).toBeGreaterThan(300);
}, 120_000);
