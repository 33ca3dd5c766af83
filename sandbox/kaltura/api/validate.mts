import { CLASSES } from './classes.mts';
import type { Input } from './deserialize.mts';
import { propertiesOf } from './deserialize.mts';
import { apiError } from './errors.mts';

/**
 * Flags of properties, checked before an object is stored (docs/vendors/kaltura.md#values): read-only, insert-only, admin
 * session only, lengths. PROP_NAME is "Class::property" of the class that declares it.
 * @param current on update the object as it is now (as on the wire): echoing an identical value is no change
 */
export function validateForStorage(input: Input, isAdmin: boolean, current?: Readonly<Record<string, unknown>>): void {
	for (const [property, value] of Object.entries(input)) {
		const declaration = propertiesOf(input.objectType)[property];
		if (!declaration || value === undefined) continue;
		const name = `${declaringClass(input.objectType, property)}::${property}`;
		for (const flag of declaration.split(' ').slice(1)) {
			checkFlag(flag, name, value, isAdmin, current && { value: current[property] });
		}
	}
}

function checkFlag(flag: string, name: string, value: unknown, isAdmin: boolean, current?: { value: unknown }): void {
	const [rule, limit = ''] = flag.split(':');
	const length = typeof value === 'string' ? [...value].length : 0;
	if (rule === 'readonly' && !(current && current.value === value))
		throw apiError('PROPERTY_VALIDATION_NOT_UPDATABLE', { PROP_NAME: name });
	if (rule === 'insertonly' && current && current.value !== value)
		throw apiError('PROPERTY_VALIDATION_NOT_UPDATABLE', { PROP_NAME: name });
	if (rule === 'adminonly' && !isAdmin) throw apiError('PROPERTY_VALIDATION_ADMIN_PROPERTY', { PROP_NAME: name });
	if (rule === 'max' && length > Number(limit)) {
		// Length checks name the property alone (docs/vendors/kaltura.md#values).
		throw apiError('PROPERTY_VALIDATION_MAX_LENGTH', { PROP_NAME: name.split('::')[1] ?? name, MAX_LEN: limit });
	}
	if (rule === 'min' && typeof value === 'string' && value !== '' && length < Number(limit)) {
		throw apiError('PROPERTY_VALIDATION_MIN_LENGTH', { PROP_NAME: name, MIN_LEN: limit });
	}
}

function declaringClass(className: string, property: string): string {
	for (let name: string | undefined = className; name; name = CLASSES[name]?.base) {
		if (property in (CLASSES[name]?.properties ?? {})) return name;
	}
	return className;
}

/** The declared properties that were sent, ready to be laid over the stored object. */
export function changesOf(input: Input): Record<string, unknown> {
	const { objectType: _, ...changes } = input;
	return changes;
}
