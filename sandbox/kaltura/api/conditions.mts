import { isGiven, valuesOf } from './lists.mts';

/** A filter property as a test of one row; built once per request, not once per row. */
export type Condition<Row> = (row: Row) => boolean;

/** The tests of those filter properties that are given; properties without a test are ignored, as the real server does. */
export function conditionsOf<Row>(
	filter: Readonly<Record<string, unknown>>,
	known: Readonly<Record<string, (value: unknown) => Condition<Row>>>,
): Array<Condition<Row>> {
	return Object.entries(filter).flatMap(([name, value]) => {
		const build = Object.hasOwn(known, name) ? known[name] : undefined;
		return build && isGiven(value) ? [build(value)] : [];
	});
}

/** "xIn": any of the values; numbers compare as text. */
export function oneOf<Row>(valueOf: (row: Row) => string | number): (list: unknown) => Condition<Row> {
	return (list) => {
		const values = new Set(valuesOf(list));
		return (row) => values.has(String(valueOf(row)));
	};
}

/** "xEqual". */
export function equal<Row>(valueOf: (row: Row) => string | number): (value: unknown) => Condition<Row> {
	return (value) => {
		const text = String(value);
		return (row) => String(valueOf(row)) === text;
	};
}

export function not<Row>(build: (value: unknown) => Condition<Row>): (value: unknown) => Condition<Row> {
	return (value) => {
		const condition = build(value);
		return (row) => !condition(row);
	};
}

export function atLeast<Row>(valueOf: (row: Row) => number): (value: unknown) => Condition<Row> {
	return (value) => (row) => valueOf(row) >= Number(value);
}

export function atMost<Row>(valueOf: (row: Row) => number): (value: unknown) => Condition<Row> {
	return (value) => (row) => valueOf(row) <= Number(value);
}

/** Comma-separated tags: "MultiLikeOr" wants any of the terms, "MultiLikeAnd" all; "Like" is one term. */
export function anyTag<Row>(tagsOf: (row: Row) => string | null | undefined): (list: unknown) => Condition<Row> {
	return (list) => {
		const wanted = valuesOf(list).map((tag) => tag.toLowerCase());
		return (row) => {
			const tags = splitTags(tagsOf(row));
			return wanted.some((tag) => tags.includes(tag));
		};
	};
}

export function allTags<Row>(tagsOf: (row: Row) => string | null | undefined): (list: unknown) => Condition<Row> {
	return (list) => {
		const wanted = valuesOf(list).map((tag) => tag.toLowerCase());
		return (row) => {
			const tags = splitTags(tagsOf(row));
			return wanted.every((tag) => tags.includes(tag));
		};
	};
}

function splitTags(tags: string | null | undefined): string[] {
	return tags ? tags.split(',').map((tag) => tag.trim().toLowerCase()) : [];
}

/** Prefix or part of one of several texts, without regard to case. */
export function startsWith<Row>(
	...textsOf: Array<(row: Row) => string | null | undefined>
): (value: unknown) => Condition<Row> {
	return (value) => {
		const prefix = String(value).toLowerCase();
		return (row) => textsOf.some((textOf) => (textOf(row) ?? '').toLowerCase().startsWith(prefix));
	};
}

export function contains<Row>(
	...textsOf: Array<(row: Row) => string | null | undefined>
): (value: unknown) => Condition<Row> {
	return (value) => {
		const part = String(value).toLowerCase();
		return (row) => textsOf.some((textOf) => (textOf(row) ?? '').toLowerCase().includes(part));
	};
}
