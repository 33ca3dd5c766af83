import { fingerprintsOf, merge } from '../../../../lib/policy/setup/installation/upgrade';
import type { Workflow, WorkflowNode } from '../../../../lib/policy/setup/installation/workflow';

const node = (
	id: string,
	parameters: Record<string, unknown> = {},
	more: Partial<WorkflowNode> = {},
): WorkflowNode => ({
	id,
	name: id.toUpperCase(),
	type: 'n8n-nodes-base.noOp',
	typeVersion: 1,
	position: [0, 0],
	parameters,
	...more,
});
const fields = (values: Record<string, unknown>): WorkflowNode =>
	node(
		'conf',
		{
			assignments: {
				assignments: Object.entries(values).map(([name, value]) => ({ id: name, name, value, type: 'string' })),
			},
		},
		{ name: 'Configuration', type: 'n8n-nodes-base.set' },
	);
const workflow = (...nodes: WorkflowNode[]): Workflow => ({ name: 'Cleanup', nodes, connections: {}, settings: {} });
const line = (...to: string[]) => ({ main: [to.map((name) => ({ node: name, type: 'main', index: 0 }))] });
const valuesOf = (merged: Workflow) =>
	Object.fromEntries(
		(
			merged.nodes[0]!.parameters.assignments as { assignments: Array<{ name: string; value: unknown }> }
		).assignments.map(({ name, value }) => [name, value]),
	);

test('what nobody touched is brought to the new version', () => {
	const old = workflow(node('a', { mode: 'each' }));
	const {
		workflow: merged,
		updated,
		kept,
		conflicts,
	} = merge(old, fingerprintsOf(old), workflow(node('a', { mode: 'once' })));
	expect(merged.nodes[0]!.parameters).toEqual({ mode: 'once' });
	expect([updated, kept, conflicts]).toEqual([['"mode" of node "A" was updated.'], [], []]);
});

test('one field that the admin set stays, while the others beside it are updated and added', () => {
	const old = workflow(fields({ retentionDays: 30, mostPercent: 50 }));
	const own = workflow(fields({ retentionDays: 90, mostPercent: 50 }));
	const next = workflow(fields({ retentionDays: 30, mostPercent: 40, newSetting: 'x' }));
	const { workflow: merged, conflicts } = merge(own, fingerprintsOf(old), next);
	expect(valuesOf(merged)).toEqual({ retentionDays: 90, mostPercent: 40, newSetting: 'x' });
	expect(conflicts).toEqual([]);
});

test('what both changed is a conflict: mine is kept unless the new one is asked for', () => {
	const old = workflow(fields({ retentionDays: 30 }));
	const own = workflow(fields({ retentionDays: 90 }));
	const next = workflow(fields({ retentionDays: 60 }));
	const mine = merge(own, fingerprintsOf(old), next);
	expect(valuesOf(mine.workflow)).toEqual({ retentionDays: 90 });
	expect(mine.conflicts).toMatchObject([{ node: 'Configuration', setting: 'retentionDays' }]);
	expect(valuesOf(merge(own, fingerprintsOf(old), next, { preferShipped: true }).workflow)).toEqual({
		retentionDays: 60,
	});
});

test('nodes that the admin added stay with their lines, nodes that the admin removed stay away', () => {
	const old: Workflow = { ...workflow(node('a'), node('b')), connections: { A: line('B') } };
	const own: Workflow = { ...workflow(node('a'), node('mail')), connections: { A: line('MAIL') } };
	const { workflow: merged, kept } = merge(own, fingerprintsOf(old), old);
	expect(merged.nodes.map(({ id }) => id)).toEqual(['a', 'mail']);
	expect(merged.connections).toEqual({ A: line('MAIL') });
	expect(kept).toEqual([
		'Node "MAIL" is yours and stays.',
		'Node "B" was removed by you and stays away.',
		'The lines from node "A" were changed by you and stay.',
	]);
});

test('a node that the new version no longer has goes, unless the admin had changed it', () => {
	const old = workflow(node('a'), node('b', { x: 1 }));
	const next = workflow(node('a'));
	expect(merge(old, fingerprintsOf(old), next).workflow.nodes.map(({ id }) => id)).toEqual(['a']);
	const own = workflow(node('a'), node('b', { x: 2 }));
	expect(merge(own, fingerprintsOf(old), next).workflow.nodes.map(({ id }) => id)).toEqual(['a', 'b']);
});

test('where nodes stand and which credentials they use is the admin’s', () => {
	const old = workflow(node('a', {}, { credentials: { kalturaApi: { id: '1', name: 'Shipped' } } }));
	const own = workflow(node('a', {}, { position: [500, 60], credentials: { kalturaApi: { id: '2', name: 'Mine' } } }));
	const { workflow: merged, updated, kept } = merge(own, fingerprintsOf(old), old);
	expect(merged.nodes[0]).toMatchObject({ position: [500, 60], credentials: { kalturaApi: { id: '2' } } });
	expect([updated, kept]).toEqual([[], []]);
});

test('without a memory of what was shipped nothing of the admin is lost', () => {
	const own = workflow(fields({ retentionDays: 90 }));
	const { workflow: merged, conflicts } = merge(own, {}, workflow(fields({ retentionDays: 30, added: 'x' })));
	expect(valuesOf(merged)).toEqual({ retentionDays: 90, added: 'x' });
	expect(conflicts).toHaveLength(1);
});

test('a workflow made from the repository is updated from the package, which names the same nodes by shorter ids', () => {
	const [long, short] = ['0a1b2c3d-1111-4222-8333-444455556666', '0a1b2c3d'];
	const own = workflow(node(long, { mode: 'each', size: 5 }, { name: 'Work' }), node('mail'));
	const written = fingerprintsOf(workflow(node(long, { mode: 'each', size: 1 }, { name: 'Work' })));
	const merged = merge(own, written, workflow(node(short, { mode: 'once', size: 1 }, { name: 'Work' })));
	expect(merged.workflow.nodes.map(({ id, parameters }) => [id, parameters])).toEqual([
		[short, { mode: 'once', size: 5 }],
		['mail', {}],
	]);
	expect(merged.conflicts).toEqual([]);
	expect(merged.kept).toContain('"size" of node "Work" was changed by you and stays.');
});

test('ids of fields and conditions, which the editor draws and the package shortens, are nobody’s change', () => {
	const withIds = (field: string, condition: string, days: number, more: object = {}) =>
		workflow(
			node(
				'conf',
				{ assignments: { assignments: [{ id: field, name: 'days', value: days, type: 'number' }] } },
				{ name: 'Configuration', type: 'n8n-nodes-base.set' },
			),
			node('if', {
				conditions: { conditions: [{ id: condition, leftValue: '={{ $json.a }}', rightValue: 1, ...more }] },
			}),
		);
	const [own, old, next] = [
		withIds('f4f2b71e', 'd35d95b4', 3),
		withIds('days', '0', 3),
		withIds('days', '0', 7, { operator: 'equals' }),
	];
	expect(fingerprintsOf(own)).toEqual(fingerprintsOf(old));
	const merged = merge(own, fingerprintsOf(old), next);
	expect([merged.conflicts, merged.kept]).toEqual([[], []]);
	expect(fingerprintsOf(merged.workflow)).toEqual(fingerprintsOf(next));
	// The column of a mapping has an id, too, and that one says something.
	const mapped = (id: string) => workflow(node('map', { columns: { schema: [{ id, displayName: 'a' }] } }));
	expect(fingerprintsOf(mapped('a'))).not.toEqual(fingerprintsOf(mapped('b')));
});
