/** The server's time: real time plus what the control API advanced it by. */
export class Clock {
	offsetMs = 0;

	/** Milliseconds since the epoch. */
	now(): number {
		return Date.now() + this.offsetMs;
	}

	/** Seconds since the epoch, as everything on the wire counts. */
	seconds(): number {
		return Math.floor(this.now() / 1000);
	}
}
