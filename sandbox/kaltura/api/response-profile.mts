import { FileAnswer } from '../http/answer.mts';
import { isObject, type Parameters } from '../http/parameters.mts';

/**
 * A detached response profile narrows what objects show: type 1 only the named fields, 2 all but them
 * (docs/vendors/kaltura.md#lists). In a list it applies to the objects, not to the list.
 */
export function applyResponseProfile(result: unknown, profile: unknown): unknown {
	if (result instanceof FileAnswer || !isObject(profile) || typeof profile.fields !== 'string' || !isObject(result))
		return result;
	const fields = profile.fields.split(',').map((field) => field.trim());
	const only = Number(profile.type ?? 1) === 1;
	if (Array.isArray(result.objects)) {
		return {
			...result,
			objects: result.objects.map((object: unknown) => (isObject(object) ? narrow(object, fields, only) : object)),
		};
	}
	return narrow(result, fields, only);
}

function narrow(object: Parameters, fields: readonly string[], only: boolean): Parameters {
	return Object.fromEntries(
		Object.entries(object).filter(([name]) => name === 'objectType' || fields.includes(name) === only),
	);
}
