/** Unused frames are let go after this time. */
const KEEP_MS = 30_000;

/**
 * The buffers of all transfers of a process. They are used again, since fresh ones of 10 MiB cost a page fault per 4 KiB,
 * and they are counted, so that many transfers at once share the memory of a few: each gets one frame whatever happens, so
 * that none waits for another, and more only while there are some left.
 */
export class FramePool {
	private idle: Buffer[] = [];
	private handedOut = 0;
	private timer: NodeJS.Timeout | null = null;

	/** @param most frames of all transfers together, beyond the first of each */
	constructor(
		private readonly most: number,
		private readonly keepMs = KEEP_MS,
	) {}

	/**
	 * @param bytes exact size, so that frames of different transfers fit each other
	 * @param held frames that the asker has already
	 * @returns null when the asker has to do with what it has
	 */
	take(bytes: number, held: number): Buffer | null {
		if (held > 0 && this.handedOut >= this.most) return null;
		this.handedOut++;
		const index = this.idle.findIndex(({ length }) => length === bytes);
		return index < 0 ? Buffer.allocUnsafeSlow(bytes) : this.idle.splice(index, 1)[0]!;
	}

	/** Takes frames back; nobody may read or write them any more. */
	give(frames: readonly Buffer[]): void {
		this.handedOut -= frames.length;
		this.idle = [...this.idle, ...frames].slice(-this.most);
		if (this.timer) clearTimeout(this.timer);
		this.timer = setTimeout(() => (this.idle = []), this.keepMs).unref();
	}

	/** Frames that are in use, and frames that wait to be used again. */
	get counts(): { handedOut: number; idle: number } {
		return { handedOut: this.handedOut, idle: this.idle.length };
	}
}
