/**
 * A real n8n with our built package in its nodes folder, for the demo, the benches and (through serve.mts) for jest.
 *
 * ```ts
 * const n8n = await startN8n({ port: 5678 });
 * const { 'ingest-live': live } = await n8n.importTemplates(['ingest-live'], { credentials: sandbox.credentials });
 * // POST a signed event to live.webhooks['Zoom Trigger'], then:
 * const [execution] = await n8n.settled({ workflowId: live.id, count: 1 });
 * console.log((await n8n.execution(execution.id)).nodes['Owner Resolver'][0].outputs[0]);
 * await n8n.stop();
 * ```
 * contract.mts lists everything.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import type {
	CredentialsByType,
	Execution,
	ExecutionFilter,
	ExecutionSummary,
	FormField,
	ImportOptions,
	ImportedWorkflow,
	N8n,
	N8nOptions,
	WorkflowJson,
	WorkflowNode,
} from './contract.mts';
import { readExecution, summaryOf } from './executions.mts';
import { FormClient } from './forms.mts';
import { placePackage } from './installation.mts';
import { OWNER, runCommand, type RunningN8n, startProcess } from './process.mts';
import { type RunningQueue, startInQueueMode } from './queue.mts';
import { RestClient, RestError } from './rest.mts';
import { fillFromSnapshot } from './snapshot.mts';
import { configured, idOf, readTemplates, withCredentials, withReferences } from './templates.mts';

/** Starts n8n; with `signal` the start can be given up, and n8n then leaves nothing behind. */
export async function startN8n(options: N8nOptions = {}): Promise<N8n & { ended: Promise<void> }> {
	const userFolder = options.userFolder ?? mkdtempSync(join(tmpdir(), 'zoom-kaltura-n8n-'));
	const forget = () => {
		if (options.userFolder === undefined) rmSync(userFolder, { recursive: true, force: true, maxRetries: 3 });
	};
	try {
		await fillFromSnapshot(userFolder, options.timeoutMs);
		if (options.withPackage !== false) placePackage(userFolder);
		const running = await (options.workers ? startInQueueMode(userFolder, options) : startProcess(userFolder, options));
		try {
			const rest = new RestClient(running.origin);
			await rest.login(OWNER.email, OWNER.password);
			return new Client(running, rest, userFolder, forget);
		} catch (error) {
			await running.stop();
			throw error;
		}
	} catch (error) {
		forget();
		throw error;
	}
}

interface NodeDescription {
	name: string;
	version: number | number[];
	credentials?: Array<{ name: string }>;
	webhooks?: Array<{ path: string; isFullPath?: boolean; httpMethod?: string }>;
}

const UNFINISHED = new Set(['new', 'running', 'waiting']);

class Client implements N8n {
	readonly ended: Promise<void>;
	readonly #running: RunningN8n | RunningQueue;
	readonly #rest: RestClient;
	readonly #forms: FormClient;
	readonly #userFolder: string;
	readonly #forget: () => void;
	#descriptions: Promise<NodeDescription[]> | null = null;
	#projectId: Promise<string> | null = null;

	constructor(running: RunningN8n | RunningQueue, rest: RestClient, userFolder: string, forget: () => void) {
		this.#running = running;
		this.#rest = rest;
		this.#forms = new FormClient(running.origin, () => rest.cookie);
		this.#userFolder = userFolder;
		this.#forget = forget;
		this.ended = running.ended;
	}

	async info() {
		const { origin, logFile, pid } = this.#running;
		const workers = 'workers' in this.#running ? this.#running.workers : [];
		return {
			origin,
			logFile,
			pid,
			workers: workers.map((worker) => ({ pid: worker.pid, logFile: worker.logFile })),
			owner: OWNER,
			userFolder: this.#userFolder,
		};
	}

