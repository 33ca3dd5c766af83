/** Waits so many milliseconds. @throws the signal's reason, at once when it is aborted meanwhile or was before */
export async function pause(milliseconds: number, signal?: AbortSignal | undefined): Promise<void> {
	await new Promise<void>((resolve, reject) => {
		const stop = () => {
			clearTimeout(timer);
			reject(signal?.reason as Error);
		};
		const timer = setTimeout(() => {
			signal?.removeEventListener('abort', stop);
			resolve();
		}, milliseconds);
		signal?.addEventListener('abort', stop, { once: true });
		if (signal?.aborted) stop();
	});
}
