import { isSameNode } from './node-ids';
import type { Fingerprints } from './upgrade';
import type { Template, Workflow } from './workflow';
import { type Answers, titleOf } from './wiring';
import { configurationOf } from './workflow';

/** A row of the table `zoom_kaltura_installation`: what the installer did for one template of one account. */
export interface InstallationRow {
	account: string;
	template: string;
	workflowId: string;
	/** Of the package. */
	version: string;
	fingerprints: Fingerprints;
}

export interface ExistingWorkflow extends Workflow {
	id: string;
	active: boolean;
	isArchived: boolean;
}

export interface Step {
	template: Template;
	title: string;
	/** The workflow that is there already; null where one must be created. */
	existing: ExistingWorkflow | null;
	/** What the installer wrote last time; empty when the workflow was imported by hand. */
	then: Fingerprints;
}

/**
 * Which workflow of this n8n is which template of this account. A workflow is ours by the installer's own table; without
 * a row by the id of its node Configuration (an import keeps it) together with its Zoom credential or its title; or it is
 * the empty shell that an interrupted installation left under our title.
 */
export function planOf(
	templates: readonly Template[],
	existing: readonly ExistingWorkflow[],
	rows: readonly InstallationRow[],
	answers: Answers,
): Step[] {
	const usable = existing.filter(({ isArchived }) => !isArchived);
	const taken = new Set<string>();
	return templates.map((template) => {
		const title = titleOf(template, answers);
		const row = rows.find(({ account, template: key }) => account === answers.account && key === template.key);
		const free = usable.filter(({ id }) => !taken.has(id) && !isOfAnother(id, rows, answers.account));
		const found =
			free.find(({ id }) => id === row?.workflowId) ??
			free.find((workflow) => workflow.name === title && isOurs(workflow, template)) ??
			free.find((workflow) => isOurs(workflow, template) && usesCredentialOf(workflow, answers)) ??
			free.find((workflow) => workflow.name === title && workflow.nodes.length === 0) ??
			null;
		if (found) taken.add(found.id);
		return { template, title, existing: found, then: found && found.id === row?.workflowId ? row.fingerprints : {} };
	});
}

function isOfAnother(id: string, rows: readonly InstallationRow[], account: string): boolean {
	return rows.some((row) => row.workflowId === id && row.account !== account);
}

function isOurs(workflow: Workflow, template: Template): boolean {
	const id = configurationOf(template.workflow)?.id;
	return id !== undefined && workflow.nodes.some((node) => isSameNode(node.id, id));
}

function usesCredentialOf(workflow: Workflow, { credentials }: Answers): boolean {
	const zoom = credentials.zoomServerToServerOAuth2Api?.id;
	return (
		zoom !== undefined && workflow.nodes.some((node) => node.credentials?.zoomServerToServerOAuth2Api?.id === zoom)
	);
}