	async command(args: string[]) {
		return await runCommand(this.#userFolder, args);
	}

	rest(method: string, path: string, body?: unknown): Promise<any> {
		return this.#rest.call(method, path, body);
	}

	async createCredentials(credentials: CredentialsByType) {
		const existing: Array<{ id: string; name: string; type: string }> = await this.rest('GET', '/rest/credentials');
		const created: Record<string, { id: string; name: string }> = {};
		for (const [type, data] of Object.entries(credentials)) {
			const name = `Sandbox ${type}`;
			const present = existing.find((credential) => credential.type === type && credential.name === name);
			const saved = present
				? await this.rest('PATCH', `/rest/credentials/${present.id}`, { name, type, data })
				: await this.rest('POST', '/rest/credentials', { name, type, data });
			created[type] = { id: saved.id, name };
		}
		return created;
	}

	async testCredential(type: string, data: Record<string, unknown>) {
		return await this.rest('POST', '/rest/credentials/test', {
			credentials: { id: '', name: `Test ${type}`, type, data },
		});
	}

	async importTemplates(names: string[], options: ImportOptions = {}) {
		const credentials = await this.createCredentials(options.credentials ?? {});
		const imported: Record<string, ImportedWorkflow> = {};
		for (const { key, workflow } of readTemplates(names)) {
			const settings = options.configure?.[key] ?? {};
			imported[key] = await this.#save(key, configured(withReferences(workflow), settings), credentials, options);
		}
		return imported;
	}

	async importWorkflow(workflow: WorkflowJson, options: ImportOptions = {}) {
		const credentials = await this.createCredentials(options.credentials ?? {});
		return await this.#save(
			workflow.name,
			configured(withReferences(workflow), options.configure?.[workflow.name] ?? {}),
			credentials,
			options,
		);
	}

