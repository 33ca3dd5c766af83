/** A workflow as n8n exports it and as its public API takes it: only what the installation looks at. */
export interface Workflow {
	id?: string;
	name: string;
	nodes: WorkflowNode[];
	/** By the name of the node that a line starts from. */
	connections: Record<string, unknown>;
	settings?: Record<string, unknown>;
	active?: boolean;
	isArchived?: boolean;
}

export interface WorkflowNode {
	id: string;
	name: string;
	type: string;
	typeVersion: number;
	position: [number, number];
	parameters: Record<string, unknown>;
	credentials?: Record<string, CredentialReference>;
	webhookId?: string;
	[other: string]: unknown;
}

export interface CredentialReference {
	id: string;
	name: string;
}

/** A template of this package: the file's name without `.json`, and its content. */
export interface Template {
	key: string;
	workflow: Workflow;
}

/** One field of an Edit Fields node. */
export interface Assignment {
	id?: string;
	name: string;
	value: unknown;
	type?: string;
}

const NOTE = 'n8n-nodes-base.stickyNote';
const EDIT_FIELDS = 'n8n-nodes-base.set';

export const isNote = (node: WorkflowNode): boolean => node.type === NOTE;

/** The node in which a template keeps what several of its nodes share. */
export function configurationOf(workflow: Workflow): WorkflowNode | null {
	return workflow.nodes.find(({ name, type }) => name === 'Configuration' && type === EDIT_FIELDS) ?? null;
}

/** The fields of an Edit Fields node, in their order; none for any other node. */
export function assignmentsOf(node: WorkflowNode): Assignment[] {
	if (node.type !== EDIT_FIELDS) return [];
	const list = (node.parameters.assignments as { assignments?: unknown } | undefined)?.assignments;
	return Array.isArray(list) ? (list as Assignment[]) : [];
}

interface CalledWorkflow {
	value?: unknown;
	cachedResultName?: unknown;
}

/** What a node calls: the resource locator of *Execute Sub-workflow* and of the workflow tool. */
export function calledWorkflow(node: WorkflowNode): CalledWorkflow | null {
	if (!/\.(executeWorkflow|toolWorkflow)$/.test(node.type)) return null;
	const locator = node.parameters.workflowId;
	return locator !== null && typeof locator === 'object' ? locator : null;
}

/** The templates that a template calls, by key; itself left out. */
export function calledTemplates(template: Template, all: readonly Template[]): string[] {
	const named = template.workflow.nodes.flatMap((node) => calledWorkflow(node) ?? []);
	const keys = named.flatMap(({ value, cachedResultName }) => templateNamed(value || cachedResultName, all)?.key ?? []);
	return [...new Set(keys)].filter((key) => key !== template.key);
}

/** Templates name each other by title, by the id in the file or by file name. */
export function templateNamed(reference: unknown, all: readonly Template[]): Template | null {
	if (typeof reference !== 'string' || reference === '') return null;
	return all.find(({ key, workflow }) => [key, workflow.name, workflow.id].includes(reference)) ?? null;
}
