import { type N8nApi, N8nApiError, type StoredTable } from '../../n8n-api/client';
import { PAGES_LOGIN, needsPagesLogin } from '../../policy/setup/installation/credentials';
import { type Part, templatesOf } from '../../policy/setup/installation/parts';
import { type InstallationRow, type Step, planOf } from '../../policy/setup/installation/plan';
import { type Conflict, type Fingerprints, fingerprintsOf, merge } from '../../policy/setup/installation/upgrade';
import { type AcceptedCredentials, type Answers, answered, wired } from '../../policy/setup/installation/wiring';
import type { CredentialReference, Template, Workflow, WorkflowNode } from '../../policy/setup/installation/workflow';

export interface InstallationRequest {
	/** All templates of the package. */
	templates: readonly Template[];
	/** Version of the package. */
	version: string;
	parts: readonly Part[];
	answers: Answers;
	accepted: AcceptedCredentials;
	/** Ids of all credentials that the API key may see. */
	storedCredentials: ReadonlySet<string>;
	/** Says what would be done, and writes nothing. */
	dryRun: boolean;
	/** What to do where both the admin and the new version changed the same thing. */
	conflicts: 'keepMine' | 'takeNew';
	/** A password that nobody knows, for a login that the admin then fills in. */
	newSecret(): string;
	/** Credential types that the chosen parts cannot do without are missing: left unpublished, with this sentence. */
	missingCredentials(workflow: Workflow): string[];
}

/** What happened, or in a dry run would happen, to one workflow. */
export interface InstalledWorkflow {
	template: string;
	name: string;
	/** null in a dry run for a workflow that is not there yet. */
	workflowId: string | null;
	outcome: 'created' | 'updated' | 'unchanged' | 'failed';
	published: boolean;
	/** Why it is not published, or what failed; '' otherwise. */
	problem: string;
	updated: string[];
	kept: string[];
	conflicts: Conflict[];
	/** As the workflow has them, or would have. */
	nodes: WorkflowNode[];
}

const TABLE = 'zoom_kaltura_installation';
const COLUMNS = ['account', 'template', 'workflowId', 'version', 'fingerprints', 'installedAt'];

/**
 * Brings the chosen templates into an n8n, or brings those that are there to this version. Doing it again writes nothing
 * that is as it should be; an installation that was killed half-way is finished by the next one.
 * @param now for the table, as ISO 8601
 * @throws {N8nApiError} when the key is refused or nothing can be read; later failures are outcomes of their workflow
 */
export async function install(api: N8nApi, request: InstallationRequest, now: string): Promise<InstalledWorkflow[]> {
	const chosen = templatesOf(request.parts, request.templates);
	const table = (await api.tables()).find(({ name }) => name === TABLE);
	const rows = table ? (await api.rows(table)).flatMap(toRow) : [];
	const steps = planOf(chosen, await api.workflows(), rows, request.answers);

	const ids: Record<string, string> = {};
	const results: InstalledWorkflow[] = [];
	const created = new Set<string>();
	for (const step of steps) {
		if (step.existing) ids[step.template.key] = step.existing.id;
		else if (request.dryRun) ids[step.template.key] = `(${step.title})`;
		else {
			// Empty at first: what it calls, or is called by, may not exist yet. A second run recognises the empty shell.
			ids[step.template.key] = (await api.create({ name: step.title, nodes: [], connections: {}, settings: {} })).id;
			created.add(step.template.key);
		}
	}
	const complete = await withPagesLogin(api, request, chosen);
	const memory = request.dryRun
		? null
		: (table ??
			(await api.createTable(
				TABLE,
				COLUMNS.map((name) => ({ name, type: 'string' })),
			)));
	for (const step of steps) results.push(await bring(api, complete, step, ids, created, memory, now));
	return results;
}

/**
 * Pages are behind a user name and password. Where the admin chose none, a login is made whose password nobody knows: the
 * pages are closed until the admin opens the credential and sets one.
 */
async function withPagesLogin(
	api: N8nApi,
	request: InstallationRequest,
	chosen: readonly Template[],
): Promise<InstallationRequest> {
	const { answers } = request;
	if (answers.credentials.httpBasicAuth || !needsPagesLogin(chosen)) return request;
	const type = 'httpBasicAuth';
	const login = await pagesLogin(api, request).catch((error: unknown) =>
		// A key that may not create credentials is no reason to stop: the workflow says what it lacks.
		error instanceof N8nApiError ? null : Promise.reject(error as Error),
	);
	if (login === null) return request;
	return {
		...request,
		storedCredentials: new Set([...request.storedCredentials, login.id]),
		answers: { ...answers, credentials: { ...answers.credentials, [type]: login } },
	};
}

