import { apiError } from './errors.mts';

export interface Pager {
	pageSize?: number;
	pageIndex?: number;
	/** Rows of the page before that come again, because something was added in between. */
	again?: number;
}

/** Sphinx-backed lists end here, docs/vendors/kaltura.md#lists. */
const MAX_MATCHES = 10_000;

/** Page limits of docs/vendors/kaltura.md#lists: default 30, at most 500 (silently), pages count from 1. */
function pageOf(
	pager: Pager | undefined,
	defaults = { size: 30, max: 500 },
): { offset: number; size: number; again: number } {
	const size = Math.min(Math.max(pager?.pageSize ?? defaults.size, 0), defaults.max);
	const index = Math.max(pager?.pageIndex ?? 1, 1);
	const again = index > 1 ? (pager?.again ?? 0) : 0;
	return { offset: (index - 1) * size, size, again };
}

/** A list of the search index: deep offsets are refused. */
export function searchListOf<Row>(
	objectType: string,
	rows: readonly Row[],
	pager: Pager | undefined,
	toWire: (row: Row) => object | null,
	defaults?: { size: number; max: number },
) {
	const { offset, size, again } = pageOf(pager, defaults);
	if (offset >= MAX_MATCHES) throw apiError('QUERY_EXCEEDED_MAX_MATCHES_ALLOWED');
	const objects = rows.slice(offset - again, Math.min(offset + size, MAX_MATCHES)).map(toWire);
	// An object that the index still knows but the database does not is left out, while totalCount still counts it.
	return { objects: objects.filter((object) => object !== null), totalCount: rows.length, objectType };
}

/** A list of the database: no limit; totalCount as the real server computes it (docs/vendors/kaltura.md#lists). */
export function listOf<Row>(
	objectType: string,
	rows: readonly Row[],
	pager: Pager | undefined,
	toWire: (row: Row) => object,
) {
	const { offset, size, again } = pageOf(pager);
	const page = rows.slice(offset, offset + size);
	const totalCount = page.length > 0 && page.length < size ? offset + page.length : rows.length;
	return { objects: rows.slice(offset - again, offset + size).map(toWire), totalCount, objectType };
}

/** Values of an "*In" filter: text separated by commas, the first 500 count (docs/vendors/kaltura.md#lists). */
export function valuesOf(list: unknown): string[] {
	return String(list)
		.split(',')
		.map((value) => value.trim())
		.slice(0, 500);
}

/** "xEqual" and "xIn" of a filter; what is not given matches. */
export function matchesList(value: string | number, equal?: unknown, oneOf?: unknown): boolean {
	if (isGiven(equal) && String(equal) !== String(value)) return false;
	return !isGiven(oneOf) || valuesOf(oneOf).includes(String(value));
}

/** An empty text does not filter, as in PHP. */
export function isGiven(value: unknown): boolean {
	return value !== undefined && value !== null && value !== '';
}

export function matchesRange(value: number, from: unknown, to: unknown): boolean {
	return (!isGiven(from) || value >= Number(from)) && (!isGiven(to) || value <= Number(to));
}

/** Sorts by "+field" or "-field"; equal values keep the order in which the rows came to be. */
export function sortRows<Row extends object>(rows: Row[], orderBy: unknown, fallback: string): Row[] {
	const order = isGiven(orderBy) ? String(orderBy) : fallback;
	const descending = order.startsWith('-');
	const field = order.replace(/^[+-]/, '') as keyof Row;
	const sorted = rows.sort((a, b) => compare(a[field], b[field]));
	return descending ? sorted.reverse() : sorted;
}

function compare(a: unknown, b: unknown): number {
	if (typeof a === 'number' && typeof b === 'number') return a - b;
	const left = String(a ?? '').toLowerCase();
	const right = String(b ?? '').toLowerCase();
	return left < right ? -1 : left > right ? 1 : 0;
}
