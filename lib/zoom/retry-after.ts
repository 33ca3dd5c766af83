/**
 * Seconds that a `Retry-After` header asks to wait. Zoom's daily limit sends an ISO date-time instead of seconds, HTTP
 * allows its own date form, and some 429 answers carry none.
 * @param now milliseconds since 1970
 * @returns undefined when the header is missing or says nothing usable; never negative
 * @see reference zoom-api §0.1 and §3
 */
export function parseRetryAfter(header: string | undefined, now: number): number | undefined {
	const text = header?.trim();
	if (!text) return undefined;
	if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
	const time = Date.parse(text);
	return Number.isNaN(time) ? undefined : Math.max(0, Math.ceil((time - now) / 1000));
}

/**
 * How long to wait before attempt `attempt + 1` (the first attempt is 1): doubling from half a second, at most 30 s,
 * with full jitter in the upper half so that workers who failed together do not come back together.
 * @param random a number in [0, 1)
 */
export function backoffMs(attempt: number, random: number): number {
	const ceiling = Math.min(30_000, 500 * 2 ** attempt);
	return Math.round(ceiling / 2 + (ceiling / 2) * random);
}
