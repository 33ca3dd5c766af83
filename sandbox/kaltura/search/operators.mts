import type { Input } from '../api/deserialize.mts';

/** Values of an object by eSearch field name. */
export type SearchFields = Readonly<Record<string, ReadonlyArray<string | number>>>;

const AND = 1;
const OR = 2;
const NOT = 3;

/** AND (also when omitted), OR, NOT over items and nested operators (docs/vendors/kaltura.md#search). */
export function matchesOperator(operator: Input | undefined, fields: SearchFields): boolean {
	const items = (operator?.searchItems ?? []) as Input[];
	const matches = (item: Input) =>
		Array.isArray(item.searchItems) ? matchesOperator(item, fields) : matchesItem(item, fields);
	switch (operator?.operator ?? AND) {
		case OR:
			return items.length === 0 || items.some(matches);
		case NOT:
			return !items.some(matches);
		default:
			return items.every(matches);
	}
}

/** Item types: 1 exact, 2 partial, 3 starts with, 4 exists, 5 range. */
function matchesItem(item: Input, fields: SearchFields): boolean {
	const values = item.fieldName ? (fields[String(item.fieldName)] ?? []) : Object.values(fields).flat();
	const term = fold(String(item.searchTerm ?? ''));
	const texts = values.map((value) => fold(String(value)));
	switch (item.itemType) {
		case 2:
			return texts.some((text) => text.includes(term));
		case 3:
			return texts.some((text) => text.startsWith(term));
		case 4:
			return texts.some((text) => text !== '');
		case 5:
			return values.some((value) => isInRange(Number(value), (item.range ?? {}) as Record<string, unknown>));
		default:
			return texts.includes(term);
	}
}

/** The index is lower-cased and accent-folded (docs/vendors/kaltura-integration.md#owners). */
function fold(text: string): string {
	return text.trim().toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');
}

function isInRange(value: number, range: Record<string, unknown>): boolean {
	const { greaterThan, greaterThanOrEqual, lessThan, lessThanOrEqual } = range as Record<string, number | undefined>;
	return (
		(greaterThan === undefined || value > greaterThan) &&
		(greaterThanOrEqual === undefined || value >= greaterThanOrEqual) &&
		(lessThan === undefined || value < lessThan) &&
		(lessThanOrEqual === undefined || value <= lessThanOrEqual)
	);
}
