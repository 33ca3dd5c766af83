import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * All data tables of an n8n share one quota, and when it is full no row of any table is written any more. So a table that
 * templates write is pruned by a template, or cannot grow.
 */
interface Node {
	name: string;
	type: string;
	onError?: string;
	parameters: Record<string, any>;
}
const folder = resolve(__dirname, '../../workflows');
const templates = readdirSync(folder)
	.filter((file) => file.endsWith('.json'))
	.map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as { name: string; nodes: Node[] });

/** Tables in which no template deletes, with the reason why they do not grow for ever. */
const BOUNDED: Record<string, string> = {
	zoom_kaltura_claims: 'one row per claim and account',
	zoom_kaltura_state: 'one row per account, checkpoint and last event',
	zoom_kaltura_people: 'a list that people keep; no template adds to it',
	zoom_kaltura_installation: 'one row per installed workflow',
	zoom_kaltura_rehearsal: 'one row per account, the last rehearsal',
};

const tableNodes = templates.flatMap(({ name: template, nodes }) => {
	const fields = nodes.find(({ name }) => name === 'Configuration')?.parameters.assignments?.assignments ?? [];
	const configured = new Map<string, unknown>(fields.map((one: { name: string; value: unknown }) => [one.name, one.value]));
	return nodes
		.filter(({ type }) => type === 'n8n-nodes-base.dataTable')
		.map((node) => {
			const text = String(node.parameters.tableName ?? node.parameters.dataTableId?.value ?? '');
			const field = /Configuration'\)\.(?:first\(\)|item)\.json\.(\w+)/.exec(text)?.[1];
			return { template, node, table: field === undefined ? text : String(configured.get(field)) };
		});
});
const written = new Set(
	tableNodes
		.filter(({ node: { parameters } }) => ['insert', 'upsert', 'update', 'create'].includes(parameters.operation))
		.map(({ table }) => table),
);
const deleting = tableNodes.filter(({ node }) => node.parameters.operation === 'deleteRows');
/** By age, or as a whole before it is written anew. */
const forgets = ({ node }: (typeof deleting)[number]) => {
	const conditions: Array<{ keyName: string; condition: string }> = node.parameters.filters?.conditions ?? [];
	return (
		conditions.some(({ condition }) => condition === 'lt') ||
		(conditions.length === 1 && conditions[0]!.keyName === 'account')
	);
};

test('the names of all tables are known', () => {
	expect([...written].filter((table) => !/^zoom_kaltura_\w+$/.test(table))).toEqual([]);
	expect(written.size).toBeGreaterThan(15);
});

test('no table grows for ever', () => {
	const pruned = new Set(deleting.filter(forgets).map(({ table }) => table));
	expect([...written].filter((table) => !pruned.has(table) && BOUNDED[table] === undefined)).toEqual([]);
	expect(Object.keys(BOUNDED).filter((table) => pruned.has(table))).toEqual([]);
});

test('forgetting never ends a run, but in record-outcome, which does nothing else', () => {
	const hard = deleting.filter(forgets).filter(({ node }) => node.onError !== 'continueRegularOutput');
	expect(hard.map(({ template, node }) => `${template}: ${node.name}`)).toEqual([
		'Zoom to Kaltura: record outcomes: Forget Old Rows',
	]);
});
