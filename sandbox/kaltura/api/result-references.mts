import { isObject, type Parameters, UploadedFile } from '../http/parameters.mts';

/** The start of one, then as much of the same line as ends with a brace: greedy, without an escape. */
const REFERENCE = /\{([0-9]+):result:?(.*)\}/;

/** Where references stand in the parameters of a sub-request: found once, before anything runs. */
type Found = string | { [key: string]: Found };

/**
 * Every text of every sub-request is searched, at any depth, whoever wrote it; one piece of each text can be a reference.
 * What a result puts into another text is not searched again.
 * @see https://github.com/kaltura/server/blob/master/api_v3/lib/KalturaFrontController.php getMultiRequestResultsPaths
 */
export function findReferences(value: unknown): Found | null {
	if (typeof value === 'string') return REFERENCE.exec(value)?.[0] ?? null;
	if (value === null || typeof value !== 'object' || value instanceof UploadedFile) return null;
	const found: Array<[string, Found]> = [];
	for (const [key, one] of Object.entries(value)) {
		const inside = findReferences(one);
		if (inside !== null) found.push([key, inside]);
	}
	return found.length > 0 ? Object.fromEntries(found) : null;
}

/**
 * Puts the result of the sub-request at a position (from 1) wherever a reference names it; what is missing there becomes the
 * empty text. References to the sub-request itself or to a later one stay as they are, because their result comes too late.
 */
export function replaceReferences(params: Parameters, found: Found, position: number, result: unknown): Parameters {
	return replaceIn(params, found, position, result) as Parameters;
}

function replaceIn(value: unknown, found: Found, position: number, result: unknown): unknown {
	if (typeof found === 'string') {
		const [, at, path = ''] = REFERENCE.exec(found) ?? [];
		if (typeof value !== 'string' || Number(at) !== position) return value;
		const text = textAt(result, path.split(':'));
		// Every occurrence of the piece, not only the first.
		return value.split(found).join(text);
	}
	if (Array.isArray(value)) {
		return value.map((one, index) =>
			found[index] === undefined ? one : replaceIn(one, found[index], position, result),
		);
	}
	if (!isObject(value)) return value;
	const replaced = Object.entries(found).map(([key, inside]) => [key, replaceIn(value[key], inside, position, result)]);
	return { ...value, ...Object.fromEntries(replaced) };
}

function textAt(value: unknown, [step, ...rest]: readonly string[]): string {
	if (step === undefined || step === '') return scalarText(value);
	if (Array.isArray(value)) {
		// "_all" joins one property of every element, each followed by a comma.
		if (step === '_all') return value.map((item) => `${textAt(item, rest.slice(0, 1))},`).join('');
		return textAt(value[Number(step)], rest);
	}
	return isObject(value) && Object.hasOwn(value, step) ? textAt(value[step], rest) : '';
}

function scalarText(value: unknown): string {
	if (value === null || value === undefined || typeof value === 'object') return '';
	return typeof value === 'boolean' ? (value ? '1' : '') : String(value);
}
