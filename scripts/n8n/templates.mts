import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { repository } from '../install/paths.mjs';
import type { WorkflowJson, WorkflowNode } from './contract.mts';

const folder = join(repository, 'workflows');

export interface Template {
	/** File name without .json; what `importTemplates` calls it. */
	key: string;
	workflow: WorkflowJson;
	/** Keys of the templates that it calls or names as its error workflow. */
	needs: string[];
}

/** Workflow id of a template: the same on every import, so that importing again replaces. */
export function idOf(name: string): string {
	return createHash('sha256').update(name).digest('base64url').replace(/[-_]/g, '0').slice(0, 16);
}

/**
 * Reads templates and everything that they call, callees before callers (n8n refuses to publish a caller otherwise).
 * @throws when a file does not exist, or when templates call each other in a circle
 */
export function readTemplates(keys: string[]): Template[] {
	const known = keysByReference();
	const ordered: Template[] = [];
	const visit = (key: string, path: string[]): void => {
		if (ordered.some((template) => template.key === key)) return;
		if (path.includes(key)) throw new Error(`The templates ${[...path, key].join(' → ')} call each other in a circle.`);
		const file = join(folder, `${key}.json`);
		if (!existsSync(file)) {
			throw new Error(
				`There is no template workflows/${key}.json${path.length > 0 ? `, which ${path.at(-1)} needs` : ''}.`,
			);
		}
		const workflow = JSON.parse(readFileSync(file, 'utf8')) as WorkflowJson;
		const keysOf = (references: string[]) => [...new Set(references.map((one) => known.get(one) ?? one))];
		const [called, onError] = [keysOf(calledIn(workflow)), keysOf(errorWorkflowOf(workflow))];
		for (const need of called) if (need !== key) visit(need, [...path, key]);
		ordered.push({ key, workflow, needs: [...new Set([...called, ...onError])] });
		errorWorkflows.push(...onError);
	};
	// n8n does not ask for an error workflow before it publishes, and an error workflow may call those that name it.
	const errorWorkflows: string[] = [];
	for (const key of keys) visit(key, []);
	for (const key of errorWorkflows) visit(key, []);
	return ordered;
}

/** Points calls and the error workflow at the imported ids. */
export function withReferences(workflow: WorkflowJson): WorkflowJson {
	const known = keysByReference();
	const target = (reference: string) => {
		const key = known.get(reference);
		return key === undefined ? reference : idOf(key);
	};
	const copy = structuredClone(workflow);
	for (const node of copy.nodes) {
		const locator = calledWorkflow(node);
		if (locator !== null) locator.value = target(String(locator.value || locator.cachedResultName));
	}
	const errorWorkflow = copy.settings?.errorWorkflow;
	if (copy.settings && typeof errorWorkflow === 'string' && errorWorkflow !== '')
		copy.settings.errorWorkflow = target(errorWorkflow);
	return copy;
}

/** Sets parameters; those of an Edit Fields node by the names of its fields. */
export function configured(workflow: WorkflowJson, settings: Record<string, Record<string, unknown>>): WorkflowJson {
	const copy = structuredClone(workflow);
	for (const [name, values] of Object.entries(settings)) {
		const node = copy.nodes.find((candidate) => candidate.name === name);
		if (!node) throw new Error(`The workflow "${workflow.name}" has no node "${name}".`);
		if (node.type === 'n8n-nodes-base.set') setFields(workflow.name, node, values);
		else Object.assign(node.parameters, values);
	}
	return copy;
}

function setFields(workflowName: string, node: WorkflowNode, values: Record<string, unknown>): void {
	const fields: Array<{ name: string; value: unknown }> = node.parameters.assignments?.assignments ?? [];
	for (const [name, value] of Object.entries(values)) {
		const field = fields.find((candidate) => candidate.name === name);
		if (!field) throw new Error(`The node "${node.name}" of "${workflowName}" has no field "${name}".`);
		field.value = value;
	}
}

/** Attaches one credential of a type to each node whose description accepts the type. */
export function withCredentials(
	workflow: WorkflowJson,
	credentials: Record<string, { id: string; name: string }>,
	acceptedTypes: (node: WorkflowNode) => string[],
): WorkflowJson {
	const copy = structuredClone(workflow);
	for (const node of copy.nodes) {
		const attached = acceptedTypes(node).flatMap((type) => {
			const credential = credentials[type];
			return credential ? [[type, credential] as const] : [];
		});
		if (attached.length > 0) node.credentials = { ...node.credentials, ...Object.fromEntries(attached) };
	}
	return copy;
}

function calledIn(workflow: WorkflowJson): string[] {
	return workflow.nodes.flatMap((node) => {
		const locator = calledWorkflow(node);
		return locator === null ? [] : [String(locator.value || locator.cachedResultName)];
	});
}

function errorWorkflowOf({ settings }: WorkflowJson): string[] {
	const errorWorkflow = settings?.errorWorkflow;
	return typeof errorWorkflow === 'string' && errorWorkflow !== '' ? [errorWorkflow] : [];
}

function calledWorkflow(node: WorkflowNode): { value: unknown; cachedResultName?: unknown } | null {
	if (!/\.(executeWorkflow|toolWorkflow)$/.test(node.type)) return null;
	const locator = node.parameters.workflowId;
	return locator !== null && typeof locator === 'object' ? locator : null;
}

/** Templates name each other by file name, by title, or by the id in the file; all mean the same. */
function keysByReference(): Map<string, string> {
	const known = new Map<string, string>();
	if (!existsSync(folder)) return known;
	for (const file of readdirSync(folder)) {
		if (!file.endsWith('.json')) continue;
		const key = file.slice(0, -'.json'.length);
		const workflow = JSON.parse(readFileSync(join(folder, file), 'utf8')) as WorkflowJson;
		known.set(key, key).set(workflow.name, key);
		if (workflow.id) known.set(workflow.id, key);
	}
	return known;
}
