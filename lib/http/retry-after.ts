/**
 * Seconds that a `Retry-After` header asks to wait: a number, a date as HTTP writes it, or the ISO date of Zoom's daily limits.
 * @param now milliseconds since 1970
 * @returns undefined when the header is missing or says nothing usable; never negative
 * @see https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 * @see https://developers.zoom.us/docs/api/rate-limits/
 */
export function retryAfterSeconds(
	header: string | readonly string[] | null | undefined,
	now = Date.now(),
): number | undefined {
	const text = (typeof header === 'string' ? header : header?.[0])?.trim();
	if (!text) return undefined;
	if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
	const time = Date.parse(text);
	return Number.isNaN(time) ? undefined : Math.max(0, Math.ceil((time - now) / 1000));
}
