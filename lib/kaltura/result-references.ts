/**
 * References to the results of earlier sub-requests of one multirequest. Kaltura searches every text of every sub-request
 * for `{N:result:path}`, at any depth and without an escape, and puts the result of sub-request N there. A meeting that
 * somebody names so would get another recording's data. Therefore references of ours are objects until the body is written,
 * no text can become one, and what looks like one in people's texts never travels in a multirequest (`KalturaApi.multi`).
 * @see https://github.com/kaltura/server/blob/master/api_v3/lib/KalturaFrontController.php replaceMultiRequestResults
 */

/** Made by `ref` only; neither a text nor anything parsed from JSON is one. */
export class ResultReference {
	constructor(
		/** 1-based, whatever the keys on the wire. */
		readonly position: number,
		readonly path: ReadonlyArray<string | number>,
	) {}

	/** The form on the wire: when the body is written, and not before. */
	toJSON(): string {
		return `{${[this.position, 'result', ...this.path].join(':')}}`;
	}
}

/**
 * A reference to the result of an earlier sub-request of the same multirequest, as a whole value.
 * @param position 1-based
 * @param path property names and indexes, e.g. `ref(1, 'objects', 0, 'id')`; `_all` joins all, each with a comma behind it
 */
export function ref(position: number, ...path: Array<string | number>): ResultReference {
	return new ResultReference(position, path);
}

/** Positions (1-based) that these parameters refer to. */
export function referencesIn(value: unknown): number[] {
	if (value instanceof ResultReference) return [value.position];
	if (value !== null && typeof value === 'object') return Object.values(value).flatMap(referencesIn);
	return [];
}

/** The same parameters with references exchanged: for a reference to a moved position, or for a value that is known by now. */
export function exchangeReferences(value: unknown, exchange: (reference: ResultReference) => unknown): unknown {
	if (value instanceof ResultReference) return exchange(value);
	if (Array.isArray(value)) return value.map((one) => exchangeReferences(one, exchange));
	if (value !== null && typeof value === 'object' && !(value instanceof Date)) {
		return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, exchangeReferences(one, exchange)]));
	}
	return value;
}

/** What a path finds in a result; '' when nothing, as Kaltura does. */
export function valueAt(result: unknown, path: ReadonlyArray<string | number>): unknown {
	let value = result;
	for (const [depth, key] of path.entries()) {
		if (key === '_all' && Array.isArray(value)) {
			return value.map((one) => `${String(valueAt(one, path.slice(depth + 1)))},`).join('');
		}
		value = value !== null && typeof value === 'object' ? (value as Record<string | number, unknown>)[key] : undefined;
	}
	return value ?? '';
}

const LOOKS_LIKE_ONE = /\{[0-9]+:result/;

/** Whether a text, at any depth, might be taken for a reference. Ask it about what is sent: cleaning a text may join its parts. */
export function holdsReferenceText(value: unknown): boolean {
	if (typeof value === 'string') return LOOKS_LIKE_ONE.test(value);
	if (value instanceof ResultReference || value === null || typeof value !== 'object') return false;
	return Object.values(value).some(holdsReferenceText);
}
