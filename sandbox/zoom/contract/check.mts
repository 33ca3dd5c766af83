import { refuse } from '../account/refusals.mts';
import { ZoomRefusal } from '../wire/answer.mts';
import { digitsOf } from '../wire/json.mts';
import { FACTS, type EndpointFacts, type Fact } from './facts.mts';

export interface CheckedRequest {
	endpoint: string;
	params: Record<string, string>;
	query: URLSearchParams;
	body: Record<string, unknown>;
}

/**
 * Holds a request against Zoom's schema.
 * @returns names that the schema does not know: Zoom passes over them in silence, so whoever sent them was mistaken
 * @throws {ZoomRefusal} 400, with the code that the schema documents for a bad request
 */
export function checkRequest({ endpoint, params, query, body }: CheckedRequest): string[] {
	const facts = FACTS.get(endpoint);
	if (!facts) throw new Error(`The contract knows nothing about ${endpoint}.`);
	const wrong: string[] = [];
	const unknown: string[] = [];
	for (const fact of facts.path.values()) {
		// A meeting UUID where the schema wants a number is a meeting that does not exist; the handler says so.
		if (!fits(fact, params[fact.name]!) && !fact.name.startsWith('meeting')) wrong.push(fact.name);
	}
	for (const name of new Set(query.keys())) {
		const fact = facts.query.get(name);
		if (!fact) unknown.push(`query ${name}`);
		else if (query.getAll(name).some((value) => value !== '' && !fits(fact, value))) wrong.push(name);
	}
	for (const fact of facts.query.values()) if (fact.required && !query.get(fact.name)) wrong.push(fact.name);
	walk(facts.body, body, '', wrong, unknown);
	// What is wrong with a password has codes of its own (1123 to 1136), which the handler gives.
	if (endpoint.endsWith('/password') && typeof body.password === 'string') wrong.length = 0;
	if (wrong.length > 0) throw refusal(endpoint, facts, wrong);
	return unknown;
}

/** Some endpoints of the phone know 400 as the code of a bad request, all others 300. */
function refusal(endpoint: string, facts: EndpointFacts, wrong: string[]): ZoomRefusal {
	// The one field that has a sentence of its own in the documents.
	if (wrong.length === 1 && wrong[0] === 'name' && endpoint.includes(' /groups'))
		return refuse.invalidParameter('name');
	const { message, errors } = refuse.invalidFields(...wrong);
	const code = facts.answers.get(400)?.find((one) => one === 300 || one === 400) ?? 300;
	return new ZoomRefusal(400, code, message, { errors: errors! });
}

/** Everything wrong in an object of a body; `at` is its place, "user_info.". */
function walk(
	facts: ReadonlyMap<string, Fact>,
	object: Record<string, unknown>,
	at: string,
	wrong: string[],
	unknown: string[],
): void {
	for (const name of Object.keys(object)) if (!facts.has(name)) unknown.push(`body ${at}${name}`);
	for (const fact of facts.values()) {
		const value = object[fact.name];
		const place = at + fact.name;
		if (value !== undefined) look(fact, value, place, wrong, unknown);
		else if (fact.required) wrong.push(place);
	}
}

function look(fact: Fact, value: unknown, place: string, wrong: string[], unknown: string[]): void {
	if (!fitsJson(fact, value)) wrong.push(place);
	else if (fact.type === 'object') walk(fact.properties, value as Record<string, unknown>, `${place}.`, wrong, unknown);
	else if (fact.type === 'array' && fact.items) {
		for (const item of value as unknown[]) look(fact.items, item, `${place}[]`, wrong, unknown);
	}
}

/** A parameter, which is text on the wire. */
function fits(fact: Fact, value: string): boolean {
	switch (fact.type) {
		case 'integer':
		case 'number':
			return /^-?\d{1,18}$/.test(value) && fitsJson(fact, Number(value));
		case 'boolean':
			return value === 'true' || value === 'false';
		default:
			return fitsJson(fact, value);
	}
}

const FORMATS = {
	date: (text: string) => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)),
	email: (text: string) => /^[^\s@]+@[^\s@]+$/.test(text),
	'date-time': (text: string) => !Number.isNaN(Date.parse(text)),
	time: () => true,
};

/** A value of a body. Numbers beyond 2^53 come with their digits; Zoom's own enum of them is rounded, so nearly equal is equal. */
function fitsJson(fact: Fact, value: unknown): boolean {
	const within = (size: number) => size >= (fact.min ?? -Infinity) && size <= (fact.max ?? Infinity);
	const listed = (one: unknown) => fact.enum === undefined || fact.enum.includes(one);
	switch (fact.type) {
		case 'string':
			return (
				typeof value === 'string' &&
				within(value.length) &&
				listed(value) &&
				(!fact.format || FORMATS[fact.format](value))
			);
		case 'integer': {
			const text = digitsOf(value);
			return text !== undefined && within(Number(text)) && listed(Number(text)) && text.length <= (fact.digits ?? 18);
		}
		case 'number':
			return typeof value === 'number' && within(value) && listed(value);
		case 'boolean':
			return typeof value === 'boolean';
		case 'array':
			return Array.isArray(value) && within(value.length);
		case 'object':
			return value !== null && typeof value === 'object' && !Array.isArray(value);
		case 'any':
			return true;
	}
}