	async #save(
		key: string,
		workflow: WorkflowJson,
		credentials: Record<string, { id: string; name: string }>,
		options: ImportOptions,
	): Promise<ImportedWorkflow> {
		const descriptions = await this.#nodeDescriptions();
		const describe = (node: WorkflowNode) => descriptionOf(descriptions, node);
		const complete = withCredentials(workflow, credentials, (node) =>
			(describe(node)?.credentials ?? []).map((credential) => credential.name),
		);
		const { name, connections, settings } = complete;
		const id = idOf(key);
		const nodes = complete.nodes.map((node) =>
			// n8n would invent another one on every import, and Zoom would be left with an old URL.
			describe(node)?.webhooks && !node.webhookId ? { ...node, webhookId: `${id}-${idOf(node.name)}` } : node,
		);
		const body = { name, nodes, connections, settings: settings ?? {} };
		const exists = (await this.rest('GET', `/rest/workflows/${id}/exists`)) as boolean | { exists: boolean };
		const present = typeof exists === 'boolean' ? exists : exists.exists;
		const saved = present
			? await this.rest('PATCH', `/rest/workflows/${id}?forceSave=true`, body)
			: await this.rest('POST', '/rest/workflows', { id, ...body });
		if (options.publish !== false && runsByItself(nodes)) await this.#publishVersion(id, saved.versionId);
		const webhooks: Record<string, string> = {};
		for (const node of saved.nodes as WorkflowNode[]) {
			const hook = describe(node)?.webhooks?.[0];
			// Forms are served beside the webhooks, under a path of their own.
			const kind = node.type === 'n8n-nodes-base.formTrigger' ? 'form' : 'webhook';
			if (hook) webhooks[node.name] = `${this.#running.origin}/${kind}/${webhookPath(id, node, hook)}`;
		}
		return { id, name, webhooks };
	}

	async publish(workflowId: string) {
		const { versionId } = await this.rest('GET', `/rest/workflows/${workflowId}`);
		await this.#publishVersion(workflowId, versionId);
	}

	/** Publishing is a queued job in n8n: webhooks answer only when it has ended. */
	async #publishVersion(workflowId: string, versionId: string): Promise<void> {
		await this.rest('POST', `/rest/workflows/${workflowId}/activate`, { versionId });
		const deadline = Date.now() + 60_000;
		for (;;) {
			const publication = await this.rest('GET', `/rest/workflows/${workflowId}/publication-status`);
			if (publication.status === 'published' && publication.liveVersionId === versionId) return;
			if (publication.status === 'failed' || publication.status === 'partial' || Date.now() > deadline) {
				const reasons = publication.triggers.flatMap(
					(trigger: { errorMessage: string | null }) => trigger.errorMessage ?? [],
				);
				throw new Error(`n8n did not publish workflow ${workflowId} (${publication.status}). ${reasons.join(' ')}`);
			}
			await sleep(50);
		}
	}

	async unpublish(workflowId: string) {
		await this.rest('POST', `/rest/workflows/${workflowId}/deactivate`, {});
	}

	async run(
		workflowId: string,
		options: { trigger?: string; items?: Array<Record<string, unknown>>; timeoutMs?: number } = {},
	): Promise<Execution> {
		const workflow: WorkflowJson = await this.rest('GET', `/rest/workflows/${workflowId}`);
		const trigger = options.trigger ?? workflow.nodes.find((node) => /(Trigger|\.webhook)$/i.test(node.type))?.name;
		if (!trigger) throw new Error(`The workflow "${workflow.name}" has no trigger to start from.`);
		const items = options.items?.map((json, item) => ({ json, pairedItem: { item } }));
		const started = await this.rest('POST', `/rest/workflows/${workflowId}/run`, {
			triggerToStartFrom: { name: trigger, ...(items && { data: triggerRun(items) }) },
		});
		if (!started.executionId) {
			throw new Error(`"${trigger}" of "${workflow.name}" waits for an event; give the items that it would bring.`);
		}
		return await this.#finished(String(started.executionId), options.timeoutMs ?? 60_000);
	}

	async #finished(id: string, timeoutMs: number): Promise<Execution> {
		const deadline = Date.now() + timeoutMs;
		for (;;) {
			const raw = await this.rest('GET', `/rest/executions/${id}`).catch((error: unknown) => {
				// The row is written a moment after the id was given out.
				if (error instanceof RestError && error.status === 404) return null;
				throw error;
			});
			if (raw && !UNFINISHED.has(raw.status)) return readExecution(raw);
			if (Date.now() > deadline)
				throw new Error(`Execution ${id} is still ${raw?.status ?? 'unknown'} after ${timeoutMs / 1000} s.`);
			await sleep(100);
		}
	}

	async executions(filter: ExecutionFilter = {}): Promise<ExecutionSummary[]> {
		const wanted = {
			...(filter.workflowId && { workflowId: filter.workflowId }),
			...(filter.status && { status: filter.status }),
		};
		const query = new URLSearchParams({ filter: JSON.stringify(wanted), limit: String(filter.limit ?? 100) });
		const answer = await this.rest('GET', `/rest/executions?${query}`);
		return (answer.results as any[])
			.map(summaryOf)
			.filter((execution) => filter.after === undefined || Number(execution.id) > Number(filter.after))
			.sort((a, b) => Number(b.id) - Number(a.id));
	}

	async execution(id: string): Promise<Execution> {
		return readExecution(await this.rest('GET', `/rest/executions/${id}`));
	}

	async settled(filter: ExecutionFilter & { count?: number; timeoutMs?: number } = {}): Promise<ExecutionSummary[]> {
		const { count = 1, timeoutMs = 60_000, ...rest } = filter;
		const deadline = Date.now() + timeoutMs;
		for (;;) {
			const found = await this.executions(rest);
			const open = found.filter((execution) => UNFINISHED.has(execution.status));
			if (open.length === 0 && found.length >= count) return found;
			if (Date.now() > deadline) {
				throw new Error(
					`Waited ${timeoutMs / 1000} s for ${count} ended executions${filter.workflowId ? ` of ${filter.workflowId}` : ''}; ` +
						`${found.length - open.length} have ended, ${open.length} are under way.`,
				);
			}
			await sleep(150);
		}
	}

	async tableRows(name: string) {
		const projectId = await this.#project();
		const table = await this.#table(name);
		if (!table) return [];
		const rows: Array<Record<string, any>> = [];
		for (;;) {
			const path = `/rest/projects/${projectId}/data-tables/${table.id}/rows?skip=${rows.length}&take=100`;
			const page = await this.rest('GET', path);
			rows.push(...page.data);
			if (page.data.length === 0 || rows.length >= page.count) return rows;
		}
	}

	async createTable(name: string, columns: Array<{ name: string; type: 'string' | 'number' | 'boolean' | 'date' }>) {
		return await this.rest('POST', `/rest/projects/${await this.#project()}/data-tables`, { name, columns });
	}

	async #table(name: string): Promise<{ id: string } | undefined> {
		const query = new URLSearchParams({ filter: JSON.stringify({ name }), take: '100' });
		const answer = await this.rest('GET', `/rest/projects/${await this.#project()}/data-tables?${query}`);
		return answer.data.find((candidate: { name: string }) => candidate.name === name);
	}

	#project(): Promise<string> {
		this.#projectId ??= this.rest('GET', '/rest/projects/personal').then((project) => project.id);
		return this.#projectId;
	}

	async openForm(url: string, { as = 'owner' }: { as?: 'owner' | 'nobody' } = {}) {
		return await this.#forms.open(url, as);
	}

	async submitForm(url: string, fields: FormField[], { as = 'owner' }: { as?: 'owner' | 'nobody' } = {}) {
		return await this.#forms.submit(url, fields, as);
	}

	async formShows(url: string, expected: string, { timeoutMs = 45_000 }: { timeoutMs?: number } = {}) {
		return await this.#forms.awaited(url, expected, timeoutMs);
	}

	async nodeTypes() {
		return (await this.#nodeDescriptions()).map((description) => description.name);
	}

	#nodeDescriptions(): Promise<NodeDescription[]> {
		this.#descriptions ??= this.rest('GET', '/types/nodes.json');
		return this.#descriptions;
	}

	async kill(which: 'main' | number) {
		await this.#process(which).kill();
	}

	async revive(which: 'main' | number) {
		await this.#process(which).revive();
		// The owner's password comes from the environment, hashed anew at each start: older logins end.
		if (which === 'main') await this.#rest.login(OWNER.email, OWNER.password);
	}

	#process(which: 'main' | number): RunningN8n {
		if (which === 'main') return this.#running;
		const worker = 'workers' in this.#running ? this.#running.workers[which] : undefined;
		if (!worker) throw new Error(`There is no worker ${which}.`);
		return worker;
	}

	async stop() {
		await this.#running.stop();
		this.#forget();
	}
}

