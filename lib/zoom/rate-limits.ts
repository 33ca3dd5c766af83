import { pause } from '../http/pause';

import type { ZoomMethod } from './transport';

/** Zoom counts calls per label and account, over all endpoints of the label. */
export type RateLimitLabel =
	'LIGHT' | 'MEDIUM' | 'HEAVY' | 'RESOURCE_INTENSIVE' | 'PHONE_LIGHT' | 'PHONE_MEDIUM' | 'PHONE_HEAVY';

/** The account's plan decides the rates; `unlimited` leaves pacing to the 429 answers alone. */
export type RatePlan = 'free' | 'pro' | 'business' | 'unlimited';

/**
 * Calls per second by plan and label.
 * @see https://developers.zoom.us/docs/api/rate-limits/
 */
const CALLS_PER_SECOND: Record<Exclude<RatePlan, 'unlimited'>, Record<RateLimitLabel, number>> = {
	free: {
		LIGHT: 4,
		MEDIUM: 2,
		HEAVY: 1,
		RESOURCE_INTENSIVE: 10 / 60,
		PHONE_LIGHT: 4,
		PHONE_MEDIUM: 2,
		PHONE_HEAVY: 1,
	},
	pro: {
		LIGHT: 30,
		MEDIUM: 20,
		HEAVY: 10,
		RESOURCE_INTENSIVE: 10 / 60,
		PHONE_LIGHT: 20,
		PHONE_MEDIUM: 10,
		PHONE_HEAVY: 5,
	},
	business: {
		LIGHT: 80,
		MEDIUM: 60,
		HEAVY: 40,
		RESOURCE_INTENSIVE: 20 / 60,
		PHONE_LIGHT: 40,
		PHONE_MEDIUM: 20,
		PHONE_HEAVY: 10,
	},
};

