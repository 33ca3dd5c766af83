import type { Workflow } from './workflow';

/**
 * In the repository nodes of templates are named by whole UUIDs; the package carries their first eight digits, which saves a
 * tenth of the templates. Both name the same node, whichever of them a workflow in n8n was made from.
 */
const ID = /^([0-9a-f]{8})(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$|^([0-9a-f]{8})$/;

function shortOf(id: string): string | null {
	const [, ofWhole, short] = ID.exec(id) ?? [];
	return ofWhole ?? short ?? null;
}

export function isSameNode(one: string, other: string): boolean {
	return one === other || (shortOf(one) !== null && shortOf(one) === shortOf(other));
}

/** The same workflow and what was written of it last time, with the ids that the shipped template uses. */
export function withIdsOf(
	shipped: Workflow,
	own: Workflow,
	then: Readonly<Record<string, string>>,
): { own: Workflow; then: Readonly<Record<string, string>> } {
	const known = new Map(shipped.nodes.flatMap(({ id }) => (shortOf(id) === null ? [] : [[shortOf(id), id] as const])));
	const renamed = (id: string) => known.get(shortOf(id)) ?? id;
	return {
		own: { ...own, nodes: own.nodes.map((node) => ({ ...node, id: renamed(node.id) })) },
		then: Object.fromEntries(
			Object.entries(then).map(([key, print]) => {
				// "<id>", "<id>/<parameter>" or "line <name>".
				const [id = ''] = key.split('/', 1);
				return [renamed(id) + key.slice(id.length), print];
			}),
		),
	};
}
