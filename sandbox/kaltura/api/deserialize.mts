import { isObject, type Parameters, UploadedFile } from '../http/parameters.mts';
import { CLASSES } from './classes.mts';
import { ENUMS } from './enums.mts';
import { apiError } from './errors.mts';
import { refuseOtherClass, refuseOtherType, refuseUnknownParameters, refuseUnknownProperties } from './strict.mts';

/** An input object after coercion: only declared properties, plus its class. */
export type Input = { objectType: string; [property: string]: unknown };

/** |value| up to ten years is relative to now, docs/vendors/kaltura.md#values. */
const TEN_YEARS = 315_360_000;

/** How the parameters of one call are read. */
export interface Reading {
	/** "media.add", for errors. */
	endpoint: string;
	nowSeconds: number;
	/** Whether what the real server ignores or casts silently is refused. */
	strict: boolean;
}

/** Turns the parameters of one call into the arguments of an action; parameter types ending in "?" are optional. */
export function readArguments(
	declared: Readonly<Record<string, string>>,
	given: Parameters,
	how: Reading,
): Record<string, unknown> {
	if (how.strict) refuseUnknownParameters(declared, given, how.endpoint);
	const args: Record<string, unknown> = {};
	for (const [name, declaration] of Object.entries(declared)) {
		const optional = declaration.endsWith('?');
		const type = optional ? declaration.slice(0, -1) : declaration;
		const value = given[name];
		if (value === undefined || (value === null && !isScalar(type))) {
			if (!optional) throw apiError('MISSING_MANDATORY_PARAMETER', { PARAM_NAME: name });
			continue;
		}
		// A missing scalar sent as null is cast like any other null (docs/vendors/kaltura.md#values), except where a default applies.
		if (value === null && optional) continue;
		args[name] = readValue(type, value, name, how);
	}
	return args;
}

function isScalar(type: string): boolean {
	return ['string', 'int', 'float', 'bigint', 'bool', 'time'].includes(type) || type in ENUMS;
}

function readValue(type: string, value: unknown, name: string, how: Reading): unknown {
	if (how.strict) refuseOtherType(type, value, name);
	if (type.endsWith('[]')) return readArray(type.slice(0, -2), value, name, how);
	if (type in ENUMS) return readEnum(type, value, name);
	switch (type) {
		case 'string':
			return readString(value, name);
		case 'int':
			return toNumber(value, true);
		case 'float':
		case 'bigint':
			return toNumber(value, false);
		case 'bool':
			return value === 'false' ? false : isTruthy(value);
		case 'time':
			return readTime(value, how.nowSeconds);
		case 'object':
			return value;
		case 'file':
			if (!(value instanceof UploadedFile) || value.fileName === '') throw apiError('UPLOAD_ERROR');
			return value;
		default:
			return readObject(type, value, name, how);
	}
}

function readString(value: unknown, name: string): string {
	if (value === null) return '';
	if (typeof value === 'object')
		throw apiError('PROPERTY_VALIDATION_WRONG_FORMAT', { PROP_NAME: name, FORMAT: 'string' });
	const text = value === true ? '1' : value === false ? '' : String(value);
	// Characters that are not legal in XML are refused in any string (docs/vendors/kaltura.md#values). Lone surrogates count as invalid UTF-8: dropped.
	if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(text)) {
		throw apiError('INVALID_PARAMETER_CHAR', { XML_FIELD: name });
	}
	return text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '');
}

/** PHP's (int) and (float): leading digits count, anything else is 0. */
function toNumber(value: unknown, whole: boolean): number {
	if (value === null || typeof value === 'object') return 0;
	if (typeof value === 'boolean') return value ? 1 : 0;
	const number = Number.parseFloat(String(value));
	if (Number.isNaN(number)) return 0;
	return whole ? Math.trunc(number) : number;
}

function isTruthy(value: unknown): boolean {
	return !(value === null || value === false || value === 0 || value === '' || value === '0');
}

function readTime(value: unknown, now: number): number {
	if (value === '' || value === null) return 0;
	const time = toNumber(value, true);
	if (time === -1) return -1;
	return Math.abs(time) <= TEN_YEARS ? now + time : time;
}

function readEnum(type: string, value: unknown, name: string): number | string {
	const rule = ENUMS[type];
	if (!rule) throw new Error(`The enumeration ${type} is not declared`);
	const text =
		value === true || value === 'true' ? '1' : value === false || value === 'false' ? '0' : String(value ?? '');
	if (!rule.values.includes(text)) {
		throw apiError('INVALID_ENUM_VALUE', { ENUM_VAL: text, PARAM_NAME: name, ENUM_TYPE: type });
	}
	return rule.base === 'int' ? Number(text) : text;
}

function readArray(type: string, value: unknown, name: string, how: Reading): Input[] {
	// Forms send arrays as objects with numeric keys; PHP sees no difference (docs/vendors/kaltura.md#bodies).
	const items = Array.isArray(value)
		? value
		: isObject(value)
			? Object.values(value)
			: value === '' || value === null
				? []
				: null;
	if (!items) throw apiError('PROPERTY_VALIDATION_WRONG_FORMAT', { PROP_NAME: name, FORMAT: 'array' });
	return items.map((item) => readObject(type, item, name, how));
}

function readObject(declaredClass: string, value: unknown, name: string, how: Reading): Input {
	if (!isObject(value)) throw apiError('PROPERTY_VALIDATION_WRONG_FORMAT', { PROP_NAME: name, FORMAT: 'array' });
	// objectType counts only when it is a subclass of the declared class; otherwise it is silently the declared one (docs/vendors/kaltura.md#values).
	const wanted = typeof value.objectType === 'string' ? value.objectType : declaredClass;
	const className = isSubclass(wanted, declaredClass) ? wanted : declaredClass;
	if (CLASSES[className]?.abstract) throw apiError('OBJECT_TYPE_ABSTRACT', { OBJ_TYPE: className });
	const declared = propertiesOf(className);
	if (how.strict) {
		refuseOtherClass(value.objectType, className);
		refuseUnknownProperties(className, declared, value);
	}
	const object: Input = { objectType: className };
	for (const [property, declaration] of Object.entries(declared)) {
		const type = declaration.split(' ', 1)[0] as string;
		// "x__null" clears a property; a plain null is cast and stored like any value.
		if (`${property}__null` in value) object[property] = isScalar(type) ? null : [];
		else if (value[property] === null && type in ENUMS) object[property] = null;
		else if (value[property] !== undefined) object[property] = readProperty(type, value[property], property, how);
	}
	return object;
}

function readProperty(type: string, value: unknown, property: string, how: Reading): unknown {
	return value === null && !isScalar(type) ? [] : readValue(type, value, property, how);
}

function isSubclass(className: string, ancestor: string): boolean {
	for (let name: string | undefined = className; name; name = CLASSES[name]?.base) {
		if (name === ancestor) return name in CLASSES;
	}
	return false;
}

const inherited = new Map<string, Record<string, string>>();

/** Declared properties of a class with those of its ancestors. */
export function propertiesOf(className: string): Record<string, string> {
	const known = inherited.get(className);
	if (known) return known;
	const rule = CLASSES[className];
	if (!rule) throw new Error(`The class ${className} is not declared`);
	const properties = { ...(rule.base ? propertiesOf(rule.base) : {}), ...rule.properties };
	inherited.set(className, properties);
	return properties;
}
