/**
 * JSON without loss: Zoom's `zoom_one_type` goes up to 2^59, beyond what a JavaScript number holds exactly
 * (docs/vendors/zoom.md#types-on-the-wire). Such numbers travel as their digits.
 */
interface RawJson {
	rawJSON: string;
}
const json = JSON as typeof JSON & { rawJSON(text: string): RawJson; isRawJSON(value: unknown): value is RawJson };

/** A JSON number given by its digits. */
export const digits = (text: string): RawJson => json.rawJSON(text);

/** Whether it is such a number. */
export const isDigits = (value: unknown): boolean => json.isRawJSON(value);

/** The digits of a number that came in, however large it was; undefined when the value is no whole number. */
export function digitsOf(value: unknown): string | undefined {
	if (json.isRawJSON(value)) return value.rawJSON;
	return Number.isInteger(value) ? String(value) : undefined;
}

/** Parses a body; whole numbers beyond 2^53 keep their digits. */
export function parseLossless(text: string): unknown {
	return JSON.parse(text, function (_key: string, value: unknown, context?: { source?: string }) {
		if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value) && context?.source) {
			return /^-?\d+$/.test(context.source) ? json.rawJSON(context.source) : value;
		}
		return value;
	} as (key: string, value: unknown) => unknown);
}
