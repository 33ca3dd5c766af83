import { InputError } from '../policy/failures';

/** The values of an "Add option" collection, which n8n gives as one object without the options that were not added. */
export class CollectionReader {
	constructor(private readonly values: Record<string, unknown>) {}

	text(name: string, fallback = ''): string {
		const value = unwrap(this.values[name]);
		return value === undefined || value === null ? fallback : String(value).trim();
	}

	boolean(name: string, label: string, fallback: boolean): boolean {
		const value = this.values[name] ?? fallback;
		if (typeof value === 'boolean') return value;
		if (value === 'true' || value === 'false') return value === 'true';
		throw new InputError(label, `is "${String(value)}"`, 'Valid values: true, false.');
	}

	number(name: string, label: string, fallback: number, { least = 0, most = Number.MAX_SAFE_INTEGER } = {}): number {
		const text = this.text(name);
		const value = text === '' ? fallback : Number(text);
		if (Number.isFinite(value) && value >= least && value <= most) return value;
		const range = most === Number.MAX_SAFE_INTEGER ? `${least} or more` : `from ${least} to ${most}`;
		throw new InputError(label, `is "${text}"`, `Enter a number, ${range}.`);
	}

	oneOf<const T extends string>(name: string, label: string, values: readonly T[], fallback: T): T {
		const text = this.text(name) || fallback;
		const found = values.find((value) => value === text);
		if (found !== undefined) return found;
		throw new InputError(label, `is "${text}"`, `Valid values: ${values.join(', ')}.`);
	}

	/** Texts separated by commas, semicolons or line breaks, or a list that an expression gives. */
	list(name: string): string[] {
		return textsOf(this.values[name]);
	}
}

function textsOf(value: unknown): string[] {
	if (value === null || value === undefined) return [];
	if (Array.isArray(value)) return value.flatMap(textsOf);
	return String(unwrap(value))
		.split(/[,;\r\n]+/)
		.map((part) => part.trim())
		.filter((part) => part !== '');
}

/** The value inside a resource locator. */
export function unwrap(value: unknown): unknown {
	return value !== null && typeof value === 'object' && '__rl' in value ? (value as { value?: unknown }).value : value;
}
