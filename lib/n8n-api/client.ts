import { z } from 'zod';

import type { Workflow } from '../policy/setup/installation/workflow';

/** One request to n8n's public API; `path` starts behind `/api/v1`. Answers of any status come back, connections that break throw. */
export type N8nTransport = (request: {
	method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
	path: string;
	query?: Record<string, string>;
	body?: unknown;
}) => Promise<{ status: number; body: unknown }>;

/** n8n refused, or answered something else than its API does. The message says what to do next. */
export class N8nApiError extends Error {
	constructor(
		message: string,
		readonly status: number,
	) {
		super(message);
		this.name = 'N8nApiError';
	}
}

export interface StoredWorkflow extends Workflow {
	id: string;
	active: boolean;
	isArchived: boolean;
}

export interface StoredCredential {
	id: string;
	name: string;
	type: string;
}

export interface StoredTable {
	id: string;
	name: string;
	/** What it takes on disk; older versions of n8n do not say it. */
	sizeBytes?: number | undefined;
}

const workflow = z
	.object({
		id: z.coerce.string(),
		name: z.string(),
		nodes: z.array(z.any()).catch([]),
		connections: z.record(z.any()).catch({}),
		settings: z.record(z.any()).nullish(),
		active: z.boolean().catch(false),
		isArchived: z.boolean().catch(false),
	})
	.passthrough();
const credential = z.object({ id: z.coerce.string(), name: z.string(), type: z.string() });
const table = z.object({ id: z.coerce.string(), name: z.string(), sizeBytes: z.number().optional().catch(undefined) });
const page = <Row extends z.ZodTypeAny>(row: Row) => z.object({ data: z.array(row), nextCursor: z.string().nullish() });

/**
 * n8n's public API, as far as the installer needs it.
 * @see https://docs.n8n.io/api/api-reference/
 */
export class N8nApi {
	constructor(private readonly transport: N8nTransport) {}

	/** Every workflow that the key may see, archived ones too. */
	async workflows(): Promise<StoredWorkflow[]> {
		const rows = await this.all('/workflows', workflow, 'list the workflows', { excludePinnedData: 'true' });
		return rows.map(toStored);
	}

	async create(body: Workflow): Promise<StoredWorkflow> {
		return toStored(
			workflow.parse(await this.call('POST', '/workflows', `create the workflow "${body.name}"`, writable(body))),
		);
	}

	async update(id: string, body: Workflow): Promise<StoredWorkflow> {
		const doing = `update the workflow "${body.name}"`;
		return toStored(
			workflow.parse(await this.call('PUT', `/workflows/${encodeURIComponent(id)}`, doing, writable(body))),
		);
	}

	async publish(id: string, name: string): Promise<void> {
		await this.call('POST', `/workflows/${encodeURIComponent(id)}/activate`, `publish the workflow "${name}"`, {});
	}

	async unpublish(id: string, name: string): Promise<void> {
		await this.call('POST', `/workflows/${encodeURIComponent(id)}/deactivate`, `unpublish the workflow "${name}"`);
	}

	/** To n8n's archive, from where it can be taken back. */
	async archive(id: string, name: string): Promise<void> {
		await this.call('POST', `/workflows/${encodeURIComponent(id)}/archive`, `archive the workflow "${name}"`);
	}

	async credentials(): Promise<StoredCredential[]> {
		return await this.all('/credentials', credential, 'list the credentials');
	}

	/** @param data the fields of the credential; n8n encrypts them and never gives them out again */
	async createCredential(name: string, type: string, data: Record<string, string>): Promise<StoredCredential> {
		return credential.parse(
			await this.call('POST', '/credentials', `create the credential "${name}"`, { name, type, data }),
		);
	}

	async deleteCredential({ id, name }: StoredCredential): Promise<void> {
		await this.call('DELETE', `/credentials/${encodeURIComponent(id)}`, `delete the credential "${name}"`);
	}

	async tables(): Promise<StoredTable[]> {
		return await this.all('/data-tables', table, 'list the data tables');
	}

	async createTable(name: string, columns: ReadonlyArray<{ name: string; type: string }>): Promise<StoredTable> {
		return table.parse(await this.call('POST', '/data-tables', `create the data table "${name}"`, { name, columns }));
	}

