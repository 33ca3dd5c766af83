import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { LEDGER_COLUMNS } from '../../lib/policy/ledger/columns';
import { DAY_COLUMNS } from '../../lib/policy/ledger/day-counts';

/** The ledger's columns have one home; no template may create, write or filter others. */
interface Node {
	name: string;
	type: string;
	parameters: Record<string, any>;
}
const folder = resolve(__dirname, '../../workflows');
const templates = readdirSync(folder)
	.filter((file) => file.endsWith('.json'))
	.map((file) => [file, JSON.parse(readFileSync(join(folder, file), 'utf8')) as { nodes: Node[] }] as const);
const LEDGER = /ledgerTable|^zoom_kaltura_ledger$/;
const SYSTEM = ['id', 'createdAt', 'updatedAt'];
const tableNodes = templates.flatMap(([file, { nodes }]) =>
	nodes
		.filter(({ type, parameters }) => {
			const table = String(parameters.tableName ?? parameters.dataTableId?.value ?? '');
			return type === 'n8n-nodes-base.dataTable' && LEDGER.test(table);
		})
		.map((node) => [`${file}: ${node.name}`, node.parameters] as const),
);

test('one template creates the ledger, with exactly its columns', () => {
	const created = tableNodes.filter(([, { operation }]) => operation === 'create');
	expect(created.map(([name]) => name)).toEqual(['record-outcome.json: Make Sure There Is a Ledger']);
	const columns = Object.entries(LEDGER_COLUMNS).map(([name, type]) => ({ name, type }));
	expect(created[0]![1].columns.column).toEqual(columns);
});

test('one template creates the table of counted days, with exactly its columns', () => {
	const created = templates.flatMap(([, { nodes }]) =>
		nodes.filter(({ parameters }) => parameters.tableName === 'zoom_kaltura_days').map(({ parameters }) => parameters),
	);
	const columns = Object.entries(DAY_COLUMNS).map(([name, type]) => ({ name, type }));
	expect(created.map((one) => one.columns.column)).toEqual([columns]);
});

test.each(tableNodes)('%s names only columns of the ledger', (_, { columns, filters }) => {
	const known = [...Object.keys(LEDGER_COLUMNS), ...SYSTEM];
	const filtered = (filters?.conditions ?? []).map(({ keyName }: { keyName: string }) => keyName);
	const written = columns?.mappingMode === 'defineBelow' ? Object.keys(columns.value) : [];
	expect([...filtered, ...written].filter((name) => !known.includes(name))).toEqual([]);
});

test('there are such nodes', () => expect(tableNodes.length).toBeGreaterThan(5));
