/**
 * Text that other people wrote (topics, names, chat lines, columns of a directory) may hold characters that no table of ours
 * can store: PostgreSQL refuses U+0000 ("invalid byte sequence for encoding UTF8: 0x00") and half surrogate pairs, XML
 * refuses U+FFFE and U+FFFF. One meeting with such a name would stop the run of all others. So it is cleaned once, where
 * it comes in: answers and events of Zoom, answers of Kaltura, items that reach a node from elsewhere.
 * @see https://www.postgresql.org/docs/current/datatype-character.html
 */

const REPLACEMENT = '\uFFFD';
/** What an object must not be given as a key: assigning it would change what the object inherits. */
const FORBIDDEN_KEY = '__proto__';
/** No answer of a vendor is nested so deeply; what is below is left out instead of using up the stack. */
const DEEPEST = 500;

/** NUL, U+FFFE, U+FFFF, and halves of surrogate pairs without the other half. */
// eslint-disable-next-line no-control-regex -- exactly the characters that cannot be stored
const UNSTORABLE = /[\u0000\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;
const ALL_UNSTORABLE = new RegExp(UNSTORABLE, 'g');

/** The text with U+FFFD in place of NUL, U+FFFE, U+FFFF and half surrogate pairs; the same string when it has none. */
export function storableText(text: string): string {
	return UNSTORABLE.test(text) ? text.replace(ALL_UNSTORABLE, REPLACEMENT) : text;
}

/**
 * A value as JSON knows it, with every text and every key in a form that can be stored, and without `__proto__` keys.
 * Unchanged parts are shared, so a value without such text costs a look and no copy. Dates and other class instances pass.
 */
export function storable<T>(value: T): T {
	return clean(value, 0) as T;
}

function clean(value: unknown, depth: number): unknown {
	if (typeof value === 'string') return storableText(value);
	if (value === null || typeof value !== 'object') return value;
	if (Array.isArray(value)) return cleanList(value, depth);
	const prototype: unknown = Object.getPrototypeOf(value);
	// Plain objects of any realm: n8n evaluates expressions in isolates.
	const isPlain = prototype === null || Object.getPrototypeOf(prototype) === null;
	return isPlain ? cleanObject(value, depth) : value;
}

function cleanList(list: unknown[], depth: number): unknown {
	if (depth >= DEEPEST) return null;
	let copy: unknown[] | undefined;
	for (let index = 0; index < list.length; index++) {
		const one = clean(list[index], depth + 1);
		if (one !== list[index]) (copy ??= [...list])[index] = one;
	}
	return copy ?? list;
}

function cleanObject(object: object, depth: number): unknown {
	if (depth >= DEEPEST) return null;
	const entries = Object.entries(object);
	let changed = false;
	for (const entry of entries) {
		const [key, value] = entry;
		const storableKey = storableText(key);
		const storableValue = clean(value, depth + 1);
		changed ||= storableKey !== key || storableValue !== value || key === FORBIDDEN_KEY;
		entry[0] = storableKey;
		entry[1] = storableValue as never;
	}
	return changed ? Object.fromEntries(entries.filter(([key]) => key !== FORBIDDEN_KEY)) : object;
}