/** Endpoints that are not LIGHT; the pattern is matched against the path before the query. */
const HEAVIER: Array<[RateLimitLabel, ZoomMethod, RegExp]> = [
	['HEAVY', 'GET', /^\/report\/(meetings|webinars)\/[^/]+\/participants$/],
	['HEAVY', 'GET', /^\/metrics\/(meetings|webinars)\/[^/]+(\/participants)?$/],
	['RESOURCE_INTENSIVE', 'GET', /^\/metrics\/(meetings|webinars|zoomrooms|im)$/],
	['MEDIUM', 'GET', /^\/(users|accounts)\/[^/]+\/recordings$/],
	['MEDIUM', 'GET', /^\/meetings\/[^/]+\/transcript$/],
	['MEDIUM', 'GET', /^\/past_(meetings|webinars)\/[^/]+\/(participants|instances)$/],
	['MEDIUM', 'GET', /^\/webinars\/[^/]+\/panelists$/],
	['MEDIUM', 'GET', /^\/(users|groups|roles)$/],
	['MEDIUM', 'GET', /^\/groups\/[^/]+\/(members|admins)$/],
	['MEDIUM', 'POST', /^\/groups\/[^/]+\/(members|admins)$/],
	['MEDIUM', 'GET', /^\/roles\/[^/]+\/members$/],
	['MEDIUM', 'POST', /^\/roles\/[^/]+\/members$/],
	['MEDIUM', 'PUT', /^\/users\/[^/]+\/password$/],
	['MEDIUM', 'PATCH', /^\/groups\/[^/]+\/members\/[^/]+$/],
	['MEDIUM', 'GET', /^\/users\/summary$/],
	['PHONE_MEDIUM', 'GET', /^\/phone\/(users|numbers|sites|calling_plans)$/],
	['PHONE_MEDIUM', 'POST', /^\/phone\/users\/batch$/],
	['PHONE_LIGHT', 'GET', /^\/phone\//],
	['PHONE_LIGHT', 'POST', /^\/phone\//],
	['PHONE_LIGHT', 'PUT', /^\/phone\//],
	['PHONE_LIGHT', 'PATCH', /^\/phone\//],
	['PHONE_LIGHT', 'DELETE', /^\/phone\//],
];

/** @see docs/vendors/zoom.md#scopes-and-labels */
export function labelOf(method: ZoomMethod, path: string): RateLimitLabel {
	return HEAVIER.find(([, verb, pattern]) => verb === method && pattern.test(path))?.[0] ?? 'LIGHT';
}

/**
 * Shares of a label's rate: for steady pacing, and at most in any second. What is left is for calls that leave evenly and
 * arrive unevenly: one that Zoom refuses costs more than many that wait a moment.
 */
const STEADY_SHARE = 0.93;
const LARGEST_SHARE = 0.975;

/**
 * Slots of so long ago may still be used, at up to twice the pace: a process that was busy with something else for a moment,
 * as n8n is between two nodes, makes up for it.
 */
const CATCH_UP_MS = 500;

/**
 * What a 429 leaves of the rate, and the time without one after which it is taken back. A process that was busy for a moment
 * sends calls late and together, and is refused although its pace is right: that must not cost half a minute at half pace.
 * Where others use up the account's limit, 429 follows 429 and the rate sinks within seconds.
 */
const AFTER_REFUSAL = 0.75;
const QUIET_MS = 10_000;
/**
 * Up to so much of the share at which Zoom refused the rate comes back quickly, and from there in small steps. Several workers
 * on one account know nothing of each other; so each stays near the share that the others leave it instead of trying the whole
 * every half minute. Simulated with three of them: 0.2 % refused and 71 of 80 calls a second, against 2.1 % and 59.
 */
const NEAR_REFUSAL = 0.9;
const SMALL_STEP = 1.04;
/** After so long without a refusal the others are probably gone. */
const ALONE_AGAIN_MS = 60_000;
const SLOWEST_SHARE = 1 / 32;

/** Paces the calls of one credential: one bucket per label. Waiting callers are served in the order in which they came. */
export class RateLimiter {
	private readonly buckets = new Map<RateLimitLabel, Bucket>();
	/** The last in each label's line of waiting callers. */
	private readonly turns = new Map<RateLimitLabel, Promise<void>>();

	constructor(
		private plan: RatePlan,
		private readonly clock: Clock = systemClock,
	) {}

	/** It is one account, so it can have only one plan: the last node that names one wins. */
	usePlan(plan: RatePlan): void {
		if (plan === this.plan) return;
		this.plan = plan;
		this.buckets.clear();
	}

	/** Resolves when a call with this label may be sent; rejects with the signal's reason when cancelled meanwhile. */
	async acquire(label: RateLimitLabel, signal?: AbortSignal): Promise<void> {
		if (this.plan === 'unlimited') return;
		const { plan } = this;
		// One after the other: were slots given out ahead, callers whose timers fire late together would leave together.
		const turn = (this.turns.get(label) ?? Promise.resolve()).then(async () => {
			signal?.throwIfAborted();
			const wait = this.bucket(label, plan).reserve(this.clock.now());
			if (wait > 0) await this.clock.sleep(wait, signal);
		});
		this.turns.set(
			label,
			turn.catch(() => undefined),
		);
		await orAborted(turn, signal);
	}

	/**
	 * Zoom answered 429: nobody who shares this credential sends another call with the label for so long, and all go
	 * slower for a while. Others share the account's limits too (other workers, other apps), or its plan is a smaller one.
	 */
	pause(label: RateLimitLabel, milliseconds: number): void {
		if (this.plan === 'unlimited') return;
		const now = this.clock.now();
		this.bucket(label, this.plan).slowDown(now, now + milliseconds);
	}

	/** Zoom named the label's real rate in a header: the account's plan is not the one that was assumed. */
	learn(label: RateLimitLabel, callsPerSecond: number): void {
		if (this.plan !== 'unlimited' && callsPerSecond > 0) this.bucket(label, this.plan).setRate(callsPerSecond);
	}

	private bucket(label: RateLimitLabel, plan: Exclude<RatePlan, 'unlimited'>): Bucket {
		let bucket = this.buckets.get(label);
		if (!bucket) this.buckets.set(label, (bucket = new Bucket(CALLS_PER_SECOND[plan][label])));
		return bucket;
	}
}

/** Whoever is stopped leaves the line at once, also from its end. */
async function orAborted(turn: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
	if (!signal) return await turn;
	let leave: (() => void) | undefined;
	const aborted = new Promise<never>((_, reject) => {
		leave = () => reject(signal.reason as Error);
		signal.addEventListener('abort', leave, { once: true });
	});
	try {
		await Promise.race([turn, aborted]);
	} finally {
		signal.removeEventListener('abort', leave!);
	}
}

/** Slots at a steady pace: a call that comes early waits for the next one, and one that comes late makes up for it. */
class Bucket {
	private intervalMs = 0;
	/** In any second. */
	private most = 1;
	private nextSlot = 0;
	/** When the calls of the last second go, oldest first. */
	private going: number[] = [];
	/** Part of the full rate that is used; smaller after a 429, larger after a quiet time. */
	private share = 1;
	private shareSince = 0;
	/** The share that was refused last, and when. */
	private refusedShare = Infinity;
	private refusedAt = -Infinity;

	constructor(callsPerSecond: number) {
		this.setRate(callsPerSecond);
	}

	setRate(callsPerSecond: number): void {
		this.intervalMs = 1000 / (callsPerSecond * STEADY_SHARE);
		this.most = Math.max(Math.ceil(callsPerSecond * STEADY_SHARE), Math.floor(callsPerSecond * LARGEST_SHARE));
	}

	/** Takes the next slot. @returns milliseconds to wait for it */
	reserve(now: number): number {
		while (this.share < 1 && now - this.shareSince >= QUIET_MS) {
			this.shareSince += QUIET_MS;
			this.share = Math.min(1, this.moreAt(this.shareSince));
		}
		const catchUp = this.share < 1 ? 0 : CATCH_UP_MS;
		this.nextSlot = Math.max(this.nextSlot, now - catchUp);
		const goes = Math.max(now, this.nextSlot, this.earliest());
		this.nextSlot += this.intervalMs / this.share;
		this.going = [...this.going.filter((at) => at > goes - 1000), goes];
		return goes - now;
	}

	slowDown(now: number, pauseUntil: number): void {
		// Calls that were on their way together are refused together: that is one reason to slow down, not many.
		if (this.share > SLOWEST_SHARE && now - this.shareSince >= 1000) {
			// One refusal in a minute is chance; the second says that others use the rate.
			this.refusedShare = now - this.refusedAt < ALONE_AGAIN_MS ? this.share : Infinity;
			this.refusedAt = now;
			this.share *= AFTER_REFUSAL;
			this.shareSince = now;
		}
		this.nextSlot = Math.max(this.nextSlot, pauseUntil);
	}

	/** The next larger share. */
	private moreAt(now: number): number {
		const much = this.share / AFTER_REFUSAL;
		if (now - this.refusedAt >= ALONE_AGAIN_MS) return much;
		const near = this.refusedShare * NEAR_REFUSAL;
		return this.share < near ? Math.min(much, near) : this.share * SMALL_STEP;
	}

	/** Half an interval after the last call, and a second after the call before as many as a second may hold. */
	private earliest(): number {
		const last = this.going.at(-1) ?? -Infinity;
		const full = this.going.at(-this.most) ?? -Infinity;
		return Math.max(last + this.intervalMs / 2, full + 1000);
	}
}

export interface Clock {
	/** Milliseconds since 1970. */
	now(): number;
	/** Resolves after the time; rejects with the signal's reason when it aborts first. */
	sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
	/** A number in [0, 1), for jitter. */
	random(): number;
}

export const systemClock: Clock = {
	now: () => Date.now(),
	random: () => Math.random(),
	sleep: pause,
};

const limiters = new Map<string, RateLimiter>();

/**
 * The limiter of one Zoom account in this process, shared by all nodes and executions: Zoom counts per account, so two
 * workflows that run at once must pace together. Other processes (queue workers) find their share by Zoom's 429: nothing has to
 * be kept between them, so nothing can be lost, and no clocks have to agree.
 * @param account anything that identifies the account, e.g. API base URL and account id; never a secret
 */
export function sharedRateLimiter(account: string, plan?: RatePlan): RateLimiter {
	let limiter = limiters.get(account);
	if (!limiter) limiters.set(account, (limiter = new RateLimiter(plan ?? 'business')));
	if (plan) limiter.usePlan(plan);
	return limiter;
}
