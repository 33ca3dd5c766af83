import type { Workflow } from './workflow';

export interface Address {
	/** Name of the node that answers there. */
	node: string;
	kind: 'zoomEvents' | 'form' | 'page';
	url: string;
}

/**
 * Where a published workflow can be reached from outside.
 * @param base address of the n8n, as its editor and webhooks know it, such as https://n8n.example.edu/
 * @param id of the workflow, which some paths carry
 */
export function addressesOf(workflow: Pick<Workflow, 'nodes'>, base: string, id: string): Address[] {
	const root = base.replace(/\/+$/, '');
	return workflow.nodes.flatMap((node): Address[] => {
		const { name, type, webhookId = '', disabled } = node;
		if (disabled === true) return [];
		const path = String(node.parameters.path ?? '')
			.replace(/^=/, '')
			.replace(/\{\{\s*\$workflow\.id\s*\}\}/g, id);
		if (type.endsWith('.zoomTrigger'))
			return [{ node: name, kind: 'zoomEvents', url: `${root}/webhook/${webhookId}/zoom` }];
		if (type.endsWith('.formTrigger')) return [{ node: name, kind: 'form', url: `${root}/form/${path || webhookId}` }];
		if (type.endsWith('.webhook') && String(node.parameters.httpMethod ?? 'GET') === 'GET')
			return [{ node: name, kind: 'page', url: `${root}/webhook/${path || webhookId}` }];
		return [];
	});
}
