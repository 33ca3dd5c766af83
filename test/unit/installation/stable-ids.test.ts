import { shippedTemplates } from '../../../lib/n8n/templates';
import { withStableIds } from '../../../lib/policy/setup/installation/stable-ids';
import { calledWorkflow } from '../../../lib/policy/setup/installation/workflow';

const shipped = shippedTemplates();
const wired = withStableIds(shipped);
const ids = wired.map(({ workflow }) => workflow.id!);

test('each has an id of its own that n8n stores, the same each time', () => {
	expect(new Set(ids).size).toBe(shipped.length);
	expect(ids.filter((id) => !/^[\w-]{1,36}$/.test(id))).toEqual([]);
	expect(withStableIds(shipped).map(({ workflow }) => workflow.id)).toEqual(ids);
});

test('every call and every error workflow leads to one of them', () => {
	const named = wired.flatMap(({ workflow }) => [
		...workflow.nodes.flatMap((node) => calledWorkflow(node)?.value ?? []),
		...(workflow.settings?.errorWorkflow ? [workflow.settings.errorWorkflow] : []),
	]);
	expect(named.length).toBeGreaterThan(50);
	expect(named.filter((id) => !ids.includes(String(id)))).toEqual([]);
});

test('the shipped templates keep carrying no id, which belongs to one n8n', () =>
	expect(shipped.filter(({ workflow }) => workflow.id !== undefined)).toEqual([]));
