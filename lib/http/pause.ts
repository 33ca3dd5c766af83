import timers from 'node:timers/promises';

/** Waits so many milliseconds. @throws the signal's reason, at once when it is aborted meanwhile or was before */
export async function pause(milliseconds: number, signal?: AbortSignal | undefined): Promise<void> {
	signal?.throwIfAborted();
	// Called as a method of its module, so that tests can let waits pass faster (test/short-waits.ts).
	await timers.setTimeout(milliseconds, undefined, signal ? { signal } : {}).catch((error: unknown) => {
		throw signal?.aborted ? signal.reason : error;
	});
}
