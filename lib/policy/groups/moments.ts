/**
 * When a source said something. Messages arrive late, twice and out of order: what was said last counts, not what came last.
 */

/** Year 2001 and year 2100: a number outside is not a time in this unit. */
const EARLIEST = Date.UTC(2001, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);

/**
 * @param value seconds or milliseconds since 1970 (number or digits), or ISO 8601 with a time zone
 * @returns milliseconds since 1970; null for anything else
 */
export function readMoment(value: unknown): number | null {
	if (value === null || value === undefined || value === '') return null;
	const text = String(value).trim();
	if (/^\d{1,16}(\.\d+)?$/.test(text)) {
		const number = Number(text);
		return within(number * 1000) ?? within(number);
	}
	if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/.test(text)) return null;
	return within(Date.parse(text));
}

function within(milliseconds: number): number | null {
	return milliseconds >= EARLIEST && milliseconds < LATEST ? Math.round(milliseconds) : null;
}
