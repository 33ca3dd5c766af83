import { fingerprintsOf, merge } from '../../../../lib/policy/setup/installation/upgrade';
import type { Workflow, WorkflowNode } from '../../../../lib/policy/setup/installation/workflow';

// An admin changes the pipeline, and two new versions come: nothing of the admin's gets lost, and nothing of ours stays old.

const set = (id: string, name: string, fields: Record<string, unknown>): WorkflowNode => ({
	id,
	name,
	type: 'n8n-nodes-base.set',
	typeVersion: 3.4,
	position: [0, 0],
	parameters: {
		assignments: { assignments: Object.entries(fields).map(([field, value]) => ({ name: field, value })) },
	},
});
const node = (id: string, name: string, parameters: Record<string, unknown>): WorkflowNode => ({
	id,
	name,
	type: 'n8n-nodes-zoom-kaltura.kalturaMedia',
	typeVersion: 1,
	position: [200, 0],
	parameters,
});
const line = (target: string) => ({ main: [[{ node: target, type: 'main', index: 0 }]] });
const workflow = (nodes: WorkflowNode[], connections: Record<string, unknown>): Workflow => ({
	name: 'Ingest',
	nodes,
	connections,
	settings: { executionOrder: 'v1' },
});

const version1 = workflow(
	[
		set('c', 'Configuration', { defaultUser: '', days: 3 }),
		node('i', 'Import', { operation: 'import', captions: false }),
	],
	{ Configuration: line('Import') },
);
/** Ours: days 3 → 7, captions on, and a node between the two. */
const version2 = workflow(
	[
		set('c', 'Configuration', { defaultUser: '', days: 7 }),
		node('i', 'Import', { operation: 'import', captions: true }),
		node('v', 'Verify', { operation: 'verify' }),
	],
	{ Configuration: line('Import'), Import: line('Verify') },
);
/** Ours: days 7 → 14, another field, and Verify is gone again. */
const version3 = workflow(
	[
		set('c', 'Configuration', { defaultUser: '', days: 14, quiet: true }),
		node('i', 'Import', { operation: 'import', captions: true }),
	],
	{ Configuration: line('Import') },
);

const fields = (of: Workflow) => {
	const { assignments } = of.nodes.find(({ id }) => id === 'c')!.parameters.assignments as {
		assignments: Array<{ name: string; value: unknown }>;
	};
	return Object.fromEntries(assignments.map(({ name, value }) => [name, value]));
};

/** What an admin does in the editor: a default user, a node of their own behind Import. */
function changedByTheAdmin(of: Workflow): Workflow {
	const own = structuredClone(of);
	own.nodes[0] = { ...set('c', 'Configuration', { ...fields(of), defaultUser: 'media.team' }), position: [40, 80] };
	own.nodes.push({ ...node('s', 'Tell Slack', {}), type: 'n8n-nodes-base.slack' });
	own.connections.Import = line('Tell Slack');
	return own;
}

test('an untouched workflow follows two versions completely', () => {
	const second = merge(version1, fingerprintsOf(version1), version2).workflow;
	const third = merge(second, fingerprintsOf(version2), version3);
	expect(fingerprintsOf(third.workflow)).toEqual(fingerprintsOf(version3));
	expect([third.kept, third.conflicts]).toEqual([[], []]);
});

test('over two versions an admin keeps what they changed and gets what is new', () => {
	const second = merge(changedByTheAdmin(version1), fingerprintsOf(version1), version2);
	expect(fields(second.workflow)).toEqual({ defaultUser: 'media.team', days: 7 });
	expect(second.workflow.nodes.map(({ name }) => name)).toEqual(['Configuration', 'Import', 'Tell Slack', 'Verify']);
	expect(second.workflow.nodes[0]!.position).toEqual([40, 80]);
	// Both drew a line from Import: the admin's stays and is shown beside ours.
	expect(second.workflow.connections.Import).toEqual(line('Tell Slack'));
	expect(second.conflicts).toEqual([
		{
			node: 'Import',
			setting: 'lines',
			mine: expect.stringContaining('Tell Slack'),
			shipped: expect.stringContaining('Verify'),
		},
	]);

	const third = merge(second.workflow, fingerprintsOf(version2), version3);
	expect(fields(third.workflow)).toEqual({ defaultUser: 'media.team', days: 14, quiet: true });
	expect(third.workflow.nodes.map(({ name }) => name)).toEqual(['Configuration', 'Import', 'Tell Slack']);
	expect(third.workflow.connections.Import).toEqual(line('Tell Slack'));
});
