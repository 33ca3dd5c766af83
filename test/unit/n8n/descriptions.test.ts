/**
 * Whoever opens a node reads what each field is for. Left without a description are fields whose options say it, the lists that
 * hold further fields, and what everybody knows by its name.
 */
import { basename, resolve } from 'node:path';

import type { ICredentialType, INodeProperties, INodeType } from 'n8n-workflow';

const { n8n } = jest.requireActual<{ n8n: { nodes: string[]; credentials: string[] } }>('../../../package.json');
const sourceOf = (path: string) => resolve(path.replace(/^dist\//, '').replace(/\.js$/, ''));

/** Properties of people and things, named as people name them. */
const KNOWN_BY_NAME =
	/^(About Me|Company|Cost Center|Country|Department|Description|Display Name|Email|First Name|Group|Job Title|Key|Label|Last Name|LinkedIn URL|Location|Name|Number|Pronouns|Role|Screen Name|Status|Tags|Text|Title|URL|User|Value)$/;

function* fieldsOf(fields: readonly INodeProperties[], path: string): Generator<[string, INodeProperties]> {
	for (const field of fields) {
		yield [`${path}: ${field.displayName}`, field];
		for (const option of field.options ?? []) {
			if ('values' in option) yield* fieldsOf(option.values, `${path}: ${field.displayName}`);
			else if ('displayName' in option && 'type' in option) yield* fieldsOf([option], `${path}: ${field.displayName}`);
		}
	}
}

const saysNothing = (field: INodeProperties): boolean => {
	if (field.description || field.hint || KNOWN_BY_NAME.test(field.displayName)) return false;
	if (['resource', 'operation'].includes(field.name)) return false;
	if (['notice', 'hidden', 'callout', 'button', 'collection'].includes(field.type)) return false;
	const options = (field.options ?? []) as Array<{ description?: string }>;
	return !options.some(({ description }) => description);
};

const nodes = n8n.nodes.map((path): [string, readonly INodeProperties[]] => {
	const name = basename(path, '.node.js');
	const module = jest.requireActual<Record<string, new () => INodeType>>(sourceOf(path));
	return [name, new module[name]!().description.properties];
});
const credentials = n8n.credentials.map((path): [string, readonly INodeProperties[]] => {
	const [Type] = Object.values(jest.requireActual<Record<string, new () => ICredentialType>>(sourceOf(path)));
	const type = new Type!();
	return [type.displayName, type.properties];
});

test.each([...nodes, ...credentials])('every field of %s says what it is for', (name, properties) => {
	const silent = [...fieldsOf(properties, name)].filter(([, field]) => saysNothing(field)).map(([path]) => path);
	expect([...new Set(silent)]).toEqual([]);
});
