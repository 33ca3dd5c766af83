import {
	type CredentialReference,
	type Template,
	type Workflow,
	type WorkflowNode,
	assignmentsOf,
	calledWorkflow,
	configurationOf,
	templateNamed,
} from './workflow';

/** What the admin said once, for all workflows of one Zoom account. */
export interface Answers {
	/** Added to the workflows' names where several accounts live in one n8n; empty otherwise. */
	accountName: string;
	/** Zoom's account id, from the credential. */
	account: string;
	/** IANA name, such as Europe/Berlin: schedules run by it. */
	timezone: string;
	/** Values for fields of the nodes named Configuration, by name; each is set wherever a template has the field. */
	configuration: Readonly<Record<string, string | number | boolean>>;
	/** By credential type. */
	credentials: Readonly<Record<string, CredentialReference>>;
}

/** Which credential types a node can take, in its own order of preference (n8n's node descriptions say it). */
export type AcceptedCredentials = (node: WorkflowNode) => readonly string[];

const OWN_TRIGGER = /^n8n-nodes-zoom-kaltura\.\w+Trigger$/;

/** The title of an installed workflow. */
export function titleOf(template: Template, { accountName }: Pick<Answers, 'accountName'>): string {
	return accountName === '' ? template.workflow.name : `${template.workflow.name} (${accountName})`;
}

/**
 * A template with everything of one n8n in it: called workflows, error workflow, credentials, the admin's answers.
 * @param ids workflow ids in that n8n, by template key
 */
export function wired(
	template: Template,
	all: readonly Template[],
	{
		answers,
		ids,
		accepted,
	}: { answers: Answers; ids: Readonly<Record<string, string>>; accepted: AcceptedCredentials },
): Workflow {
	const { settings = {}, connections } = template.workflow;
	const nodes = template.workflow.nodes.map((shipped) => {
		const node = structuredClone(shipped);
		const called = calledWorkflow(node);
		const callee = called && templateNamed(called.value || called.cachedResultName, all);
		if (called && callee) {
			node.parameters.workflowId = {
				...called,
				mode: 'list',
				value: ids[callee.key] ?? '',
				cachedResultName: titleOf(callee, answers),
			};
		}
		// n8n's editor would invent one; its public API does not, and Zoom is told the address that it makes.
		const webhookId =
			node.webhookId ?? (OWN_TRIGGER.test(node.type) ? addressId(`${template.key}\n${node.name}`) : undefined);
		if (webhookId !== undefined) node.webhookId = ofAccount(webhookId, answers);
		const credentials = accepted(node).flatMap((type) => {
			const reference = answers.credentials[type];
			return reference ? [[type, reference] as const] : [];
		});
		if (credentials.length > 0) node.credentials = Object.fromEntries(credentials);
		return node;
	});
	const workflow: Workflow = { name: titleOf(template, answers), nodes, connections: structuredClone(connections) };
	const errors = templateNamed(settings.errorWorkflow, all);
	const errorId = errors ? ids[errors.key] : undefined;
	workflow.settings = {
		...Object.fromEntries(Object.entries(settings).filter(([key]) => key !== 'errorWorkflow')),
		...(answers.timezone === '' ? {} : { timezone: answers.timezone }),
		...(errorId === undefined ? {} : { errorWorkflow: errorId }),
	};
	return workflow;
}

/**
 * Two accounts in one n8n need addresses of their own for the same form or page, and the same ones after every upgrade.
 * The result keeps the form of a UUID.
 */
function ofAccount(webhookId: string, { account, accountName }: Answers): string {
	if (accountName === '') return webhookId;
	return `${mixed(`${account}\n${accountName}`)}${webhookId.slice(8)}`;
}

/** The same for the same text, in the form of a UUID. */
function addressId(text: string): string {
	const digits = [0, 1, 2, 3].map((part) => mixed(`${part}${text}`)).join('');
	return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Eight hexadecimal digits of a hash (FNV-1a). */
function mixed(text: string): string {
	let hash = 0x811c9dc5;
	for (const character of text) hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193) >>> 0;
	return hash.toString(16).padStart(8, '0');
}

/**
 * The workflow with the admin's answers in its Configuration, and with a credential that exists in place of one that was
 * deleted. Fields that were not answered keep what they have.
 * @param stored ids of all credentials of the n8n
 */
export function answered(workflow: Workflow, answers: Answers, stored: ReadonlySet<string>): Workflow {
	const copy = structuredClone(workflow);
	const configuration = configurationOf(copy);
	for (const assignment of configuration ? assignmentsOf(configuration) : []) {
		const answer = answers.configuration[assignment.name];
		// An expression is the template's own computation and no setting.
		if (answer !== undefined && !String(assignment.value).startsWith('=')) assignment.value = answer;
	}
	for (const { credentials = {} } of copy.nodes) {
		for (const [type, { id }] of Object.entries(credentials)) {
			const other = answers.credentials[type];
			if (other && !stored.has(id)) credentials[type] = other;
		}
	}
	return copy;
}
