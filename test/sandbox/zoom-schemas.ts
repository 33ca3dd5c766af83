/**
 * The facts about requests in Zoom's published schemas, in the notation of sandbox/zoom/contract/facts.txt. The schemas lie
 * outside the repository and are never copied; whoever has them can hold the table against them.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';

export const SCHEMAS = resolve(__dirname, '../../../shared/reference/specs');

/** The files, and the day on which each was published or stored. */
const FILES = [
	['zoom-accounts', '2026-03-11'],
	['zoom-meetings', '2026-03-11'],
	['zoom-phone-2026-08', '2026-08-01'],
	['zoom-users', '2026-03-11'],
] as const;

interface Schema {
	type?: string;
	format?: string;
	enum?: unknown[];
	required?: string[];
	properties?: Record<string, Schema>;
	items?: Schema;
	oneOf?: Schema[];
	minimum?: number;
	maximum?: number;
	minLength?: number;
	maxLength?: number;
	minItems?: number;
	maxItems?: number;
}
interface Operation {
	parameters?: Array<{ name: string; in: string; required?: boolean; schema?: Schema }>;
	requestBody?: { content?: Record<string, { schema: Schema }> };
	responses: Record<string, { description?: string }>;
}

/** Facts by endpoint, e.g. "GET /users/{userId}"; the first line of each names the schema's day. */
export function schemaFacts(): Map<string, string[]> {
	const facts = new Map<string, string[]>();
	for (const [file, day] of FILES) {
		const { paths } = JSON.parse(gunzipSync(readFileSync(resolve(SCHEMAS, `${file}.json.gz`))).toString()) as {
			paths: Record<string, Record<string, Operation>>;
		};
		for (const [path, operations] of Object.entries(paths)) {
			for (const [method, operation] of Object.entries(operations)) {
				facts.set(`${method.toUpperCase()} ${path}`, [`since ${day}`, ...factsOf(operation)]);
			}
		}
	}
	return facts;
}

function factsOf({ parameters = [], requestBody, responses }: Operation): string[] {
	const lines = [`answers ${answers(responses)}`];
	for (const { name, in: where, required = false, schema = {} } of parameters) {
		if (where === 'path' || where === 'query') lines.push(`${where} ${line(name, required, schema)}`);
	}
	const body = requestBody?.content?.['application/json']?.schema;
	if (body) walk(body, '', lines);
	return lines;
}

/** "204 400:200,300 404:4130": HTTP status and the codes that its description names. */
function answers(responses: Operation['responses']): string {
	return Object.entries(responses)
		.map(([status, { description = '' }]) => {
			const codes = [...description.matchAll(/\*\*(?:Response )?Error Code:\*\* `(\d+)`/g)].map(([, code]) => code);
			return codes.length > 0 ? `${status}:${[...new Set(codes)].join(',')}` : status;
		})
		.join(' ');
}

function walk(schema: Schema, at: string, lines: string[]): void {
	for (const [name, property] of Object.entries(schema.properties ?? {})) {
		const path = at ? `${at}.${name}` : name;
		lines.push(`body ${line(path, schema.required?.includes(name) ?? false, property)}`);
		walk(property, path, lines);
		if (!property.items) continue;
		lines.push(`body ${line(`${path}[]`, false, property.items)}`);
		walk(property.items, `${path}[]`, lines);
	}
}

function line(name: string, required: boolean, schema: Schema): string {
	const type = schema.oneOf ? 'any' : (schema.type ?? 'any');
	const constraints = Object.entries(constraintsOf(type, schema))
		.filter(([, value]) => value !== undefined)
		.map(([key, value]) => ` ${key}=${JSON.stringify(value)}`)
		.join('');
	return `${name}${required ? '*' : ''} ${type}${constraints}`;
}

/** Zoom writes `maximum` at lists and `minimum` at texts too; there they can only mean the number of items and the length. */
function constraintsOf(type: string, schema: Schema): Record<string, unknown> {
	const { format, enum: values, minimum, maximum } = schema;
	const common = { format: format === 'password' || format === 'int64' ? undefined : format, enum: values };
	if (type === 'array') return { ...common, min: schema.minItems ?? minimum, max: schema.maxItems ?? maximum };
	if (type === 'string') return { ...common, min: schema.minLength ?? minimum, max: schema.maxLength ?? maximum };
	return { ...common, min: minimum, max: maximum, digits: schema.maxLength };
}
