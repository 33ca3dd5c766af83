/**
 * JSON that keeps integers beyond 2^53. Zoom's `zoom_one_type` goes up to 576460752303423500 and would lose digits as
 * a JavaScript number.
 * @see reference zoom-api §8
 */

import { storable } from '../http/strangers-text';

/** One JSON string, or one JSON number. Strings are matched so that digits inside them are left alone. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const LONG_INTEGER = /\d{16}/;

/**
 * Parses JSON; integers that a number cannot hold become strings of their digits, and what no table can store is replaced.
 * @throws {SyntaxError} when the text is not JSON
 */
export function parseJson(text: string): unknown {
	if (!LONG_INTEGER.test(text)) return storable(JSON.parse(text) as unknown);
	return storable(
		JSON.parse(text.replace(TOKEN, (token) => (isUnsafeInteger(token) ? `"${token}"` : token))) as unknown,
	);
}

function isUnsafeInteger(token: string): boolean {
	return /^-?\d+$/.test(token) && !Number.isSafeInteger(Number(token));
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
