/** A file part of a multipart body, as an action receives it. */
export class UploadedFile {
	readonly fileName: string;
	readonly bytes: Buffer;

	constructor(fileName: string, bytes: Buffer) {
		this.fileName = fileName;
		this.bytes = bytes;
	}
}

/** Parameters before they are matched with an action's declaration: JSON-like, with files as leaves. */
export type Parameters = { [name: string]: unknown };

export function isObject(value: unknown): value is Parameters {
	return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof UploadedFile);
}

/**
 * "entry:name" and "entry[name]" become nested objects; a lone "-" key denotes an empty array (form bodies,
 * docs/vendors/kaltura.md#bodies). Used for forms, URL parameters and flat JSON keys alike.
 */
export function nest(pairs: Iterable<[string, unknown]>): Parameters {
	const root: Parameters = {};
	for (const [key, value] of pairs) {
		const path = key.replace(/\[([^\]]*)\]/g, ':$1').split(':');
		if (path.includes('__proto__')) continue;
		let node = root;
		for (const step of path.slice(0, -1)) {
			const child = node[step];
			node = isObject(child) ? child : (node[step] = {});
		}
		const last = path.at(-1) ?? '';
		// A lone "-" leaves the object that was just made empty: an empty array.
		if (last === '-' && path.length > 1) continue;
		node[last] = isObject(value) && isObject(node[last]) ? merge(node[last], value) : value;
	}
	return root;
}

/** PHP's array_replace_recursive: what comes later wins, objects are merged. */
export function merge(base: Parameters, over: Parameters): Parameters {
	const merged: Parameters = { ...base };
	for (const [key, value] of Object.entries(over)) {
		const present = merged[key];
		merged[key] = isObject(present) && isObject(value) ? merge(present, value) : value;
	}
	return merged;
}