/** What the editor sends when a trigger is given its output: one finished run of that node. */
function triggerRun(items: object[]) {
	return {
		startTime: Date.now(),
		executionTime: 0,
		executionIndex: 0,
		executionStatus: 'success',
		source: [],
		data: { main: [items] },
	};
}

function descriptionOf(descriptions: NodeDescription[], node: WorkflowNode): NodeDescription | undefined {
	return descriptions.find(
		({ name, version }) =>
			name === node.type && (Array.isArray(version) ? version : [version]).includes(node.typeVersion),
	);
}

/** As n8n computes it: the webhook id first, or the workflow's id and the node's name for a node without one. */
function webhookPath(workflowId: string, node: WorkflowNode, hook: { path: string; isFullPath?: boolean }): string {
	const written = /^={{/.test(hook.path) ? String(node.parameters.path ?? '') : hook.path;
	// A path that carries the workflow's id, so that two copies of a template can be published.
	const given = written.replace(/^=(.*){{ \$workflow\.id }}/, `$1${workflowId}`);
	if (!node.webhookId) return `${workflowId}/${encodeURIComponent(node.name.toLowerCase())}/${given}`;
	const full = typeof hook.isFullPath === 'boolean' ? hook.isFullPath : false;
	return full ? given || node.webhookId : `${node.webhookId}/${given}`;
}

/** A workflow that somebody starts by hand has nothing to publish, and n8n refuses to. */
function runsByItself(nodes: WorkflowNode[]): boolean {
	return nodes.some(({ type }) => /trigger$|webhook$/i.test(type) && !/\.manualTrigger$/.test(type));
}
