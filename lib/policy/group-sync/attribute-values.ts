/**
 * Reads the values of an attribute in whatever shape a directory, an assertion or a spreadsheet gives them.
 * "missing" and "empty" are different answers: an attribute that did not arrive changes nothing, one that arrived empty
 * means "in no group" (reference identity-and-groups §4.3.7).
 */
export type AttributeValues = { present: false } | { present: true; values: string[] };

export interface ValueShape {
	/** Characters that separate values inside one text; [] reads a text as one value (DNs hold commas). */
	separators: readonly string[];
	/** Whether blanks around a value are cut. */
	trim: boolean;
}

/** Keys under which SCIM, SAML and LDAP clients put the value of a multi-valued attribute. */
const VALUE_KEYS = ['value', '_', '#text', 'display', 'name'];

/**
 * @param raw array, JSON text, separated text, number, boolean, object with a value, or nothing
 * @returns the values in their order, duplicates and empty texts removed
 */
export function attributeValues(raw: unknown, shape: ValueShape): AttributeValues {
	if (raw === undefined || raw === null) return { present: false };
	const seen = new Set<string>();
	for (const value of flatten(raw, shape)) {
		const text = shape.trim ? value.trim() : value;
		if (text.trim() !== '') seen.add(text);
	}
	return { present: true, values: [...seen] };
}

/** The attribute of a user, found by its exact name, else by its name in another case (LDAP names ignore case). */
export function attributeOf(user: Readonly<Record<string, unknown>>, name: string): unknown {
	if (Object.hasOwn(user, name)) return user[name];
	const key = Object.keys(user).find((candidate) => candidate.toLowerCase() === name.toLowerCase());
	return key === undefined ? undefined : user[key];
}

function flatten(raw: unknown, shape: ValueShape): string[] {
	if (raw === null || raw === undefined) return [];
	if (Array.isArray(raw)) return raw.flatMap((one) => flatten(one, shape));
	if (typeof raw === 'string') return textValues(raw, shape);
	if (typeof raw === 'object') {
		const record = raw as Record<string, unknown>;
		const key = VALUE_KEYS.find((candidate) => candidate in record);
		return key === undefined ? [] : flatten(record[key], shape);
	}
	return [String(raw)];
}

function textValues(text: string, shape: ValueShape): string[] {
	const trimmed = text.trim();
	if (/^\[.*\]$/s.test(trimmed)) {
		try {
			const parsed: unknown = JSON.parse(trimmed);
			if (Array.isArray(parsed)) return flatten(parsed, { ...shape, separators: [] });
		} catch {
			// Not JSON: a group may well be called "[all]".
		}
	}
	let parts = [text];
	for (const separator of shape.separators) parts = parts.flatMap((part) => part.split(separator));
	return parts;
}
