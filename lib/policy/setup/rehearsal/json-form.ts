const MOST_LINES = 60;
const DEEPEST = 6;

/**
 * The form of a JSON text without anything that it says: `chapters[].title:string`. Names of properties that look like data
 * (times, names of people) become `*`.
 * @returns null when it is no JSON
 */
export function formOfJson(text: string): string[] | null {
	let value: unknown;
	try {
		value = JSON.parse(text.replace(/^\uFEFF/, ''));
	} catch {
		return null;
	}
	const lines = new Set<string>();
	walk(value, 'json', 0, lines);
	return [...lines].slice(0, MOST_LINES);
}

function walk(value: unknown, path: string, depth: number, lines: Set<string>): void {
	if (lines.size > MOST_LINES) return;
	if (Array.isArray(value)) {
		if (value.length === 0 || depth > DEEPEST) lines.add(`${path}:list`);
		else for (const one of value) walk(one, `${path}[]`, depth + 1, lines);
		return;
	}
	if (value !== null && typeof value === 'object' && depth <= DEEPEST) {
		const entries = Object.entries(value);
		if (entries.length === 0) lines.add(`${path}:object`);
		for (const [name, one] of entries) walk(one, `${path}.${nameOf(name, entries.length)}`, depth + 1, lines);
		return;
	}
	lines.add(`${path}:${value === null ? 'null' : typeof value}`.slice(0, 80));
}

/** Names of a format are few and plain; an object with many or odd names is a table of something. */
function nameOf(name: string, among: number): string {
	return among <= 25 && /^[a-z][a-zA-Z0-9_]{0,30}$/.test(name) ? name : '*';
}
