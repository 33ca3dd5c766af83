import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { acceptedCredentials } from '../../lib/policy/setup/installation/credentials';
import { PARTS, type Part, templatesOf } from '../../lib/policy/setup/installation/parts';
import type { Template, WorkflowNode } from '../../lib/policy/setup/installation/workflow';

const folder = resolve('workflows');
const templates: Template[] = readdirSync(folder)
	.filter((file) => file.endsWith('.json'))
	.map((file) => ({ key: file.slice(0, -5), workflow: JSON.parse(readFileSync(join(folder, file), 'utf8')) }));
/** What an admin imports by hand: the installer itself. */
const BY_HAND = ['install'];

test('every template comes with a part that an admin can choose', () => {
	const installed = templatesOf(Object.keys(PARTS) as Part[], templates).map(({ key }) => key);
	// What is only called comes along with its callers.
	const startsByItself = ({ workflow }: Template) =>
		workflow.nodes.some(({ type }) => /Trigger$|\.webhook$/.test(type) && !type.endsWith('.executeWorkflowTrigger'));
	const left = templates.filter(
		(one) => startsByItself(one) && !installed.includes(one.key) && !BY_HAND.includes(one.key),
	);
	expect(left.map(({ key }) => key)).toEqual([]);
});

test('every part names templates that exist', () => {
	const known = templates.map(({ key }) => key);
	expect(Object.values(PARTS).flatMap((part) => part.templates.filter((key) => !known.includes(key)))).toEqual([]);
});

test('called workflows come before their callers', () => {
	const order = templatesOf(['ingest'], templates).map(({ key }) => key);
	expect(order.indexOf('ingest-recording')).toBeLessThan(order.indexOf('ingest-live'));
	expect(order.indexOf('ingest-recording')).toBeLessThan(order.indexOf('handle-failures'));
});

test('the installer knows every credential that a node of ours takes', async () => {
	const own = templates
		.flatMap(({ workflow }) => workflow.nodes)
		.filter(({ type }) => type.startsWith('n8n-nodes-zoom-kaltura.'));
	for (const type of new Set(own.map((node) => node.type.split('.')[1]!))) {
		if (type === 'zoomKalturaSetup') continue;
		const name = type[0]!.toUpperCase() + type.slice(1);
		const module = (await import(`../../nodes/${name}/${name}.node`)) as Record<
			string,
			new () => { description: { credentials?: Array<{ name: string }> } }
		>;
		const described = (new module[name]!().description.credentials ?? []).map((credential) => credential.name);
		const accepted = acceptedCredentials({ type: `n8n-nodes-zoom-kaltura.${type}`, parameters: { kaltura: true } } as unknown as WorkflowNode);
		expect([type, [...accepted].sort()]).toEqual([type, [...new Set(described)].sort()]);
	}
});
