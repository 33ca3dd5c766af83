/**
 * What Kaltura's official client (npm kaltura-client, test only) says about the API: classes with their properties, actions
 * with their parameters, enumerations. Read from the text of its sources, because it has no types; nothing of it is kept.
 */
import { readFileSync } from 'node:fs';

export interface ClientProperty {
	/** The client's word: string, int, bool, float, bigint, array, or a class. */
	type: string;
	readOnly: boolean;
}

export interface ClientClass {
	base: string | null;
	properties: Record<string, ClientProperty>;
}

export interface ClientParameter {
	type: string;
	optional: boolean;
}

const sourceOf = (name: string) => readFileSync(require.resolve(`kaltura-client/${name}`), 'utf8');
const declarations = (text: string) => text.split(/^class /m).slice(1);

/** Enumerations by name, e.g. MediaType → [1, 2, 5, …]. */
export function clientEnums(): Record<string, Array<string | number>> {
	// eslint-disable-next-line @typescript-eslint/no-require-imports -- CommonJS without types
	const types = require('kaltura-client/KalturaTypes.js') as Record<string, Record<string, string | number>>;
	return Object.fromEntries(Object.entries(types).map(([name, values]) => [name, Object.values(values)]));
}

/** Classes by name, with own properties only. What has a getter and no setter is read-only. */
export function clientClasses(): Record<string, ClientClass> {
	const classes: Record<string, ClientClass> = {};
	for (const text of declarations(sourceOf('KalturaModel.js'))) {
		const [, name = '', base = ''] = /^(\w+) extends (?:kaltura\.)?(\w+)/.exec(text) ?? [];
		const settable = new Set([...text.matchAll(/ set\w+\((\w+)\) \{/g)].map(([, property]) => property));
		const properties = Object.fromEntries(
			[...text.matchAll(/@return (\w+)\s*\*\/\s*get\w+\(\) \{\s*return this\.(\w+);/g)].map(
				([, type = '', property = '']) => [property, { type, readOnly: !settable.has(property) }],
			),
		);
		// Passwords: a setter and no getter.
		for (const [, property = '', type = ''] of text.matchAll(/@param (\w+) (\w+)[^\n]*\n\s*\*\/\s*set\w+\(/g)) {
			properties[property] ??= { type, readOnly: false };
		}
		classes[name] = { base: base === 'BaseObject' ? null : base, properties };
	}
	return classes;
}

/** Actions by "service.action", in lower case as on the wire, with their parameters. */
export function clientActions(): Record<string, Record<string, ClientParameter>> {
	const actions: Record<string, Record<string, ClientParameter>> = {};
	const pattern =
		/\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*static \w+\(([^)]*)\)\{([\s\S]*?)new kaltura\.RequestBuilder\('(\w+)', '(\w+)'/g;
	for (const text of declarations(sourceOf('KalturaServices.js'))) {
		for (const [, comment = '', signature = '', body = '', service = '', action = ''] of text.matchAll(pattern)) {
			const optional = new Set([...signature.matchAll(/(\w+)\s*=/g)].map(([, name]) => name));
			const types = Object.fromEntries(
				[...comment.matchAll(/@param (\w+) (\w+)/g)].map(([, name, type]) => [name, type]),
			);
			actions[`${service}.${action}`.toLowerCase()] = Object.fromEntries(
				[...body.matchAll(/k(?:params|files)\.(\w+) = (\w+);/g)].map(([, name = '', given = '']) => [
					name,
					{ type: types[given] ?? '', optional: optional.has(given) },
				]),
			);
		}
	}
	return actions;
}
