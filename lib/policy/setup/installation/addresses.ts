import type { Workflow } from './workflow';

export interface Address {
	/** Name of the node that answers there. */
	node: string;
	kind: 'zoomEvents' | 'form' | 'page';
	url: string;
}

/**
 * Where a published workflow can be reached from outside.
 * @param base what this n8n gives out for its webhooks, such as https://n8n.example.edu
 * @param id of the workflow, which some paths carry; '' while it does not exist yet
 */
export function addressesOf(workflow: Pick<Workflow, 'nodes'>, base: string, id: string): Address[] {
	if (id === '') return [];
	const root = base.replace(/\/+$/, '');
	return workflow.nodes.flatMap((node): Address[] => {
		const { name, type, webhookId, disabled } = node;
		if (disabled === true) return [];
		const path = String(node.parameters.path ?? '')
			.replace(/^=/, '')
			.replace(/\{\{\s*\$workflow\.id\s*\}\}/g, id);
		// n8n's own rule for a node without a webhook id, as `n8n import:workflow` and its public API leave it.
		const own = webhookId ? webhookId : `${id}/${encodeURIComponent(name.toLowerCase())}`;
		if (type.endsWith('.zoomTrigger')) return [{ node: name, kind: 'zoomEvents', url: `${root}/webhook/${own}/zoom` }];
		if (type.endsWith('.formTrigger')) return [{ node: name, kind: 'form', url: `${root}/form/${path || own}` }];
		if (type.endsWith('.webhook') && String(node.parameters.httpMethod ?? 'GET') === 'GET')
			return [{ node: name, kind: 'page', url: `${root}/webhook/${path || own}` }];
		return [];
	});
}
