import { digitsOf } from '../wire/json.mts';
import { refuse } from './refusals.mts';

/** Checks of request bodies; each gives Zoom's 400/300 with the field's name. */

export function text(value: unknown, field: string, longest: number, shortest = 0): string {
	if (typeof value !== 'string' || value.length > longest || value.length < shortest) throw refuse.invalidFields(field);
	return value;
}

export function emailAddress(value: unknown, field: string): string {
	const email = text(value, field, 128, 3);
	if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) throw refuse.invalidFields(field);
	return email;
}

export function oneOf<T extends string | number>(value: unknown, field: string, allowed: readonly T[]): T {
	if (!allowed.includes(value as T)) throw refuse.invalidFields(field);
	return value as T;
}

export function object(value: unknown, field: string): Record<string, unknown> {
	if (value === null || typeof value !== 'object' || Array.isArray(value)) throw refuse.invalidFields(field);
	return value as Record<string, unknown>;
}

/** A list of objects, at most so many. */
export function rows(value: unknown, field: string, most: number): Array<Record<string, unknown>> {
	if (!Array.isArray(value) || value.length === 0 || value.length > most) throw refuse.invalidFields(field);
	return value.map((row) => object(row, field));
}

/** Powers of two up to 2^59 and 0, by their exact digits: a client that lost precision is refused. */
const ZOOM_ONE_TYPES = new Set(
	[4, 5, 6, 7, 25, 27, 28, 29, 30, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 54, 56, 57, 59].map((power) =>
		String(2n ** BigInt(power)),
	),
);

export function zoomOneType(value: unknown, field: string): string {
	const digits = digitsOf(value);
	if (digits === undefined || (digits !== '0' && !ZOOM_ONE_TYPES.has(digits))) throw refuse.invalidFields(field);
	return digits;
}

const PLAN_UNITED = Array.from({ length: 18 }, (_, power) => String(2 ** power));
export function planUnitedType(value: unknown, field: string): string {
	if (value === 'none' || PLAN_UNITED.includes(value as string)) return value as string;
	throw refuse.validation(`The value provided for \`${field}\` parameter is invalid. Try again with a valid value.`);
}
