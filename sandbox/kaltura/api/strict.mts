import { isObject, type Parameters, UploadedFile } from '../http/parameters.mts';
import { ENUMS } from './enums.mts';
import { apiError } from './errors.mts';

/**
 * What the real server lets pass without a word: it ignores parameters and properties that it does not know, takes another
 * class than was named, and casts what is of the wrong type ("abc" becomes 0). A request of ours that relies on that is a
 * mistake, so the sandbox refuses it, with codes that say so, unless the setting `strict` is off.
 */

/** Taken by every request, whatever the action. */
const COMMON = new Set([
	...['ks', 'format', 'clientTag', 'apiVersion', 'partnerId', 'p', 'language', 'responseProfile'],
	// "v" only keeps web caches from mixing versions of a file up.
	...['kalsig', 'ignoreNull', 'callback', 'nocache', 'v'],
]);

export function refuseUnknownParameters(
	declared: Readonly<Record<string, string>>,
	given: Parameters,
	endpoint: string,
): void {
	for (const name of Object.keys(given)) {
		if (given[name] === undefined || COMMON.has(name) || Object.hasOwn(declared, withoutNull(name))) continue;
		throw apiError('STRICT_UNKNOWN_PARAMETER', { PARAM_NAME: name, ACTION: endpoint });
	}
}

export function refuseUnknownProperties(
	className: string,
	declared: Readonly<Record<string, string>>,
	given: Parameters,
): void {
	for (const name of Object.keys(given)) {
		if (name === 'objectType' || Object.hasOwn(declared, withoutNull(name))) continue;
		throw apiError('STRICT_UNKNOWN_PROPERTY', { PROP_NAME: name, OBJ_TYPE: className });
	}
}

/** @param wanted what the request names; @param taken the class that it is read as */
export function refuseOtherClass(wanted: unknown, taken: string): void {
	if (wanted !== undefined && wanted !== taken) {
		throw apiError('STRICT_OBJECT_TYPE', { OBJ_TYPE: String(wanted), EXPECTED: taken });
	}
}

export function refuseOtherType(type: string, value: unknown, name: string): void {
	const fits =
		value === null ||
		(type === 'string' && ['string', 'number'].includes(typeof value)) ||
		(['int', 'time'].includes(type) && /^-?\d+$/.test(textOf(value))) ||
		(['float', 'bigint'].includes(type) && /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(textOf(value))) ||
		(type === 'bool' && ['true', 'false', '0', '1', '-1'].includes(String(value))) ||
		!(['string', 'int', 'time', 'float', 'bigint', 'bool'].includes(type) && !(type in ENUMS)) ||
		// In a form, an empty text is how a number is left out.
		(value === '' && type === 'time');
	if (!fits || value instanceof UploadedFile !== (type === 'file') || (type === 'string' && isObject(value))) {
		throw apiError('STRICT_VALUE', { PARAM_NAME: name, TYPE: type, VALUE: textOf(value) });
	}
}

function textOf(value: unknown): string {
	return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function withoutNull(name: string): string {
	return name.endsWith('__null') ? name.slice(0, -'__null'.length) : name;
}
