/** As many as a first guess, and at most: each is a connection of its own. */
const FIRST = 4;
const MOST = 16;
/** More in flight must bring so much more, or it was not worth it. */
const WORTH = 1.15;
/** A part that takes longer than this is on a slow connection, where more at once only make each slower. */
const SLOW_MS = 30_000;
/** Rounds after which it is tried again whether more bring more. */
const AGAIN_AFTER = 8;

/**
 * How many parts should be on their way at once. Over a long way (each part is answered late, however many there are) more
 * of them bring more; where the connection itself is full they only make each other slower. So it is tried: twice as many
 * while there is something to send, and back when they did not bring more bytes per second.
 */
export class InFlight {
	private now: number;
	private before: number;
	private best = 0;
	private roundsToWait = 0;
	private waited = false;
	private arrived = 0;
	private bytes = 0;
	private since: number | null = null;

	/** @param most never more than this */
	constructor(
		private readonly most = MOST,
		first = FIRST,
	) {
		this.now = Math.min(first, most);
		this.before = this.now;
	}

	get limit(): number {
		return this.now;
	}

	/** There would have been something to send, but for the limit. */
	hadToWait(): void {
		this.waited = true;
	}

	/**
	 * @param bytes of the part that arrived
	 * @param tookMs from its sending to its answer
	 * @param atMs now, of the same clock
	 */
	arrivedPart(bytes: number, tookMs: number, atMs: number): void {
		this.since ??= atMs - tookMs;
		this.arrived++;
		this.bytes += bytes;
		if (tookMs > SLOW_MS) {
			this.now = Math.max(1, Math.floor(this.now / 2));
			this.before = this.now;
			this.roundsToWait = AGAIN_AFTER;
			this.nextRound(atMs);
			return;
		}
		// A round is as many parts as are on their way at once: by then each has seen the limit that is judged.
		if (this.arrived < this.now) return;
		const rate = this.bytes / Math.max(atMs - this.since, 0.1);
		this.judge(rate);
		this.nextRound(atMs);
	}

	private judge(rate: number): void {
		const better = rate > this.best * WORTH;
		if (this.now > this.before && !better) {
			this.now = this.before;
			this.roundsToWait = AGAIN_AFTER;
		} else if (this.roundsToWait > 0) {
			if (--this.roundsToWait === 0) this.best = rate;
		} else if (this.waited) {
			this.before = this.now;
			this.now = Math.min(this.most, this.now * 2);
			this.best = rate;
		}
	}

	private nextRound(atMs: number): void {
		this.arrived = 0;
		this.bytes = 0;
		this.since = atMs;
		this.waited = false;
	}
}
