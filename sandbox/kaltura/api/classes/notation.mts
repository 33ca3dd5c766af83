/**
 * How the API's input classes are written down as data. The deserialiser works only from this table. Names, types and what is
 * read-only are those of Kaltura's official client 21.20.0, insert-only and lengths those of the server of April 2026;
 * test/sandbox/kaltura-schema.test.ts compares with the client in both directions.
 * Type: string, int, float, bigint, bool, time, an enumeration, a class, "X[]", or object for what nobody here looks into. Flags:
 * readonly, insertonly, adminonly, max:n, min:n.
 * @see https://github.com/kaltura/server/tree/master/api_v3/lib/types
 */
export interface ClassRule {
	base?: string;
	/** An object of the class itself is refused with OBJECT_TYPE_ABSTRACT. */
	abstract?: true;
	/** Name → type and flags. */
	properties: Readonly<Record<string, string>>;
}

/** "type and flags" → names, separated by white space. */
export function of(declared: Readonly<Record<string, string>>): Record<string, string> {
	return Object.fromEntries(
		Object.entries(declared).flatMap(([type, names]) =>
			names
				.trim()
				.split(/\s+/)
				.map((name) => [name, type]),
		),
	);
}
