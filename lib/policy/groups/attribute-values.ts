import { BEGINS_NAME } from './distinguished-name';

/**
 * Reads the values of an attribute in whatever shape a directory, an assertion or a spreadsheet gives them.
 * "missing" and "empty" are different answers: an attribute that did not arrive changes nothing, one that arrived empty
 * means "in no group" (docs/group-sync.md). What cannot be read counts as missing, and says why.
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

/** No directory nests its values so deeply. */
const DEEPEST = 50;

/**
 * @param raw array, JSON text, separated text, object with a value, or nothing; numbers and booleans cannot be read
 * @returns the values in their order, duplicates and empty texts removed
 */
export function attributeValues(raw: unknown, shape: ValueShape): AttributeValues {
	if (raw === undefined || raw === null) return { present: false };
	const found: string[] = [];
	const problem = collect(raw, shape, found);
	if (problem !== null) return { present: false, problem };
	const seen = new Set<string>();
	for (const value of found) {
		const text = shape.trim ? value.trim() : value;
		if (text.trim() !== '') seen.add(text);
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

/** Puts the values into `found`; gives what is wrong when one cannot be read. */
function collect(raw: unknown, shape: ValueShape, found: string[], depth = 0): string | null {
	if (raw === null || raw === undefined) return null;
	if (depth > DEEPEST) return 'holds lists within lists without end';
	if (Array.isArray(raw)) {
		// Elements of a list are whole: the source separated them.
		for (const one of raw) {
			const problem = collect(one, WHOLE(shape), found, depth + 1);
			if (problem !== null) return problem;
		}
		return null;
	}
	if (typeof raw === 'string') {
		if (SAYS_NOTHING.test(raw)) return `holds the text "${raw.trim()}" instead of a value`;
		const list = /^\s*\[.*\]\s*$/s.test(raw) ? parsedList(raw) : null;
		if (list) return collect(list, WHOLE(shape), found, depth + 1);
		if (/^\s*(\[\s*["{[]|\{\s*")/.test(raw)) {
			const object = parsedObject(raw);
			return object ? collect(object, WHOLE(shape), found, depth + 1) : 'holds broken JSON';
		}
		// Not spread: as arguments of a call a hundred thousand values are too many.
		for (const part of separated(raw, shape.separators)) found.push(part);
		return null;
	}
	if (isRecord(raw)) {
		const key = VALUE_KEYS.find((candidate) => candidate in raw);
		if (key !== undefined) return collect(raw[key], shape, found, depth + 1);
		// Taken for empty, an object of an unknown form would remove somebody from every group.
		const keys = Object.keys(raw).slice(0, 5).join(', ');
		return `holds an object without a value (${keys === '' ? 'it is empty' : `it has ${keys}`})`;
	}
	return `holds the ${typeof raw} ${String(raw)} instead of text`;
}

function separated(text: string, separators: readonly string[]): string[] {
	if (!separators.some((separator) => text.includes(separator))) return [text];
	const isName = BEGINS_NAME.test(text);
	const parts: string[] = [];
	let start = 0;
	for (let at = 0; at < text.length; at++) {
		// A separator behind a backslash belongs to the value, as in distinguished names.
		if (text[at] === '\\') at++;
		else if (separators.includes(text[at]!) && !(isName && isPartOfName(text, at))) {
			parts.push(text.slice(start, at).trim());
			start = at + 1;
		}
	}
	return [...parts, text.slice(start).trim()];
}

/** In distinguished names only ";" and line breaks always separate; "CN=Staff|Guests,OU=x" is one name. */
function isPartOfName(text: string, at: number): boolean {
	return text[at] !== ';' && text[at] !== '\n' && !BEGINS_NAME.test(text.slice(at + 1, at + 80));
}

const WHOLE = (shape: ValueShape): ValueShape => ({ ...shape, separators: [] });

/** What programs write where there is no value. Taken for groups, they would put people together who have nothing in common. */
const SAYS_NOTHING = /^\s*(null|undefined|nan|n\/a|\[object object\])\s*$/i;

function parsedObject(text: string): Record<string, unknown> | null {
	try {
		const parsed: unknown = JSON.parse(text);
		return isRecord(parsed) ? parsed : null;
	} catch {
		return null;
	}
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