	async deleteTable({ id, name }: StoredTable): Promise<void> {
		await this.call('DELETE', `/data-tables/${encodeURIComponent(id)}`, `delete the data table "${name}"`);
	}

	async rows({ id, name }: StoredTable): Promise<Array<Record<string, unknown>>> {
		return await this.all(
			`/data-tables/${encodeURIComponent(id)}/rows`,
			z.record(z.unknown()),
			`read the data table "${name}"`,
		);
	}

	/** Updates the row in which all of `key` are equal, or inserts one. */
	async upsertRow({ id, name }: StoredTable, key: Record<string, string>, data: Record<string, string>): Promise<void> {
		const filters = Object.entries(key).map(([columnName, value]) => ({ columnName, condition: 'eq', value }));
		await this.call('POST', `/data-tables/${encodeURIComponent(id)}/rows/upsert`, `write the data table "${name}"`, {
			filter: { type: 'and', filters },
			data: { ...key, ...data },
		});
	}

	private async all<Row extends z.ZodTypeAny>(
		path: string,
		row: Row,
		doing: string,
		query: Record<string, string> = {},
	): Promise<Array<z.infer<Row>>> {
		const rows: Array<z.infer<Row>> = [];
		let cursor: string | null | undefined;
		do {
			const answer: { data: Array<z.infer<Row>>; nextCursor?: string | null | undefined } = page(row).parse(
				await this.call('GET', path, doing, undefined, { ...query, limit: '100', ...(cursor ? { cursor } : {}) }),
			);
			rows.push(...answer.data);
			// An n8n that gives the same page for ever must not be asked for ever.
			if (answer.nextCursor === cursor) break;
			cursor = answer.nextCursor;
		} while (cursor);
		return rows;
	}

	private async call(
		method: 'GET' | 'POST' | 'PUT' | 'DELETE',
		path: string,
		doing: string,
		body?: unknown,
		query?: Record<string, string>,
	): Promise<unknown> {
		const answer = await this.transport({
			method,
			path,
			...(body === undefined ? {} : { body }),
			...(query === undefined ? {} : { query }),
		});
		if (answer.status >= 200 && answer.status < 300) return answer.body;
		throw new N8nApiError(refusal(doing, answer), answer.status);
	}
}

function refusal(doing: string, { status, body }: { status: number; body: unknown }): string {
	const said = messageOf(body);
	const quoted = said === '' ? '' : ` n8n says: ${said}`;
	if (status === 401)
		return `n8n did not accept the API key when asked to ${doing}. Create a key under Settings → n8n API and put it into the credential.${quoted}`;
	if (status === 403)
		return `The API key may not ${doing}. Give the key the scopes for workflows, credentials and data tables (Settings → n8n API), or let an owner or admin of this n8n create it.${quoted}`;
	if (status === 404)
		return `n8n found nothing when asked to ${doing}. Check that the address in the credential ends with /api/v1, and whether somebody deleted it meanwhile; then run the setup again.${quoted}`;
	if (status === 409) return `n8n could not ${doing}, because something else uses the same name or address.${quoted}`;
	return `n8n could not ${doing} (HTTP ${status}).${quoted}`;
}

function messageOf(body: unknown): string {
	const text = body !== null && typeof body === 'object' ? (body as { message?: unknown }).message : body;
	return typeof text === 'string' ? text.replace(/\s+/g, ' ').trim().slice(0, 300) : '';
}

function toStored(parsed: z.infer<typeof workflow>): StoredWorkflow {
	const { id, name, nodes, connections, settings, active, isArchived } = parsed;
	return { id, name, nodes, connections, settings: settings ?? {}, active, isArchived };
}

/** n8n refuses whatever a workflow's writer may not set. */
const SETTINGS = new Set([
	'saveExecutionProgress',
	'saveManualExecutions',
	'saveDataErrorExecution',
	'saveDataSuccessExecution',
	'executionTimeout',
	'errorWorkflow',
	'timezone',
	'executionOrder',
	'callerPolicy',
	'callerIds',
	'timeSavedMode',
	'timeSavedPerExecution',
	'availableInMCP',
]);

function writable({ name, nodes, connections, settings = {} }: Workflow): Workflow {
	return {
		name,
		nodes,
		connections,
		settings: Object.fromEntries(Object.entries(settings).filter(([key]) => SETTINGS.has(key))),
	};
}
