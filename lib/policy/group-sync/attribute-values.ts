/**
 * Reads the values of an attribute in whatever shape a directory, an assertion or a spreadsheet gives them.
 * "missing" and "empty" are different answers: an attribute that did not arrive changes nothing, one that arrived empty
 * means "in no group" (reference identity-and-groups §4.3.7). What cannot be read counts as missing, and says why.
 */
export type AttributeValues = { present: false; problem?: string } | { present: true; values: string[] };

export interface ValueShape {
	/** Characters that separate values inside one text; [] reads a text as one value (DNs hold commas). */
	separators: readonly string[];
	/** Whether blanks around a value are cut; parts of a separated text never keep theirs. */
	trim: boolean;
}

/** Keys under which SCIM, SAML, LDAP and Graph clients put the value of a multi-valued attribute. */
const VALUE_KEYS = ['value', '_', '#text', 'display', 'displayName', 'name'];

/**
 * @param raw array, JSON text, separated text, number, boolean, object with a value, or nothing
 * @returns the values in their order, duplicates and empty texts removed
 */
export function attributeValues(raw: unknown, shape: ValueShape): AttributeValues {
	if (raw === undefined || raw === null) return { present: false };
	const seen = new Set<string>();
	try {
		for (const value of flatten(raw, shape)) {
			const text = shape.trim ? value.trim() : value;
			if (text.trim() !== '') seen.add(text);
		}
	} catch (error) {
		if (error instanceof UnreadableValue) return { present: false, problem: error.message };
		throw error;
	}
	return { present: true, values: [...seen] };
}

/**
 * The attribute of a user: by its exact name, else in another case (LDAP names ignore case), else as a path into nested
 * objects ("attributes.memberOf").
 */
export function attributeOf(user: Readonly<Record<string, unknown>>, name: string): unknown {
	if (Object.hasOwn(user, name)) return user[name];
	const wanted = name.toLowerCase();
	for (const key in user) if (key.toLowerCase() === wanted) return user[key];
	for (let dot = name.indexOf('.'); dot > 0; dot = name.indexOf('.', dot + 1)) {
		const inner = attributeOf(user, name.slice(0, dot));
		if (isRecord(inner)) return attributeOf(inner, name.slice(dot + 1));
	}
	return undefined;
}

class UnreadableValue extends Error {}

function flatten(raw: unknown, shape: ValueShape): string[] {
	if (raw === null || raw === undefined) return [];
	if (Array.isArray(raw)) return raw.flatMap((one) => flatten(one, shape));
	if (typeof raw === 'string') return textValues(raw, shape);
	if (isRecord(raw)) {
		const key = VALUE_KEYS.find((candidate) => candidate in raw);
		// Taken for empty, an object of an unknown form would remove somebody from every group.
		if (key === undefined) {
			const keys = Object.keys(raw).slice(0, 5).join(', ');
			throw new UnreadableValue(`holds an object without a value (${keys === '' ? 'it is empty' : `it has ${keys}`})`);
		}
		return flatten(raw[key], shape);
	}
	return [String(raw)];
}

function textValues(text: string, shape: ValueShape): string[] {
	const trimmed = text.trim();
	if (/^\[.*\]$/s.test(trimmed)) {
		const parsed = parsedList(trimmed);
		if (parsed) return flatten(parsed, { ...shape, separators: [] });
	}
	if (!shape.separators.some((separator) => text.includes(separator))) return [text];
	const parts: string[] = [];
	let start = 0;
	for (let at = 0; at < text.length; at++) {
		// A separator behind a backslash belongs to the value, as in distinguished names.
		if (text[at] === '\\') at++;
		else if (shape.separators.includes(text[at]!)) {
			parts.push(text.slice(start, at).trim());
			start = at + 1;
		}
	}
	return [...parts, text.slice(start).trim()];
}

/** Null for what only looks like JSON: a group may well be called "[all]". */
function parsedList(text: string): unknown[] | null {
	try {
		const parsed: unknown = JSON.parse(text);
		return Array.isArray(parsed) ? parsed : null;
	} catch {
		return null;
	}
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return value !== null && typeof value === 'object' && !Array.isArray(value);
}
