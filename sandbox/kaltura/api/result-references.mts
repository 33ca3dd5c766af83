import { isObject, UploadedFile } from '../http/parameters.mts';

/**
 * Replaces "{n:result:path}" in every text of a sub-request by what an earlier sub-request answered. n counts from 1
 * whatever the index base is; what is missing becomes the empty text, without an error; two tokens in one text are matched
 * greedily as one and so resolve to nothing (reference/kaltura-api.md §1.6).
 */
export function resolveReferences(value: unknown, results: readonly unknown[]): unknown {
	if (typeof value === 'string') {
		return value.replace(/\{(\d+):result:?(.*)\}/s, (_, position: string, path: string) =>
			textAt(results[Number(position) - 1], path === '' ? [] : path.split(':')),
		);
	}
	if (value instanceof UploadedFile) return value;
	if (Array.isArray(value)) return value.map((item) => resolveReferences(item, results));
	if (isObject(value)) {
		return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, resolveReferences(item, results)]));
	}
	return value;
}

function textAt(value: unknown, path: readonly string[]): string {
	const [step, ...rest] = path;
	if (step === undefined) return scalarText(value);
	// "_all" joins every element, each followed by a comma.
	if (step === '_all') return Array.isArray(value) ? value.map((item) => `${textAt(item, rest)},`).join('') : '';
	if (Array.isArray(value)) return textAt(value[Number(step)], rest);
	return isObject(value) && Object.hasOwn(value, step) ? textAt(value[step], rest) : '';
}

function scalarText(value: unknown): string {
	if (value === null || value === undefined || typeof value === 'object') return '';
	return typeof value === 'boolean' ? (value ? '1' : '') : String(value);
}
