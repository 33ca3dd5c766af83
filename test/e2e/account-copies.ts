import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import type { ImportedWorkflow, N8n, WorkflowJson } from './harness';

/**
 * Imports templates as an admin does for one more Zoom account: each with the account's name behind its own, with credentials
 * of the account, and calling the copies of the same account.
 */
export class AccountCopies {
	readonly imported: Record<string, ImportedWorkflow> = {};
	/** Title of a template → id of this account's copy. */
	readonly #ids: Record<string, string> = {};

	private constructor(
		private readonly n8n: N8n,
		private readonly name: string,
		private readonly credentials: Record<string, { id: string; name: string }>,
	) {}

	static async of(n8n: N8n, account: string, fields: Record<string, object>): Promise<AccountCopies> {
		const credentials: Record<string, { id: string; name: string }> = {};
		for (const [type, data] of Object.entries(fields)) {
			const name = `${type} of account ${account}`;
			const { id } = (await n8n.rest('POST', '/rest/credentials', { name, type, data })) as { id: string };
			credentials[type] = { id, name };
		}
		return new AccountCopies(n8n, account, credentials);
	}

	/** Callees first. @param change of the workflow before it is imported */
	async add(
		key: string,
		configuration: Record<string, unknown> = {},
		change: (workflow: WorkflowJson) => void = () => undefined,
	): Promise<ImportedWorkflow> {
		const workflow = JSON.parse(readFileSync(resolve('workflows', `${key}.json`), 'utf8')) as WorkflowJson;
		const title = workflow.name;
		workflow.name = `${title} (account ${this.name})`;
		delete workflow.settings!.errorWorkflow;
		for (const node of workflow.nodes)
			if (/zoom-kaltura\.|\.(webhook|wait)$/.test(node.type)) node.credentials = this.credentials;
		change(workflow);
		const callees = workflow.nodes.filter(({ type }) => type.endsWith('.executeWorkflow'));
		const callsItself = callees.some(({ parameters }) => parameters.workflowId.cachedResultName === title);
		if (callsItself)
			this.#ids[title] = (await this.n8n.importWorkflow(structuredClone(workflow), { publish: false })).id;
		for (const { parameters } of callees)
			parameters.workflowId.value = this.#ids[parameters.workflowId.cachedResultName] ?? '';
		const done = await this.n8n.importWorkflow(workflow, {
			configure: { [workflow.name]: { Configuration: configuration } },
		});
		this.#ids[title] = done.id;
		return (this.imported[key] = done);
	}
}

/** Adds a row as a template or a person does. */
export async function insertRow(n8n: N8n, name: string, row: Record<string, unknown>): Promise<void> {
	const project = (await n8n.rest('GET', '/rest/projects/personal')) as { id: string };
	const tables = `/rest/projects/${project.id}/data-tables`;
	const { data } = (await n8n.rest('GET', `${tables}?take=100`)) as { data: Array<{ id: string; name: string }> };
	const table = data.find((one) => one.name === name)!;
	await n8n.rest('POST', `${tables}/${table.id}/insert`, { data: [row], returnType: 'count' });
}
