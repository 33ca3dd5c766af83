import { readFileSync } from 'node:fs';

/**
 * What Zoom's published schemas say about requests, read from `facts.txt` beside this file. The notation:
 *
 *     PATCH /users/{userId}            an endpoint; its facts are indented
 *       since 2026-03-11               the day of the schema that says so
 *       answers 204 400:200,300 429    HTTP statuses, each with the codes that its description names
 *       path userId* string            "*" = required
 *       query page_size integer max=300
 *       body phone_numbers[].label string enum=["Mobile","Office"]
 *       later 2026-09-21 query …       a fact that is younger than the schema (Zoom's change log)
 *
 * `min` and `max` are a text's length, a list's number of items or a number's value, `digits` a number's most digits.
 */
export interface Fact {
	name: string;
	required: boolean;
	type: 'string' | 'integer' | 'number' | 'boolean' | 'array' | 'object' | 'any';
	enum?: unknown[];
	format?: 'date' | 'email' | 'date-time' | 'time';
	min?: number;
	max?: number;
	digits?: number;
	/** Of an object, by name. */
	properties: Map<string, Fact>;
	/** Of a list. */
	items?: Fact;
}

export interface EndpointFacts {
	/** The day of its schema, yyyy-mm-dd. */
	since: string;
	/** Codes by HTTP status. */
	answers: Map<number, number[]>;
	path: Map<string, Fact>;
	query: Map<string, Fact>;
	body: Map<string, Fact>;
}

function read(text: string): Map<string, EndpointFacts> {
	const facts = new Map<string, EndpointFacts>();
	let current: EndpointFacts | undefined;
	for (const line of text.split('\n')) {
		if (line === '' || line.startsWith('#')) continue;
		if (!line.startsWith(' ')) {
			current = { since: '', answers: new Map(), path: new Map(), query: new Map(), body: new Map() };
			facts.set(line, current);
			continue;
		}
		const words = line
			.trim()
			.replace(/^later \S+ /, '')
			.split(' ');
		const [kind, name = '', type = ''] = words;
		if (kind === 'since') current!.since = name;
		else if (kind === 'answers') current!.answers = answersOf(words.slice(1));
		else place(current![kind as 'path' | 'query' | 'body'], name, type, words.slice(3));
	}
	return facts;
}

function answersOf(words: string[]): Map<number, number[]> {
	const answers = new Map<number, number[]>();
	for (const word of words) {
		const [status, codes] = word.split(':');
		answers.set(Number(status), codes === undefined ? [] : codes.split(',').map(Number));
	}
	return answers;
}

/** Puts "users[].phone_numbers" where it belongs; its parents stand before it in the file. */
function place(among: Map<string, Fact>, path: string, type: string, constraints: string[]): void {
	const required = path.endsWith('*');
	const parts = path.replace(/\*$/, '').replaceAll('[]', '.[]').split('.');
	const fact: Fact = { name: parts.at(-1)!, required, type: type as Fact['type'], properties: new Map() };
	for (const constraint of constraints) {
		const at = constraint.indexOf('=');
		Object.assign(fact, { [constraint.slice(0, at)]: JSON.parse(constraint.slice(at + 1)) });
	}
	let parent: Fact | undefined;
	for (const part of parts.slice(0, -1))
		parent = part === '[]' ? parent!.items : (parent?.properties ?? among).get(part);
	if (fact.name === '[]') parent!.items = fact;
	else (parent?.properties ?? among).set(fact.name, fact);
}

export const FACTS: ReadonlyMap<string, EndpointFacts> = read(
	readFileSync(new URL('facts.txt', import.meta.url), 'utf8'),
);
