/** Unused frames are let go after this time. */
const KEEP_MS = 30_000;
/** What all files that travel through one process may hold at once, unless the node says something else (docs/transfer.md). */
const DEFAULT_MEMORY_BYTES = 64 * 1024 * 1024;

/**
 * The buffers of all transfers of a process. They are used again, since fresh ones cost a page fault per 4 KiB, and their
 * bytes are counted, so that many transfers at once share the memory of a few. Each gets one frame, if need be after those
 * that came before it, and with one frame a transfer can go on to its end; none keeps more than its share while another
 * wants some.
 */
export class FramePool {
	private idle: Buffer[] = [];
	private out = 0;
	private readonly leases = new Set<FrameLease>();
	/** Those that hold less than their share and could not have more. */
	private readonly hungry = new Set<FrameLease>();
	private readonly waiting: Array<{ lease: FrameLease; go(): void }> = [];
	private timer: NodeJS.Timeout | null = null;

	/** @param most bytes of all frames together, in use or not */
	constructor(
		private readonly most = DEFAULT_MEMORY_BYTES,
		private readonly keepMs = KEEP_MS,
	) {}

	/**
	 * Waits for its first frame.
	 * @param bytes size of each frame; a frame that is larger than all of the memory is given when nobody else has any
	 * @param most of all frames together, as far as this transfer is concerned
	 * @throws the signal's reason
	 */
	async lease(bytes: number, signal?: AbortSignal, most = this.most): Promise<FrameLease> {
		signal?.throwIfAborted();
		const lease = new FrameLease(this, bytes, most);
		if (this.waiting.length === 0 && this.fits(lease)) {
			this.admit(lease);
			return lease;
		}
		await new Promise<void>((go, fail) => {
			const turn = { lease, go };
			this.waiting.push(turn);
			const leave = () => {
				const index = this.waiting.indexOf(turn);
				if (index < 0) return;
				this.waiting.splice(index, 1);
				// Those behind it may be content with less.
				this.admitWaiting();
				fail(signal?.reason as Error);
			};
			signal?.addEventListener('abort', leave, { once: true });
			turn.go = () => {
				signal?.removeEventListener('abort', leave);
				go();
			};
		});
		return lease;
	}

	/** One frame more; null when the asker has to do with what it has. */
	more(lease: FrameLease): Buffer | null {
		if (this.waiting.length === 0 && this.fits(lease)) {
			this.hungry.delete(lease);
			return this.hand(lease.bytes, lease.most);
		}
		if (lease.held * lease.bytes < this.shareOf(lease)) this.hungry.add(lease);
		return null;
	}

	/** Whether others want what this one has beyond its share. */
	wantsBack(lease: FrameLease): boolean {
		if (lease.held < 2) return false;
		if (this.waiting.length > 0) return true;
		return this.hungry.size > 0 && !this.hungry.has(lease) && lease.held * lease.bytes > this.shareOf(lease);
	}

	/** Takes a frame back; nobody may read or write it any more. */
	give(frame: Buffer): void {
		this.out -= frame.length;
		this.idle.push(frame);
		if (this.timer) clearTimeout(this.timer);
		this.timer = setTimeout(() => (this.idle = []), this.keepMs).unref();
		this.admitWaiting();
	}

	/** The transfer is over, and has given back all that it had. */
	end(lease: FrameLease): void {
		this.leases.delete(lease);
		this.hungry.delete(lease);
	}

	/** Frames that wait to be used again, and bytes of those that are in use and of all together. */
	get counts(): { idle: number; bytesInUse: number; bytes: number } {
		return { idle: this.idle.length, bytesInUse: this.out, bytes: this.out + this.idleBytes };
	}

	private admitWaiting(): void {
		for (let next = this.waiting[0]; next && this.fits(next.lease); next = this.waiting[0]) {
			this.waiting.shift();
			this.admit(next.lease);
			next.go();
		}
	}

	private admit(lease: FrameLease): void {
		this.leases.add(lease);
		lease.first(this.hand(lease.bytes, lease.most));
	}

	private fits({ bytes, most }: FrameLease): boolean {
		return this.out === 0 || this.out + bytes <= most;
	}

	private shareOf({ most }: FrameLease): number {
		return most / this.leases.size;
	}

	private hand(bytes: number, most: number): Buffer {
		this.out += bytes;
		// Exact size, so that frames of different transfers fit each other.
		const index = this.idle.findIndex(({ length }) => length === bytes);
		if (index >= 0) return this.idle.splice(index, 1)[0]!;
		while (this.idle.length > 0 && this.out + this.idleBytes > most) this.idle.shift();
		return Buffer.allocUnsafeSlow(bytes);
	}

	private get idleBytes(): number {
		return this.idle.reduce((sum, { length }) => sum + length, 0);
	}
}

/** The frames of one transfer. */
export class FrameLease {
	private readonly frames = new Set<Buffer>();

	constructor(
		private readonly pool: FramePool,
		readonly bytes: number,
		readonly most: number,
	) {}

	/** How many frames it has, in use or not. */
	get held(): number {
		return this.frames.size;
	}

	/** Called by the pool: what every transfer has. */
	first(frame: Buffer): void {
		this.frames.add(frame);
	}

	/** The first frame, for its first use. */
	get own(): Buffer {
		const [frame] = this.frames;
		return frame!;
	}

	more(): Buffer | null {
		const frame = this.pool.more(this);
		if (frame) this.frames.add(frame);
		return frame;
	}

	get isWantedBack(): boolean {
		return this.pool.wantsBack(this);
	}

	give(frame: Buffer): void {
		this.frames.delete(frame);
		this.pool.give(frame);
	}

	/** Gives all back. */
	end(): void {
		for (const frame of [...this.frames]) this.give(frame);
		this.pool.end(this);
	}
}
