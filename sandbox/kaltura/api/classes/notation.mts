/**
 * How the API's input classes are written down as data: name of a property → its type and flags. The deserialiser works only from this table.
 * Type: string, int, float, bool, time, an enumeration, a class, or "X[]". Flags: readonly, insertonly, adminonly, max:n,
 * min:n. Names: reference/kaltura-api.md §2–§6, §9; property names checked against the official client's classes.
 */
export interface ClassRule {
	base?: string;
	/** An object of the class itself is refused with OBJECT_TYPE_ABSTRACT (§1.3). */
	abstract?: true;
	properties: Readonly<Record<string, string>>;
}

/** Properties of one type by their names. */
export const strings = (...names: string[]): Record<string, string> =>
	Object.fromEntries(names.map((name) => [name, 'string']));
export const ints = (...names: string[]): Record<string, string> =>
	Object.fromEntries(names.map((name) => [name, 'int']));
export const readOnly = (type: string, ...names: string[]): Record<string, string> =>
	Object.fromEntries(names.map((name) => [name, `${type} readonly`]));
/** "…GreaterThanOrEqual" and "…LessThanOrEqual" of time properties. */
export const range = (...names: string[]): Record<string, string> =>
	Object.fromEntries(
		names.flatMap((name) => [`${name}GreaterThanOrEqual`, `${name}LessThanOrEqual`]).map((name) => [name, 'time']),
	);