async function pagesLogin(api: N8nApi, request: InstallationRequest): Promise<CredentialReference> {
	const type = 'httpBasicAuth';
	const there = (await api.credentials()).find((one) => one.type === type && one.name === PAGES_LOGIN);
	if (there) return { id: there.id, name: there.name };
	if (request.dryRun) return { id: `(${PAGES_LOGIN})`, name: PAGES_LOGIN };
	const { id, name } = await api.createCredential(PAGES_LOGIN, type, {
		user: 'status',
		password: request.newSecret(),
	});
	return { id, name };
}

async function bring(
	api: N8nApi,
	request: InstallationRequest,
	step: Step,
	ids: Readonly<Record<string, string>>,
	created: ReadonlySet<string>,
	memory: StoredTable | null,
	now: string,
): Promise<InstalledWorkflow> {
	const { template, title, existing, then } = step;
	const shipped = wired(template, request.templates, { answers: request.answers, ids, accepted: request.accepted });
	const isNew = existing === null || existing.nodes.length === 0;
	const merged = isNew
		? { workflow: shipped, updated: [], kept: [], conflicts: [] }
		: merge(existing, then, shipped, { preferShipped: request.conflicts === 'takeNew' });
	merged.workflow = answered(merged.workflow, request.answers, request.storedCredentials);
	const same = existing !== null && !isNew && isSame(existing, merged.workflow);
	const result: InstalledWorkflow = {
		template: template.key,
		name: isNew ? title : merged.workflow.name,
		workflowId: existing?.id ?? (request.dryRun ? null : (ids[template.key] ?? null)),
		outcome: isNew || created.has(template.key) ? 'created' : same ? 'unchanged' : 'updated',
		published: existing?.active ?? false,
		problem: '',
		updated: merged.updated,
		kept: merged.kept,
		conflicts: merged.conflicts,
		nodes: merged.workflow.nodes,
	};
	const missing = request.missingCredentials(merged.workflow);
	if (missing.length > 0) result.problem = missing.join(' ');
	if (request.dryRun || result.workflowId === null) return result;
	try {
		if (!same) await api.update(result.workflowId, merged.workflow);
		if (memory) await remember(api, memory, request, template, result.workflowId, fingerprintsOf(shipped), now, then);
		if (missing.length === 0 && isPublishable(merged.workflow) && (!result.published || !same)) {
			await api.publish(result.workflowId, result.name);
			result.published = true;
		}
	} catch (error) {
		result.outcome = 'failed';
		result.problem = error instanceof Error ? error.message : String(error);
	}
	return result;
}

async function remember(
	api: N8nApi,
	table: StoredTable,
	{ answers, version }: InstallationRequest,
	template: Template,
	workflowId: string,
	fingerprints: Fingerprints,
	now: string,
	then: Fingerprints,
): Promise<void> {
	if (JSON.stringify(then) === JSON.stringify(fingerprints)) return;
	await api.upsertRow(
		table,
		{ account: answers.account, template: template.key },
		{ workflowId, version, fingerprints: JSON.stringify(fingerprints), installedAt: now },
	);
}

/** n8n publishes what something outside can start; a workflow that is only run by hand is ready as it is. */
function isPublishable({ nodes }: Workflow): boolean {
	return nodes.some(({ type, disabled }) => disabled !== true && /(?<!\.manual)Trigger$|\.webhook$/.test(type));
}

function isSame(own: Workflow, next: Workflow): boolean {
	const settings = ({ settings = {} }: Workflow) => JSON.stringify(Object.entries(settings).toSorted());
	return (
		own.name === next.name &&
		settings(own) === settings(next) &&
		JSON.stringify(fingerprintsOf(own)) === JSON.stringify(fingerprintsOf(next)) &&
		JSON.stringify(own.nodes.map(({ credentials }) => credentials ?? {})) ===
			JSON.stringify(next.nodes.map(({ credentials }) => credentials ?? {}))
	);
}

function toRow(row: Record<string, unknown>): InstallationRow[] {
	const text = (name: string) => String(row[name] ?? '');
	try {
		const fingerprints = JSON.parse(text('fingerprints')) as Fingerprints;
		return [
			{
				account: text('account'),
				template: text('template'),
				workflowId: text('workflowId'),
				version: text('version'),
				fingerprints,
			},
		];
	} catch {
		return []; // Edited by hand: the workflow is found by its nodes, and what differs is asked about.
	}
}
