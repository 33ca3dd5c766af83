/**
 * JSON that keeps integers beyond 2^53. Zoom's `zoom_one_type` goes up to 576460752303423500 and would lose digits as
 * a JavaScript number.
 * @see docs/vendors/zoom.md#users-groups-roles-phones
 */

import { storable } from '../http/strangers-text';

const LONG_INTEGER = /\d{16}/;
/** One number; outside of strings there are no other digits in JSON. */
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * Parses JSON; integers that a number cannot hold become strings of their digits, and what no table can store is replaced.
 * @throws {SyntaxError} when the text is not JSON
 */
export function parseJson(text: string): unknown {
	const value: unknown = JSON.parse(text);
	// Only what is known to be JSON is gone through: each of its quotes has its end.
	return storable(LONG_INTEGER.test(text) ? (JSON.parse(withQuotedLongIntegers(text)) as unknown) : value);
}

function withQuotedLongIntegers(json: string): string {
	const parts: string[] = [];
	for (let at = 0; at < json.length;) {
		const quote = json.indexOf('"', at);
		const between = json.slice(at, quote < 0 ? undefined : quote);
		parts.push(between.replace(NUMBER, (number) => (isUnsafeInteger(number) ? `"${number}"` : number)));
		if (quote < 0) break;
		at = endOfString(json, quote);
		parts.push(json.slice(quote, at));
	}
	return parts.join('');
}

function endOfString(json: string, start: number): number {
	for (let quote = json.indexOf('"', start + 1); ; quote = json.indexOf('"', quote + 1)) {
		let backslashes = 0;
		while (json[quote - 1 - backslashes] === '\\') backslashes++;
		if (backslashes % 2 === 0) return quote + 1;
	}
}

function isUnsafeInteger(number: string): boolean {
	return /^-?\d+$/.test(number) && !Number.isSafeInteger(Number(number));
}

/** Serialises like `JSON.stringify`, and writes bigints as plain integers. */
export function stringifyJson(value: unknown): string {
	return serialise(value) ?? 'null';
}

function serialise(value: unknown): string | undefined {
	if (typeof value === 'bigint') return value.toString();
	if (Array.isArray(value)) return `[${value.map((one) => serialise(one) ?? 'null').join(',')}]`;
	if (value !== null && typeof value === 'object' && !('toJSON' in value)) {
		const members = Object.entries(value).flatMap(([key, one]) => {
			const text = serialise(one);
			return text === undefined ? [] : [`${JSON.stringify(key)}:${text}`];
		});
		return `{${members.join(',')}}`;
	}
	return JSON.stringify(value) as string | undefined;
}
